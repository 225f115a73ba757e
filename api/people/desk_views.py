"""The open turns of a case at the desks of its offices, as its readers see them."""

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.engine import session
from adapters.store.people.case_people import people_in
from adapters.store.people.desks import people_by_account
from api.cases.answers import name_of
from commands.access.caller import Caller
from commands.access.sight import find_case, sees
from commands.people.absences import person_view
from commands.people.bodies import DesksView, TurnAtDesk
from commands.people.office import office_of
from commands.wiring import Wiring
from domain.case.acts import ACTS
from domain.case.turns import Turn
from domain.people.desk import CasePeople, Office, able_people, empty_desk, keepers


def desks_view(wired: Wiring, caller: Caller, case_number: str) -> DesksView:
    """Who has which turn of a case, who can act, and which desk is empty.

    Raises:
        NotFound: no such case for this caller.
    """
    case = find_case(read_case(wired.engine, case_number, whole=False), case_number)
    find_case(case if sees(caller, case) else None, case_number)
    turns = _of_offices(case)
    with session(wired.engine) as reading:
        office = office_of(reading, wired, caller, {turn.party for turn in turns})
        people = people_in(reading, case_number)
        recused = people_by_account(reading, people.recused)
    return DesksView(
        case_number=case_number,
        turns=[_at_desk(turn, people, office) for turn in turns],
        recused=[person_view(person) for _, person in sorted(recused.items())],
    )


def _of_offices(case: CaseRecord) -> list[Turn]:
    turns = case.progress.turns if case.progress and not case.final else ()
    return [turn for turn in turns if turn.is_of_an_office and turn.acts]


def _at_desk(turn: Turn, people: CasePeople, office: Office) -> TurnAtDesk:
    taken, empty = people.taken(turn), empty_desk(turn, people, office)
    holder = office.person(taken.account) if taken else None
    able = keepers(turn, people, office) or able_people(turn, people, office)
    return TurnAtDesk(
        party=turn.party,
        party_name=name_of(turn.party, office.day),
        label=turn.term.label if turn.term else "或".join(ACTS[kind].label for kind in turn.acts),
        acts=list(turn.acts),
        subject=turn.subject,
        since=turn.since,
        taken_by=person_view(holder) if holder else None,
        can_act=[person_view(person) for person in able if person.username],
        is_empty=empty is not None,
        empty_because=empty.words if empty else "",
    )
