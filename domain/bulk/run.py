"""What the workflow of a bulk act and its activity say to each other. What is done, and by whom, stays in the store."""

from typing import Final

from domain.frozen import Frozen

BULK_ACT: Final = "bulk_act"
"""Workflow type: one for each bulk act."""

DO_BULK_ITEMS: Final = "do_bulk_items"
"""Activity: send the next items of a bulk act to their cases."""

CHUNK: Final = 50
"""Items of one activity; at some twenty acts a second it lasts two or three seconds."""


class BulkRun(Frozen):
    """A bulk act to be done; a run of the workflow ends after ``chunks_a_run`` activities, at least 1."""

    bulk: str
    label: str
    total: int
    chunk: int = CHUNK
    chunks_a_run: int = 100


class BulkChunk(Frozen):
    """Do the next items, at most ``limit`` (``do_bulk_items``)."""

    bulk: str
    limit: int = CHUNK


class BulkTally(Frozen):
    """What the items have come to so far; ``left`` are still to be done."""

    done: int = 0
    refused: int = 0
    cancelled: int = 0
    unknown: int = 0
    left: int = 0


def bulk_workflow_id(bulk: str) -> str:
    """The Temporal workflow id of a bulk act."""
    return f"bulk/{bulk}"
