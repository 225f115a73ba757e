"""Declaring an interest: the person leaves every step of the case, and the turn goes back to the desk."""

from datetime import UTC, datetime

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.people.assignments import drop_all_of
from adapters.store.people.case_people import people_in
from adapters.store.people.recusals import RecusalRecord, add_recusal, recusal_of
from adapters.store.writing import Session, hold, transaction
from commands.access.caller import Caller
from commands.access.sight import find_case, sees
from commands.people.absences import person_view
from commands.people.bodies import RecusalView
from commands.people.mails import alarm
from commands.people.office import names, office_of
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.case.turns import Turn
from domain.people.desk import CasePeople, Office, able_people, empty_desk
from domain.people.person import Person


def recuse(
    wired: Wiring, caller: Caller, roles: tuple[Role, ...], case_number: str, reason: str
) -> tuple[RecusalView, bool]:
    """The caller leaves a case; declared again, the first declaration stands.

    Returns:
        The recusal with who can act instead, and whether a mail waits to be sent.

    Raises:
        NotFound: no such case for this caller.
    """
    case = find_case(read_case(wired.engine, case_number, whole=False), case_number)
    find_case(case if sees(caller, case) else None, case_number)
    actor, at = caller.actor(roles), datetime.now(UTC)
    with transaction(wired.engine) as writing:
        hold(writing, f"turns:{case_number}")
        first = recusal_of(writing, case_number, caller.account)
        kept = first or RecusalRecord(
            case_number=case_number, account=caller.account, party=actor.party, reason=reason, at=at
        )
        if first is None:
            taken = people_in(writing, case_number).assignments
            drop_all_of(writing, case_number, caller.account, taken, at)
            add_recusal(writing, kept)
        turns = _turns_of(case, actor.party)
        office, people = _known(writing, wired, caller, case_number, actor.party)
        empties = [empty for turn in turns if (empty := empty_desk(turn, people, office)) is not None]
        queued = alarm(writing, wired, empties, at)
        return _view(kept, turns, people, office), queued


def _known(
    writing: Session, wired: Wiring, caller: Caller, case_number: str, party: str
) -> tuple[Office, CasePeople]:
    return office_of(writing, wired, caller, {party}), people_in(writing, case_number)


def _turns_of(case: CaseRecord, party: str) -> list[Turn]:
    turns = case.progress.turns if case.progress and not case.final else ()
    return [turn for turn in turns if turn.party == party and turn.acts]


def _view(kept: RecusalRecord, turns: list[Turn], people: CasePeople, office: Office) -> RecusalView:
    able: dict[str, Person] = {
        person.account: person for turn in turns for person in able_people(turn, people, office)
    }
    detail = "您已回避本案，不再办理本案的任何环节。"
    if able:
        detail += f"当前事项可由{names(able.values())}办理。"
    elif turns:
        detail += "本部门目前没有其他可以办理的人员，已报部门负责人或管理员。"
    return RecusalView(
        case_number=kept.case_number,
        at=kept.at,
        instead=[person_view(person) for person in able.values()],
        detail=detail,
    )
