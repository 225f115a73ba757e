"""Stops of payment (停拨): set, lifted, and what is refused while one stands."""

from typing import Final

from activities.office import CaseOffice
from activities.verbs import verb
from adapters.store.cases.file import FiledCase, cases_of, other_open_cases
from adapters.store.payments.list_mails import tell_of_versions
from adapters.store.payments.list_versions import hold_lists, revise_lists
from adapters.store.payments.stops import (
    UNIT,
    StandingStop,
    add_stop,
    stopped_through,
    stops_of,
    stops_on,
)
from adapters.store.writing import Session, after_commit, hold, transaction
from domain.calendar import shanghai_date
from domain.case.record.money_steps import StopChange, StopChanged
from domain.case.record.narrative import WHOSE
from domain.case.verbs import CHANGE_STOP
from domain.departments import party_name
from domain.errors import NotAllowed, RefusalFacts, WrongStage

WHOSE_LINES: Final = {"case": "所列案件", "unit": "所列单位全部案件"}
"""Over whose payments on a list a stop stands, by its scope."""


def _tell(office: CaseOffice, change: StopChange, changed: StopChanged) -> None:
    """The other open cases that a stop of the unit reaches are told, so that they say so as well."""
    if changed.refusal is None and change.scope == UNIT:
        with transaction(office.engine) as session:
            others = other_open_cases(session, change.case_number, changed.unit)
        for case_number in others:
            office.announcer.stop(case_number)


@verb(CHANGE_STOP, then=_tell)
def change_stop(office: CaseOffice, session: Session, case: FiledCase, change: StopChange) -> StopChanged:
    """Set or lift a stop. It holds for every approval and order from then on, and for what stands on a list and is not paid."""
    hold(session, f"unit:{case.unit}")
    unit = _unit_of(session, case, change)
    standing = stops_of(session, case.number, unit, change.scope, change.told_in)
    refusal = _objection_to(change, standing)
    if refusal is None:
        hold_lists(session)
        add_stop(session, change, unit)
        session.flush()
        _revise(office, session, unit, change)
    return StopChanged(unit=unit, refusal=refusal)


def _unit_of(session: Session, case: FiledCase, change: StopChange) -> str:
    """Whose stop is meant: the case's unit's, or the one that was set through this case before it passed to another unit."""
    if change.is_set or change.scope != UNIT:
        return case.unit
    own = (
        unit
        for unit in (case.unit, *stopped_through(session, case.number))
        if change.party in {stop.party for stop in stops_of(session, case.number, unit, UNIT)}
    )
    return next(own, case.unit)


def _revise(office: CaseOffice, session: Session, unit: str, change: StopChange) -> None:
    """Lists that were made before have a new version, and the finance bureau is told at once."""
    cases = cases_of(session, unit) if change.scope == UNIT else [change.case_number]
    why = f"{WHOSE_LINES[change.scope]}{'停止' if change.is_set else '恢复'}拨付"
    revised = revise_lists(session, cases, change.at, why)
    if tell_of_versions(session, revised, change.at, office.letterhead):
        after_commit(session, office.announcer.mail)


def _objection_to(change: StopChange, standing: list[StandingStop]) -> RefusalFacts | None:
    """A stop is set once, and lifted by the department that set it."""
    whose = WHOSE[change.scope]
    if change.is_set and standing:
        told = "停拨理由：" + "；".join(stop.reason for stop in standing)
        remedy = "无需再次办理；如需恢复，请先办理恢复拨付。"
        return WrongStage(f"{whose}已停止拨付。", why=told, remedy=remedy).facts
    if change.is_set:
        return None
    if not standing:
        return WrongStage(f"{whose}没有停止拨付。", remedy="请核对停拨范围（scope）。").facts
    if change.party not in {stop.party for stop in standing}:
        names = (party_name(stop.party, shanghai_date(change.at)) for stop in standing)
        name = "、".join(dict.fromkeys(names))
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
