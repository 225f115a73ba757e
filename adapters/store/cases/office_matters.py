"""Cases as offices are written about them: plan and where they stand, without anything of the applicant."""

from datetime import date

from sqlmodel import col, select

from adapters.store.tables.case_file import CaseFile, UserTaskRow
from adapters.store.writing import Session
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress
from domain.case.user_tasks import NO_OFFICE
from domain.case.user_tasks import UserTask as OpenTask
from domain.frozen import Frozen


class OfficeMatter(Frozen):
    """A case that is under way."""

    plan: CasePlan
    progress: Progress


def matter_of(session: Session, case_number: str) -> OfficeMatter:
    """A case that was taken up, as its last step left it."""
    return _matter(session.get_one(CaseFile, case_number))


def overdue_tasks(session: Session, today: date) -> list[tuple[OfficeMatter, OpenTask]]:
    """Every open task of an office whose term is over, with its case; what is late the longest comes first."""
    late = select(UserTaskRow.case_number).where(
        col(UserTaskRow.due_on) < today, col(UserTaskRow.party).not_in(NO_OFFICE)
    )
    rows = session.exec(
        select(CaseFile).where(col(CaseFile.number).in_(late), col(CaseFile.final).is_(False))
    )
    matters = [_matter(row) for row in rows if row.progress is not None]
    found = [
        (matter, task)
        for matter in matters
        for task in matter.progress.tasks
        if task.is_overdue(today) and task.term is not None
    ]
    return sorted(
        found, key=lambda pair: (pair[1].term.due_on if pair[1].term else today, pair[0].plan.case_number)
    )


def _matter(row: CaseFile) -> OfficeMatter:
    return OfficeMatter(
        plan=CasePlan.model_validate(row.plan), progress=Progress.model_validate(row.progress)
    )
