"""The morning round of the desks: alarms for those at which nobody can act, and the weekly digest of overdue work."""

from collections import defaultdict
from datetime import datetime

from activities.office import CaseOffice
from activities.people.experts import remind_experts
from activities.people.turns import write_in_the_morning
from activities.verbs import house_verb
from adapters.store.alarms import close_alarm, raise_alarm
from adapters.store.cases.office_matters import OfficeMatter, overdue_tasks
from adapters.store.mail.office_mail import queue_for_desk
from adapters.store.notices.outside import forget_unconfirmed
from adapters.store.people.desk_alarms import raise_alarms
from adapters.store.people.desks import empty_desks
from adapters.store.personal_data.masking import mask_what_is_due
from adapters.store.writing import Session, transaction
from domain.alarms import AlarmKind
from domain.calendar import shanghai_date
from domain.case.user_tasks import UserTask
from domain.departments import party_name
from domain.desk_round import (
    LEFT_TO_TOMORROW,
    MAKE_ROUND,
    TELL_OF_WHAT_WAS_LEFT,
    Left,
    LeftReport,
    Round,
    RoundReport,
)
from domain.office_mail import OfficeMailFacts, OfficeMailKind, case_line, week_key

MASKED_A_MORNING = 50
"""Cases whose personal data has come to its term; those of a whole year take some mornings, so that a round stays short."""

GIVEN_UP = "今日巡查中此项多次失败，已经停止重试，其余事项照常办理。"
WELL_AGAIN = "此项已经办完。"

Late = list[tuple[OfficeMatter, UserTask]]


@house_verb(MAKE_ROUND)
def make_round(office: CaseOffice, asked: Round) -> RoundReport:
    """Make one morning's round. Alarms are raised once for task and cause, the digest once for week and person."""
    today = shanghai_date(asked.at)
    if not office.calendars.now(office.engine).is_working_day(today):
        return RoundReport(is_working_day=False, digest_week=asked.digest_week)
    with transaction(office.engine) as session:
        calendar = office.calendars.at(session)
        raise_alarms(session, empty_desks(session, today), asked.at, calendar, office.letterhead)
    mask_what_is_due(office.engine, office.vault.erase, asked.at, MASKED_A_MORNING)
    with transaction(office.engine) as session:
        forget_unconfirmed(session)
        write_in_the_morning(office.within(session), session, asked.at)
        remind_experts(session, office.letterhead, calendar.add_working_days(today, 1).on, asked.at)
    report = RoundReport(is_working_day=True, digest_week=week_key(today))
    if asked.digest_week != report.digest_week:
        with transaction(office.engine) as session:
            report = _write_digest(office.within(session), session, asked.at, report)
    office.announcer.mail()
    return report


@house_verb(TELL_OF_WHAT_WAS_LEFT)
def tell_of_what_was_left(office: CaseOffice, asked: Left) -> LeftReport:
    """An alarm for each, once; those of what went well again are closed."""
    kind, told = AlarmKind.ROUND_LEFT, 0
    with transaction(office.engine) as session:
        for activity, words in LEFT_TO_TOMORROW.items():
            if activity in asked.activities:
                told += raise_alarm(session, office.letterhead, kind, words, GIVEN_UP, asked.at)
            else:
                close_alarm(session, kind, words, WELL_AGAIN, asked.at)
    office.announcer.mail()
    return LeftReport(alarms=told)


def _write_digest(office: CaseOffice, session: Session, at: datetime, report: RoundReport) -> RoundReport:
    """One mail to each person of each desk that is late; nothing to the others."""
    late = overdue_tasks(session, shanghai_date(at))
    by_party: dict[str, Late] = defaultdict(list)
    for matter, task in late:
        by_party[task.party].append((matter, task))
    written = sum(
        queue_for_desk(
            session,
            party,
            _digest(office, party, tasks, at),
            f"{report.digest_week}/{party}",
            office.letterhead.mail_domain,
        )
        for party, tasks in by_party.items()
    )
    return report.model_copy(update={"overdue": len(late), "digests": written})


def _digest(office: CaseOffice, party: str, tasks: Late, at: datetime) -> OfficeMailFacts:
    today = shanghai_date(at)
    lines = (
        case_line(
            matter.plan,
            matter.progress,
            task,
            today=today,
            calendar=office.calendar,
            public_url=office.letterhead.public_url,
        )
        for matter, task in tasks
    )
    return OfficeMailFacts(
        kind=OfficeMailKind.WEEKLY_DIGEST,
        department=party_name(party, today),
        at=at,
        cases=tuple(lines),
    )
