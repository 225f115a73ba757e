"""Other cases of the unit that are, or may be, about the same project."""

from typing import Literal

from activities.money.projects import AlikeCase, alike_cases
from adapters.store.cases.file import filed_case
from adapters.store.engine import open_session
from adapters.store.money.ledger import case_total
from adapters.store.people.recusals import cases_left
from adapters.store.schema import CaseFile
from adapters.store.writing import Session
from api.cases.project_views import SameProjectView
from commands.access.caller import Caller
from commands.wiring import Wiring
from domain.calendar import shanghai_date
from domain.case.roles import Role
from domain.departments import name_of
from domain.ledger.accounts import HELD, Account
from domain.same_project import DECISION_NAMES, Likeness

State = Literal["same_base", "same", "not_the_same", "open", "alike"]


def same_project_views(case_number: str, caller: Caller, wired: Wiring) -> list[SameProjectView]:
    """Those that the caller may see: whoever applies is told what counts, and of what is only suspected nothing."""
    with open_session(wired.engine) as session:
        case = filed_case(session.get_one(CaseFile, case_number))
        left = set(session.exec(cases_left(caller.account)))
        return [
            _view(session, each, wired)
            for each in alike_cases(session, wired.catalogue, case)
            if each.case.number not in left and (each.is_one or Role.APPLICANT not in caller.roles)
        ]


def _view(session: Session, alike: AlikeCase, wired: Wiring) -> SameProjectView:
    other, found = alike.case, alike.finding
    subsidy = wired.catalogue.policy(other.policy_version).type(other.code)
    return SameProjectView(
        case_number=other.number,
        number=subsidy.number,
        name=subsidy.name,
        award_base_key=other.award_base_key,
        stage=other.stage,
        filed_on=other.filed_on,
        amount=case_total(session, other.number, *HELD),
        paid=case_total(session, other.number, Account.PAID),
        alike=alike.words,
        state=_state(alike),
        finding=DECISION_NAMES[found.decision] if found else "",
        reason=found.reason if found else "",
        found_by=name_of(found.party, shanghai_date(found.at)) if found else "",
        found_at=found.at if found else None,
    )


def _state(alike: AlikeCase) -> State:
    if alike.is_one:
        return "same_base" if Likeness.BASE in alike.likenesses else "same"
    if alike.finding is not None:
        return "not_the_same"
    return "open" if alike.is_open else "alike"
