"""Alarms of empty desks: kept once for task and cause, chained, and written to the department's head in one mail.

Where none of those who were told can see to it any more, the alarm is raised again to whoever can.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import select

from adapters.store.audit.chain import append
from adapters.store.mail.office_mail import queue_office_mail
from adapters.store.people.desks import administrators
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.people import DeskAlarm
from adapters.store.writing import Session
from domain.audit.canonical import digest_of
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.record.plan import CasePlan
from domain.case.record.steps import Progress
from domain.case.user_tasks import UserTask
from domain.departments import party_name
from domain.frozen import Frozen
from domain.office_mail import (
    OfficeMailCase,
    OfficeMailFacts,
    OfficeMailKind,
    case_line,
    office_message_id,
)
from domain.people.availability import EmptyDesk
from domain.people.person import Person


class Letterhead(Frozen):
    """What a mail to an official needs of the installation."""

    public_url: str
    mail_domain: str


class EmptyDeskAlarm(Frozen):
    """One alarm, new, and whom it goes to."""

    id: str
    empty: EmptyDesk
    told: tuple[Person, ...]


def raise_alarms(
    session: Session,
    empties: Iterable[EmptyDesk],
    at: datetime,
    calendar: WorkingCalendar,
    letterhead: Letterhead,
) -> bool:
    """Keep the alarms that are new, and queue one mail for each head, or administrator, with all that concern that one.

    In the transaction of what emptied the desks; those who call write to the house chain afterwards.

    Returns:
        Whether a mail was queued: then the post office is to be told after the commit.
    """
    ordered = sorted(empties, key=lambda empty: (empty.case_number, empty.task.party, empty.task.acts))
    alarms = [alarm for empty in ordered if (alarm := _new_alarm(session, empty, at)) is not None]
    by_post: dict[tuple[str, str], list[EmptyDeskAlarm]] = defaultdict(list)
    people: dict[str, Person] = {}
    for alarm in alarms:
        for person in alarm.told:
            people[person.account] = person
            by_post[alarm.empty.task.party, person.account].append(alarm)
    queued = [
        _write(session, people[account], party, concerned, at, calendar, letterhead)
        for (party, account), concerned in by_post.items()
    ]
    return any(queued)


def _new_alarm(session: Session, empty: EmptyDesk, at: datetime) -> EmptyDeskAlarm | None:
    """The alarm of an empty desk, kept; None where somebody who can still see to it was told before."""
    told = empty.heads or administrators(session)
    identifier = _identifier(session, empty, told)
    if identifier is None:
        return None
    task, accounts = empty.task, [person.account for person in told]
    place: dict[str, Any] = {"party": task.party, "acts": list(task.acts), "subject": task.subject}
    session.add(
        DeskAlarm(
            id=identifier, case_number=empty.case_number, words=empty.words, told=accounts, at=at, **place
        )
    )
    append(
        session,
        chain=empty.case_number,
        at=at,
        party=task.party,
        action="desk:empty",
        subject=identifier,
        after={**place, "causes": list(empty.causes), "told": accounts},
    )
    return EmptyDeskAlarm(id=identifier, empty=empty, told=told)


def _identifier(session: Session, empty: EmptyDesk, told: tuple[Person, ...]) -> str | None:
    """The id of an alarm, of task and cause; of its readers as well where none of those told first can see to it now."""
    task, accounts = empty.task, sorted(person.account for person in told)
    since = task.since.isoformat() if task.since else ""
    matter = [empty.case_number, task.party, list(task.acts), task.subject, since, list(empty.causes)]
    identifier = digest_of({"matter": matter})[:32]
    first = session.get(DeskAlarm, identifier)
    if first is None:
        return identifier
    again = digest_of({"matter": matter, "told": accounts})[:32]
    is_told = not accounts or not set(accounts).isdisjoint(first.told)
    return None if is_told or session.get(DeskAlarm, again) is not None else again


def _write(
    session: Session,
    person: Person,
    party: str,
    alarms: list[EmptyDeskAlarm],
    at: datetime,
    calendar: WorkingCalendar,
    letterhead: Letterhead,
) -> bool:
    """One mail to one person about every task of a desk that is empty now."""
    kind, today = OfficeMailKind.EMPTY_DESK, shanghai_date(at)
    matter = digest_of({"alarms": [alarm.id for alarm in alarms]})
    message_id = office_message_id(kind, matter, person.account, letterhead.mail_domain)
    lines = [
        line_of(session, alarm.empty.case_number, alarm.empty.task, at, calendar, letterhead, reason)
        for alarm in alarms
        if (reason := f"本岗位人员均不能办理：{alarm.empty.words}。")
    ]
    facts = OfficeMailFacts(
        kind=kind, department=party_name(party, today), at=at, cases=tuple(filter(None, lines))
    )
    return queue_office_mail(session, message_id, person.email, facts, at)


def line_of(
    session: Session,
    case_number: str,
    task: UserTask,
    at: datetime,
    calendar: WorkingCalendar,
    letterhead: Letterhead,
    reason: str,
) -> OfficeMailCase | None:
    """A case as a mail to an official lists it."""
    asked = select(CaseFile.plan, CaseFile.progress).where(CaseFile.number == case_number)
    plan, progress = session.exec(asked).one()
    if not plan or not progress:
        return None
    stands = Progress.model_validate(progress)
    whole = next((each for each in stands.tasks if _same(each, task)), task)
    return case_line(
        CasePlan.model_validate(plan),
        stands,
        whole,
        today=shanghai_date(at),
        calendar=calendar,
        public_url=letterhead.public_url,
        reason=reason,
    )


def _same(one: UserTask, other: UserTask) -> bool:
    return (one.party, one.acts, one.subject) == (other.party, other.acts, other.subject)
