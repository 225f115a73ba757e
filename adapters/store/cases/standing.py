"""Where a case stands, as the audit record has it before and after."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from adapters.store.cases.file import FiledCase
from adapters.store.tables.case_file import CaseFile
from adapters.store.writing import Session

_FIELDS = ("stage", "seq", "amount", "overdue", "final")


def standing(session: Session, case_number: str) -> dict[str, Any]:
    """Stage, step, amount and open tasks of a case, as the transaction has them now."""
    asked = select(*(getattr(CaseFile, name) for name in (*_FIELDS, "progress"))).where(
        col(CaseFile.number) == case_number
    )
    return _standing(session.exec(asked).one())


def stood(case: FiledCase) -> dict[str, Any]:
    """The same, as the case was loaded."""
    return _standing((*(getattr(case, name) for name in _FIELDS), case.progress))


def _standing(values: Sequence[Any]) -> dict[str, Any]:
    *fields, progress = values
    tasks = [_task(task) for task in (progress or {}).get("tasks", ())]
    return dict(zip(_FIELDS, fields, strict=True)) | {"tasks": tasks}


def _task(task: dict[str, Any]) -> dict[str, Any]:
    term = task.get("term") or {}
    return {
        "party": task["party"],
        "acts": task["acts"],
        "subject": task["subject"],
        "due_on": term.get("due_on"),
    }
