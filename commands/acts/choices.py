"""What a caller may do in a case now, and why not: every act of the caller's roles, with all that stands against it.

It is asked of the same admission that the case itself asks, about the case as the store knows it. Nothing is decided here:
an act that comes is judged by its case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from adapters.store.cases.records import CaseRecord
from adapters.store.engine import open_session
from adapters.store.money.projects import counts_beside
from adapters.store.payments.recovery_queries import money_of_case
from commands.access.authorise import attend
from commands.access.caller import Caller, desk_for, party_of
from commands.access.sight import is_on_notice, is_own, sees
from commands.acts.reconsideration import against_request
from commands.people.desk_sight import offices_of
from commands.wiring import Wiring
from domain.case.acts.act import Act
from domain.case.acts.filing import File, RequestReconsideration
from domain.case.acts.projects import FindSameProject
from domain.case.acts.registry import ACTS
from domain.case.acts.rules import Needs
from domain.case.admission import refusals_to
from domain.case.lapses import lapses_told
from domain.case.record.progress import CaseState
from domain.case.record.situation import Situation
from domain.case.record.stages import Stage
from domain.case.returnable import PAID
from domain.case.roles import Actor, Role
from domain.departments import PUBLIC
from domain.errors import Refusal
from domain.people.availability import CasePeople


@dataclass(frozen=True)
class Choice:
    """An act as a caller meets it now.

    Attributes:
        act: its class.
        subject: which of several like things it would be about.
        refusals: everything that stands against it; empty when it is allowed.
    """

    act: type[Act]
    subject: str
    refusals: tuple[Refusal, ...]


def choices_of(
    wired: Wiring, caller: Caller, case: CaseRecord, among: Iterable[type[Act]] = ACTS
) -> list[Choice]:
    """Every act of the caller's roles in a case that was read whole, as far as the caller may know of it.

    Args:
        wired: the adapters and the law.
        caller: who asks.
        case: the case.
        among: the acts that are asked about.
    """
    with open_session(wired.engine) as session:
        people = attend(session, wired, caller, case.case_number, offices_of(caller))
    now = situation_of(case, people.people, wired.today())
    return [
        Choice(act, subject, _once((*people.against(actor, act.kind, subject), *against)))
        for act in among
        if act is not File and (actor := _actor(act, caller, case))
        for subject in _subjects(act, actor, now, case)
        for against in [_against(wired, case, act, actor, now, subject)]
    ]


def _once(found: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
    """Each reason once; the door says first who can act instead."""
    first: dict[str, Refusal] = {}
    for refusal in found:
        first.setdefault(refusal.facts.what, refusal)
    return (*first.values(),)


def _actor(act: type[Act], caller: Caller, case: CaseRecord) -> Actor | None:
    """In which role the caller would do it; None for an act that is none of the caller's in this case."""
    role = next((role for role in act.rules.by if role in caller.roles), None)
    party = party_of(role, caller) if role else None
    if role is None or party is None:
        return None
    is_open = act.rules.is_public and is_on_notice(case)
    may = sees(caller, case) and (role is not Role.APPLICANT or is_own(caller, case))
    if not (may or is_open):
        return None
    actor = Actor(account=caller.account, role=role, party=party)
    return desk_for(actor, caller, act, case.lead, case.progress.tasks if case.progress else ())


def _subjects(act: type[Act], actor: Actor, now: Situation, case: CaseRecord) -> tuple[str, ...]:
    """What there is to do it about: what tasks ask for; of what the bank may return, else every payment that was confirmed."""
    tasks = (task for task in now.tasks if act.kind in task.acts and task.party in (actor.party, PUBLIC))
    asked = tuple(dict.fromkeys(task.subject for task in tasks))
    paid = (each.id for each in case.payments if act.rules.needs is Needs.BANK and each.status == PAID)
    return asked or (*paid,) or ("",)


def _against(
    wired: Wiring, case: CaseRecord, act: type[Act], actor: Actor, now: Situation, subject: str
) -> tuple[Refusal, ...]:
    """What stands against it in the case; an act that opens an ended case is asked as if it still ran."""
    if act is RequestReconsideration:
        return (*against_request(wired, case),)
    if act.rules.needs is Needs.LAPSE and now.closed:
        told = lapses_told((each.event, each.stage, each.subject) for each in case.timeline)
        now = replace(
            now, closed=False, state=now.state.model_copy(update={"lapses": told, "checkpoint": ""})
        )
    if act is FindSameProject and now.closed:
        with open_session(wired.engine) as session:
            now = replace(now, closed=not counts_beside(session, case.case_number))
    if act.rules.needs in (Needs.MONEY_PAID, Needs.BANK):
        paid = money_of_case(wired.engine, case.case_number).paid
        state = now.state.model_copy(update={"payments": int(bool(paid))})
        now = replace(now, closed=False, state=state)
    return refusals_to(act, actor, now, subject)


def situation_of(case: CaseRecord, people: CasePeople, today: date) -> Situation:
    """Where a case stands, as it wrote it down itself."""
    known = case.circumstances.model_dump()
    return Situation(
        lead=case.lead,
        state=CaseState(amount=case.amount, done=people.done, **known),
        stage=Stage(case.stage),
        tasks=case.progress.tasks if case.progress else (),
        ahead=(),
        closed=case.final,
        today=today,
    )
