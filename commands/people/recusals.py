"""Declaring an interest: the person leaves every step of the case, and the task goes back to the desk."""

from datetime import UTC, datetime

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.people.assignments import drop_all_of
from adapters.store.people.case_people import people_in
from adapters.store.people.recusals import RecusalRecord, add_recusal, recusal_of
from adapters.store.writing import Session, hold, transaction
from commands.access.caller import Caller
from commands.access.sight import known_case
from commands.people.absences import person_view
from commands.people.bodies import RecusalView
from commands.people.mails import alarm
from commands.people.office import names, office_of
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.case.user_tasks import UserTask
from domain.people.availability import CasePeople, Department, able_people, empty_desk
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
    case = known_case(read_case(wired.engine, case_number, whole=False), caller, case_number)
    actor, at = caller.actor(roles), datetime.now(UTC)
    with transaction(wired.engine) as session:
        hold(session, f"tasks:{case_number}")
        first = recusal_of(session, case_number, caller.account)
        kept = first or RecusalRecord(
            case_number=case_number, account=caller.account, party=actor.party, reason=reason, at=at
        )
        if first is None:
            taken = people_in(session, case_number).assignments
            drop_all_of(session, case_number, caller.account, taken, at)
            add_recusal(session, kept)
        tasks = _tasks_of(case, actor.party)
        office, people = _known(session, wired, caller, case_number, actor.party)
        empties = [empty for task in tasks if (empty := empty_desk(task, people, office)) is not None]
        queued = alarm(session, wired, empties, at)
        return _view(kept, tasks, people, office), queued


def _known(
    session: Session, wired: Wiring, caller: Caller, case_number: str, party: str
) -> tuple[Department, CasePeople]:
    return office_of(session, wired, caller, {party}), people_in(session, case_number)


def _tasks_of(case: CaseRecord, party: str) -> list[UserTask]:
    tasks = case.progress.tasks if case.progress and not case.final else ()
    return [task for task in tasks if task.party == party and task.acts]


def _view(kept: RecusalRecord, tasks: list[UserTask], people: CasePeople, office: Department) -> RecusalView:
    able: dict[str, Person] = {
        person.account: person for task in tasks for person in able_people(task, people, office)
    }
    detail = "您已回避本案，不再办理本案的任何环节。"
    if able:
        detail += f"当前事项可由{names(able.values())}办理。"
    elif tasks:
        detail += "本部门目前没有其他可以办理的人员，已报部门负责人或管理员。"
    return RecusalView(
        case_number=kept.case_number,
        at=kept.at,
        instead=[person_view(person) for person in able.values()],
        detail=detail,
    )
