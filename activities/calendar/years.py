"""Taking a change of the calendar to the cases: finding those whose terms move, and telling their offices."""

from collections.abc import Iterator
from datetime import datetime

from temporalio import activity

from activities.office import CaseOffice
from activities.verbs import house_verb
from adapters.store.calendar.moves import PartyLine, finish_move, lines_of, note_case, open_matters
from adapters.store.cases.office_matters import OfficeMatter
from adapters.store.mail.office_mail import queue_for_desk
from adapters.store.writing import Session, transaction
from domain.calendar import shanghai_date
from domain.calendar_years.move import (
    FIND_MOVED_CASES,
    FINISH_CALENDAR_MOVE,
    MAIL_MOVED_TERMS,
    MovedAsked,
    MovedMails,
    MovedPage,
    moved_progress,
    office_moves,
)
from domain.case.record.steps import Progress
from domain.departments import party_name
from domain.office_mail import OfficeMailCase, OfficeMailFacts, OfficeMailKind, case_line
from domain.verb import Done

PAGE = 200
"""Open cases looked at in one transaction; each takes a few milliseconds of arithmetic."""


@house_verb(FIND_MOVED_CASES)
def find_moved_cases(office: CaseOffice, asked: MovedAsked) -> MovedPage:
    """A page of the cases whose terms come out differently. Effect: each is noted, once for version and case."""
    with transaction(office.engine) as session:
        counting = office.within(session)
        matters, after = open_matters(session, asked.move.after, PAGE)
        moved = [each for each in matters if _is_noted(counting, session, asked, each)]
    return MovedPage(cases=tuple(each.plan.case_number for each in moved), after=after)


def _is_noted(office: CaseOffice, session: Session, asked: MovedAsked, matter: OfficeMatter) -> bool:
    """Note a case of which a day changes; False when none does."""
    after = moved_progress(matter.progress, asked.at, office.calendar)
    if after is None:
        return False
    lines = _lines(office, matter, after, asked.at)
    note_case(session, asked.move.version, matter.plan.case_number, asked.move.round, asked.at, lines)
    return True


def _lines(office: CaseOffice, matter: OfficeMatter, after: Progress, at: datetime) -> Iterator[PartyLine]:
    for task, due_before in office_moves(matter.progress, after):
        line = case_line(
            matter.plan,
            after,
            task,
            today=shanghai_date(at),
            calendar=office.calendar,
            public_url=office.letterhead.public_url,
        )
        yield PartyLine(party=task.party, line=line.model_copy(update={"due_before": due_before}))


@house_verb(MAIL_MOVED_TERMS)
def mail_moved_terms(office: CaseOffice, asked: MovedAsked) -> MovedMails:
    """Queue one mail to each official whose terms move, with all of them. Once for version, round and account."""
    with transaction(office.engine) as session:
        found = lines_of(session, asked.move.version, asked.move.round)
        mails = sum(_mail(office, session, asked, party, lines) for party, lines in found.items())
    if mails:
        office.announcer.mail()
    return MovedMails(mails=mails)


def _mail(
    office: CaseOffice,
    session: Session,
    asked: MovedAsked,
    party: str,
    lines: list[OfficeMailCase],
) -> int:
    facts = OfficeMailFacts(
        kind=OfficeMailKind.CALENDAR_MOVED,
        department=party_name(party, shanghai_date(asked.at)),
        at=asked.at,
        cases=tuple(lines),
        calendar=asked.move.occasion,
    )
    matter = f"calendar/{asked.move.version}/{asked.move.round}"
    return queue_for_desk(session, party, facts, matter, office.letterhead.mail_domain)


@house_verb(FINISH_CALENDAR_MOVE)
def finish_calendar_move(office: CaseOffice, asked: MovedAsked) -> Done:
    """Write down that the change has reached the cases, or how many it has not; the first time that it has stays."""
    move = asked.move
    if move.told:
        activity.logger.error("%d cases did not follow change %d of the calendar", move.told, move.version)
    with transaction(office.engine) as session:
        finish_move(session, move.version, move.mails, move.told, asked.at)
    return Done()
