"""Whose desks the open tasks of a case land on: taken tasks that come back go to the same person, empty desks raise an alarm."""

from datetime import datetime

from activities.entering import Entered
from adapters.store.people.assignments import Handover, forget_assignments, hand_over
from adapters.store.people.case_people import people_in
from adapters.store.people.desk_alarms import raise_alarms
from adapters.store.people.desks import read_office
from adapters.store.writing import Session, after_commit
from domain.calendar import shanghai_date
from domain.case.acts.filing import RequestReconsideration
from domain.case.record.steps import Progress, Step
from domain.case.user_tasks import UserTask
from domain.people.availability import APPLYING, CasePeople, Department, able_people, empty_desk


def attend_desks(entered: Entered) -> None:
    """Look at the desks of the tasks that are open after a step."""
    writing, number, step = entered.session, entered.case.number, entered.step
    if entered.progress.final:
        forget_assignments(writing, number)
        return
    if _comes_back(step):
        _hand_back(writing, number, entered.progress, step.at)
    if _alarm_empty_desks(entered):
        after_commit(writing, entered.office.announcer.mail)


def _alarm_empty_desks(entered: Entered) -> bool:
    """Raise an alarm for each open task at whose desk nobody can act, once for task and cause; whether one was queued."""
    tasks = _of_offices(entered.progress)
    if not tasks:
        return False
    office, at = entered.office, entered.step.at
    desks, people = _known(entered.session, entered.case.number, tasks, at)
    found = (empty_desk(task, people, desks) for task in tasks)
    empty = [each for each in found if each]
    return raise_alarms(entered.session, empty, at, office.calendar, office.letterhead)


def _hand_back(session: Session, case_number: str, progress: Progress, at: datetime) -> None:
    """A step that the applicant had to supplement goes back to whoever had it, if that person can still act."""
    tasks = [task for task in _of_offices(progress) if task.since == at]
    if not tasks:
        return
    office, people = _known(session, case_number, tasks, at)
    for task in tasks:
        earlier = next((each for each in people.assignments if each.is_of_step(task)), None)
        if earlier and any(earlier.account == able.account for able in able_people(task, people, office)):
            handover = Handover(case_number=case_number, task=task, account=earlier.account, at=at)
            hand_over(session, handover)


def _comes_back(step: Step) -> bool:
    return any(act.kind in APPLYING - {RequestReconsideration.kind} for act in step.acts)


def _of_offices(progress: Progress) -> list[UserTask]:
    return [task for task in progress.tasks if task.is_of_an_office and task.acts]


def _known(
    session: Session, case_number: str, tasks: list[UserTask], at: datetime
) -> tuple[Department, CasePeople]:
    office = read_office(session, {task.party for task in tasks}, shanghai_date(at))
    return office, people_in(session, case_number)
