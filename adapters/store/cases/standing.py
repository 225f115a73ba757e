"""Where a case stands, as the audit record has it before and after."""

from typing import Any

from sqlmodel import col, select

from adapters.store.tables.case_file import CaseFile
from adapters.store.writing import Session

_FIELDS = ("stage", "seq", "amount", "overdue", "final")


def standing(writing: Session, case_number: str) -> dict[str, Any]:
    """Stage, step, amount and open turns of a case, as the transaction has them now."""
    asked = select(*(getattr(CaseFile, name) for name in (*_FIELDS, "progress"))).where(
        col(CaseFile.number) == case_number
    )
    *values, progress = writing.exec(asked).one()
    turns = [_turn(turn) for turn in (progress or {}).get("turns", ())]
    return dict(zip(_FIELDS, values, strict=True)) | {"turns": turns}


def _turn(turn: dict[str, Any]) -> dict[str, Any]:
    term = turn.get("term") or {}
    return {
        "party": turn["party"],
        "acts": turn["acts"],
        "subject": turn.get("subject", ""),
        "due_on": term.get("due_on"),
    }
