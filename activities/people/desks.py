"""Whose desks the open turns of a case land on: taken turns that come back go to the same person, empty desks raise an alarm."""

from datetime import datetime

from activities.verbs import Verbs
from adapters.store.cases.file import FiledCase
from adapters.store.people.assignments import Handover, forget_assignments, hand_over
from adapters.store.people.case_people import people_in
from adapters.store.people.desk_alarms import Letterhead, raise_alarms
from adapters.store.people.desks import read_office
from adapters.store.writing import Session, after_commit
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.record.steps import Progress, Step
from domain.case.roles import APPLYING
from domain.case.turns import Turn
from domain.people.desk import CasePeople, Office, able_people, empty_desk


def attend_desks(verbs: Verbs, writing: Session, case: FiledCase, step: Step, progress: Progress) -> None:
    """Look at the desks of the turns that are open after a step, in the step's own transaction."""
    if progress.final:
        forget_assignments(writing, case.number)
        return
    if _comes_back(step):
        _hand_back(writing, case.number, progress, step.at)
    letterhead = Letterhead(public_url=verbs.public_url, mail_domain=verbs.mail_domain)
    if alarm_empty_desks(writing, case.number, progress, step.at, verbs.calendar, letterhead):
        after_commit(writing, verbs.announce_mail)


def alarm_empty_desks(
    writing: Session,
    case_number: str,
    progress: Progress,
    at: datetime,
    calendar: WorkingCalendar,
    letterhead: Letterhead,
) -> bool:
    """Raise an alarm for each open turn of a case at whose desk nobody can act; once for turn and cause.

    Returns:
        Whether an alarm was put into the outbox.
    """
    turns = _of_offices(progress)
    if not turns:
        return False
    office, people = _known(writing, case_number, turns, at)
    found = (empty_desk(turn, people, office) for turn in turns)
    return raise_alarms(writing, [empty for empty in found if empty], at, calendar, letterhead)


def _hand_back(writing: Session, case_number: str, progress: Progress, at: datetime) -> None:
    """A step that the applicant had to supplement goes back to whoever had it, if that person can still act."""
    turns = [turn for turn in _of_offices(progress) if turn.since == at]
    if not turns:
        return
    office, people = _known(writing, case_number, turns, at)
    for turn in turns:
        earlier = next((each for each in people.assignments if each.is_of_step(turn)), None)
        if earlier and any(earlier.account == able.account for able in able_people(turn, people, office)):
            handover = Handover(case_number=case_number, turn=turn, account=earlier.account, at=at)
            hand_over(writing, handover)


def _comes_back(step: Step) -> bool:
    return any(act.kind in APPLYING - {"request_reconsideration"} for act in step.acts)


def _of_offices(progress: Progress) -> list[Turn]:
    return [turn for turn in progress.turns if turn.is_of_an_office and turn.acts]


def _known(writing: Session, case_number: str, turns: list[Turn], at: datetime) -> tuple[Office, CasePeople]:
    office = read_office(writing, {turn.party for turn in turns}, shanghai_date(at))
    return office, people_in(writing, case_number)
