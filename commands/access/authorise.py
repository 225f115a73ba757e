"""The check of people at the door: nobody acts who is absent, recused, self-interested, or where another has the turn.

The one place for it: acts, previews and acts in bulk all pass here. A case cannot know of people; what it checks
itself, turns and four eyes, it checks again.
"""

from collections.abc import Iterable

from adapters.store.cases.records import CaseRecord
from adapters.store.engine import session
from adapters.store.people.case_people import people_in
from adapters.store.people.desks import open_turns_of
from adapters.store.writing import Session
from commands.access.caller import Caller
from commands.access.sight import is_own
from commands.people.desk_sight import offices_of
from commands.people.office import is_head_of, office_of, refusal_for, refusal_of_taken, who_else
from commands.wiring import Wiring
from domain.case.roles import OBJECTING, Actor, Role
from domain.case.turns import Turn
from domain.errors import ConflictOfRoles, Refusal
from domain.people.desk import (
    Bar,
    CasePeople,
    Office,
    acts_for,
    is_excluded,
    is_interested,
    keepers,
    personal_bar,
)
from domain.people.person import Person


def at_desk(
    wired: Wiring, caller: Caller, actor: Actor, case_number: str, kind: str, subject: str = ""
) -> Actor:
    """Who acts, in the own name or for the absent person whose deputy it is.

    Args:
        wired: the adapters and the law.
        caller: who asks.
        actor: in which role, and for which party.
        case_number: the case.
        kind: of act.
        subject: which payment, instalment, …; empty where the act has none.

    Raises:
        Refusal: this person may not act here now; with who can instead.
    """
    if actor.role is Role.APPLICANT:
        return actor
    with session(wired.engine) as reading:
        office = office_of(reading, wired, caller, {actor.party})
        people = people_in(reading, case_number)
        turns = open_turns_of(reading, case_number)
    person = office.person(caller.account)
    assert person is not None  # noqa: S101 - the caller was added
    turn = _turn_of(turns, actor.party, kind, subject)
    _check_person(person, kind, turn, actor.party, people, office)
    if turn is not None:
        _check_taken(person, turn, people, office)
    if kind in OBJECTING:
        return actor
    absent = acts_for(person, turn, kind, actor.party, people, office)
    return actor.model_copy(update={"for_account": absent})


def _turn_of(turns: Iterable[Turn], party: str, kind: str, subject: str) -> Turn | None:
    """The open turn that such an act would use; None for an act that needs none, or has none now."""
    fits = (turn for turn in turns if turn.party == party and kind in turn.acts)
    return next((turn for turn in fits if turn.subject in ("", subject)), None)


def check_office(wired: Wiring, caller: Caller, case: CaseRecord) -> None:
    """Refuse somebody of an office who may do nothing in a case now; the applicant's own side passes.

    Raises:
        Refusal: recused, self-interested or absent; with who can act instead.
    """
    parties = offices_of(caller)
    if is_own(caller, case) or not parties:
        return
    with session(wired.engine) as reading:
        check_free(reading, wired, caller, case.case_number, min(parties))


def check_free(reading: Session, wired: Wiring, caller: Caller, case_number: str, party: str) -> None:
    """Refuse somebody who may do nothing in a case now, whatever it is.

    Raises:
        Refusal: recused, self-interested or absent; with who can act instead.
    """
    office, people = office_of(reading, wired, caller, {party}), people_in(reading, case_number)
    person = office.person(caller.account)
    assert person is not None  # noqa: S101 - the caller was added
    bar = personal_bar(person, people, office)
    if bar is not None:
        raise refusal_for(person, bar, None, party, people, office)


def check_inviter(wired: Wiring, caller: Caller, party: str, units: Iterable[str]) -> None:
    """Refuse somebody who is absent, or stands on the side of one of these units, whose list that is.

    Raises:
        Refusal: with who can do it instead.
    """
    with session(wired.engine) as reading:
        office = office_of(reading, wired, caller, {party})
    person = office.person(caller.account)
    assert person is not None  # noqa: S101 - the caller was added
    sides = [CasePeople(case_number="", unit=unit) for unit in sorted(units)]
    own = next((side for side in sides if is_interested(person, side)), None)
    if own is not None:
        raise ConflictOfRoles(
            "名单中有您的账号所代表的单位，不能由您办理。",
            why=f"您的账号代表单位 {own.unit}，与其申报有利害关系。",
            remedy=who_else(person, None, party, own, office),
        )
    here = CasePeople(case_number="")
    if personal_bar(person, here, office) is not None:
        raise refusal_for(person, Bar.ABSENT, None, party, here, office)


def kept_off(wired: Wiring, caller: Caller, case_numbers: Iterable[str], party: str) -> dict[str, str]:
    """The cases among these in which somebody may do nothing now, each with why."""
    found: dict[str, str] = {}
    with session(wired.engine) as reading:
        for number in case_numbers:
            try:
                check_free(reading, wired, caller, number, party)
            except Refusal as refusal:
                found[number] = f"{refusal.facts.why}{refusal.facts.remedy}"
    return found


def _check_person(
    person: Person, kind: str, turn: Turn | None, party: str, people: CasePeople, office: Office
) -> None:
    bar = personal_bar(person, people, office)
    if bar is None and is_excluded(person.account, people, kind):
        bar = Bar.EXCLUDED
    if bar is not None:
        raise refusal_for(person, bar, turn, party, people, office)


def _check_taken(person: Person, turn: Turn, people: CasePeople, office: Office) -> None:
    keeping = keepers(turn, people, office)
    if keeping and person not in keeping and not is_head_of(person, turn.party):
        raise refusal_of_taken(keeping, people, turn, office)
