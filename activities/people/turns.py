"""Telling officials of their turns: kept when a turn opens, written at the next half hour or in the morning, as each chooses."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from activities.entering import Entered
from activities.office import CaseOffice
from activities.verbs import house_verb
from adapters.store.mail.office_mail import queue_office_mail, readers_of_desk
from adapters.store.people.case_people import case_people
from adapters.store.people.desk_alarms import line_of
from adapters.store.people.desks import people_by_account
from adapters.store.people.turns import Turn, add_turn, choices_of, take_turns, tasks_due_on
from adapters.store.writing import Session, after_commit, transaction
from domain.calendar import shanghai_date
from domain.departments import party_name
from domain.desk_round import WRITE_TURNS, TurnReport, Turns
from domain.office_mail import OfficeMailFacts, OfficeMailKind, office_message_id
from domain.people.availability import CasePeople, has_left
from domain.people.notifications import Pace


def keep_turns(entered: Entered) -> None:
    """Keep whom to tell of the turns that a step has opened."""
    session, at = entered.session, entered.step.at
    opened = [
        task
        for task in entered.progress.tasks
        if task.since == at and task.is_of_an_office and task.acts and not task.standing
    ]
    readers = {party: readers_of_desk(session, party) for party in {task.party for task in opened}}
    choices = choices_of(session, {person.account for each in readers.values() for person in each})
    for task in opened:
        for person in readers[task.party]:
            pace = choices[person.account].turn
            if pace is not Pace.NEVER and person.email:
                turn = Turn(account=person.account, case_number=entered.case.number, task=task)
                add_turn(session, turn, pace)
    if opened:
        after_commit(session, entered.office.announcer.turn)


@house_verb(WRITE_TURNS)
def write_turns(office: CaseOffice, asked: Turns) -> TurnReport:
    """Write to whoever wants to hear at once: one mail a person for all that has opened since the last half hour."""
    with transaction(office.engine) as session:
        turns, has_more = take_turns(session, Pace.AT_ONCE)
        mails = _write(office.within(session), session, OfficeMailKind.TURN_OPENED, turns, asked.at)
    if mails:
        office.announcer.mail()
    return TurnReport(mails=mails, has_more=has_more)


def write_in_the_morning(office: CaseOffice, session: Session, at: datetime) -> int:
    """What opened since yesterday for those who want one mail a day, and every task whose last day is the next one worked.

    Returns:
        How many mails were queued.
    """
    turns, has_more = take_turns(session, Pace.DAILY)
    while has_more:
        more, has_more = take_turns(session, Pace.DAILY)
        turns += more
    due = _due(session, office, at)
    return _write(office, session, OfficeMailKind.DAILY_TURNS, turns + due[Pace.DAILY], at) + _write(
        office, session, OfficeMailKind.LAST_DAY, due[Pace.AT_ONCE], at
    )


def _due(session: Session, office: CaseOffice, at: datetime) -> dict[Pace, list[Turn]]:
    """Whom to tell of the tasks whose last day is the next working day, by how they want to hear of it."""
    due = tasks_due_on(session, office.calendar.add_working_days(shanghai_date(at), 1).on)
    readers = {party: readers_of_desk(session, party) for party in {task.party for _, task in due}}
    choices = choices_of(session, {person.account for each in readers.values() for person in each})
    found: dict[Pace, list[Turn]] = defaultdict(list)
    for case_number, task in due:
        for person in readers[task.party]:
            turn = Turn(account=person.account, case_number=case_number, task=task)
            found[choices[person.account].last_day].append(turn)
    return found


def _write(
    office: CaseOffice, session: Session, kind: OfficeMailKind, turns: Iterable[Turn], at: datetime
) -> int:
    """One mail to each person of each desk; nobody is told of a case that the person has left."""
    by_reader: dict[tuple[str, str], list[Turn]] = defaultdict(list)
    for turn in turns:
        by_reader[turn.account, turn.task.party].append(turn)
    people = people_by_account(session, {account for account, _ in by_reader})
    cases = case_people(session, {turn.case_number for each in by_reader.values() for turn in each})
    queued = 0
    for (account, party), of_reader in by_reader.items():
        person = people.get(account)
        if person is None:
            continue
        lines = (
            line_of(session, turn.case_number, turn.task, at, office.calendar, office.letterhead, "")
            for turn in dict.fromkeys(of_reader)
            if not has_left(person, cases.get(turn.case_number) or CasePeople(case_number=turn.case_number))
        )
        shown = tuple(line for line in lines if line)
        facts = OfficeMailFacts(
            kind=kind, department=party_name(party, shanghai_date(at)), at=at, cases=shown
        )
        message_id = office_message_id(
            kind, f"{party}/{at.isoformat()}", account, office.letterhead.mail_domain
        )
        queued += bool(shown) and queue_office_mail(session, message_id, person.email, facts, at)
    return queued
