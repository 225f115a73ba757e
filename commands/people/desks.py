"""The open tasks of a case at the desks of its offices, as its readers see them."""

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.engine import open_session
from adapters.store.people.case_people import people_in
from adapters.store.people.desks import people_by_account
from commands.access.audit_trail import record_view
from commands.access.caller import Caller
from commands.access.sight import seen_case
from commands.people.absences import person_view
from commands.people.bodies import DesksView, TaskAtDesk
from commands.people.office import office_of
from commands.wiring import Wiring
from domain.case.acts.registry import label_of
from domain.case.user_tasks import UserTask
from domain.departments import name_of
from domain.people.availability import CasePeople, Department, able_people, empty_desk, keepers


def desks_view(wired: Wiring, caller: Caller, case_number: str) -> DesksView:
    """Who has which task of a case, who can act, and which desk is empty.

    Raises:
        NotFound: no such case for this caller.
    """
    case = seen_case(read_case(wired.engine, case_number, whole=False), caller, case_number)
    record_view(wired, caller, case, "desks:viewed")
    return desks_of(wired, caller, case)


def desks_of(wired: Wiring, caller: Caller, case: CaseRecord) -> DesksView:
    """The same of a case that the caller may read, or might until the moment that is previewed."""
    tasks = _of_offices(case)
    with open_session(wired.engine) as session:
        office = office_of(session, wired, caller, {task.party for task in tasks})
        people = people_in(session, case.case_number)
        recused = people_by_account(session, people.recused)
    return DesksView(
        case_number=case.case_number,
        tasks=[_at_desk(task, people, office) for task in tasks],
        recused=[person_view(person) for _, person in sorted(recused.items())],
    )


def _of_offices(case: CaseRecord) -> list[UserTask]:
    tasks = case.progress.tasks if case.progress and not case.final else ()
    return [task for task in tasks if task.is_of_an_office and task.acts]


def _at_desk(task: UserTask, people: CasePeople, office: Department) -> TaskAtDesk:
    taken, empty = people.taken(task), empty_desk(task, people, office)
    holder = office.person(taken.account) if taken else None
    able = keepers(task, people, office) or able_people(task, people, office)
    return TaskAtDesk(
        party=task.party,
        party_name=name_of(task.party, office.day),
        label=task.term.label if task.term else "或".join(label_of(kind) for kind in task.acts),
        acts=list(task.acts),
        subject=task.subject,
        since=task.since,
        taken_by=person_view(holder) if holder else None,
        can_act=[person_view(person) for person in able if person.username],
        is_empty=empty is not None,
        empty_because=empty.words if empty else "",
    )
