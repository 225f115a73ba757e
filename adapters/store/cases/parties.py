"""Departments and localities that were brought into a case beside those of its type."""

from typing import Literal

from sqlmodel import Session

from adapters.store.tables.case_file import CaseFile, CasePartyRow
from domain.case.record.plan import CasePlan


def bring_in(
    session: Session, case_number: str, part: Literal["co_signers", "observers"], party: str
) -> None:
    """Give a party its part in a case: in the plan of its file, and for lists."""
    row = session.get_one(CaseFile, case_number)
    plan = CasePlan.model_validate(row.plan)
    changed = plan.model_copy(update={part: (*getattr(plan, part), party)})
    row.plan = changed.model_dump(mode="json")
    session.add(row)
    session.merge(CasePartyRow(case_number=case_number, party=party))
    session.flush()
