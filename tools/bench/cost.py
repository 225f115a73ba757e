"""What an approval costs besides time: events, bytes and billable actions of its history, and seconds of the processes."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from domain.frozen import Frozen

ACTIONS: Final = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
        EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
        EventType.EVENT_TYPE_TIMER_STARTED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
    }
)
"""Each is one billable action of Temporal Cloud (docs.temporal.io/cloud/actions, as of 2026-12); a new run is started once more."""


class HistoryCost(Frozen):
    """What stands in the history of a case.

    Attributes:
        actions: of Temporal Cloud; all local activities of one workflow task are one.
    """

    events: int
    size: int
    actions: int


def cost_of(events: Iterable[HistoryEvent]) -> HistoryCost:
    """Count a history."""
    listed = list(events)
    local: set[int] = set()
    task = 0
    for event in listed:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            task = event.event_id
        if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED:
            local.add(task)
    return HistoryCost(
        events=len(listed),
        size=sum(event.ByteSize() for event in listed),
        actions=len(local) + sum(event.event_type in ACTIONS for event in listed),
    )


def processor_seconds() -> float:
    """Seconds that this process and those under it have used so far (``/proc``; Linux alone)."""
    seconds: dict[int, tuple[int, float]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        seconds[int(stat.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    ours = {os.getpid()}
    while more := {process for process, (parent, _) in seconds.items() if parent in ours} - ours:
        ours |= more
    return sum(seconds[process][1] for process in ours) / os.sysconf("SC_CLK_TCK")
