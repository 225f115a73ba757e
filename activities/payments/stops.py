"""Stops of payment (停拨): set, lifted, and what is refused while one stands."""

from activities.office import CaseOffice
from activities.verbs import verb
from adapters.store.cases.file import FiledCase, other_open_cases
from adapters.store.payments.stops import UNIT, StandingStop, add_stop, stop_of, stops_on
from adapters.store.writing import Session, hold, transaction
from domain.case.record.money_steps import StopChange, StopChanged
from domain.case.record.narrative import WHOSE
from domain.case.verbs import CHANGE_STOP
from domain.departments import party_name
from domain.errors import NotAllowed, RefusalFacts, WrongStage


def _tell(office: CaseOffice, change: StopChange, changed: StopChanged) -> None:
    """The other open cases that a stop of the unit reaches are told, so that they say so as well."""
    if changed.refusal is None and change.scope == UNIT:
        with transaction(office.engine) as session:
            others = other_open_cases(session, change.case_number)
        for case_number in others:
            office.announcer.stop(case_number)


@verb(CHANGE_STOP, then=_tell)
def change_stop(_office: CaseOffice, session: Session, case: FiledCase, change: StopChange) -> StopChanged:
    """Set or lift a stop. It holds for every approval and order from then on."""
    hold(session, f"unit:{case.unit}")
    standing = stop_of(session, case.number, case.unit, change.scope)
    refusal = _objection_to(change, standing)
    if refusal is None:
        add_stop(session, change, case.unit)
    return StopChanged(refusal=refusal)


def _objection_to(change: StopChange, standing: StandingStop | None) -> RefusalFacts | None:
    """A stop is set once, and lifted by the department that set it."""
    whose = WHOSE[change.scope]
    if change.is_set:
        told = f"停拨理由：{standing.reason}" if standing else ""
        return WrongStage(f"{whose}已停止拨付。", why=told).facts if standing else None
    if standing is None:
        return WrongStage(f"{whose}没有停止拨付。", remedy="请核对停拨范围（scope）。").facts
    if standing.party != change.party:
        name = party_name(standing.party, change.at.date())
        return NotAllowed(f"停拨由{name}作出，只能由{name}恢复。", remedy=f"请联系{name}。").facts
    return None


def refusal_while_stopped(session: Session, case: FiledCase) -> RefusalFacts | None:
    """Why no money of a case is approved or ordered now; None when nothing stands against it."""
    stops = stops_on(session, case.number, case.unit)
    if not stops:
        return None
    return WrongStage(
        "拨付已停止，不能核准或下达资金。",
        why="；".join(f"{WHOSE[stop.scope]}停拨：{stop.reason}" for stop in stops),
        clause="、".join(dict.fromkeys(stop.clause for stop in stops)),
        remedy="本次办理未生效，待办事项保持不变；请待作出停拨决定的部门恢复拨付后重新办理。",
    ).facts
