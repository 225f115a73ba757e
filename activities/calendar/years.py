"""Taking a loaded year of the calendar to the cases: finding those whose terms move, and telling their offices."""

from collections.abc import Iterator
from datetime import datetime

from temporalio import activity

from activities.verbs import Done, Verbs
from adapters.store.calendar.moves import PartyLine, finish_move, lines_of, note_case, open_matters
from adapters.store.calendar.years import read_version
from adapters.store.cases.office_matters import OfficeMatter
from adapters.store.mail.office_mail import queue_for_desk
from adapters.store.writing import Session, transaction
from domain.calendar import WorkingCalendar, shanghai_date
from domain.calendar_move import (
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
from domain.office_mail import CaseLine, OfficeMailFacts, OfficeMailKind, case_line

PAGE = 200
"""Open cases looked at in one transaction; each takes a few milliseconds of arithmetic."""


class CalendarRecords(Verbs):
    """The verbs of a loaded year."""

    @activity.defn(name=FIND_MOVED_CASES)
    def find_moved_cases(self, asked: MovedAsked) -> MovedPage:
        """A page of the cases whose terms come out differently. Effect: each is noted, once for version and case."""
        with transaction(self.engine) as writing:
            calendar = self.calendars.at(writing)
            matters, after = open_matters(writing, asked.move.after, PAGE)
            moved = [each for each in matters if self._is_noted(writing, asked, each, calendar)]
        return MovedPage(cases=tuple(each.plan.case_number for each in moved), after=after)

    def _is_noted(
        self, writing: Session, asked: MovedAsked, matter: OfficeMatter, calendar: WorkingCalendar
    ) -> bool:
        """Note a case of which a day changes; False when none does."""
        after = moved_progress(matter.progress, asked.at, calendar)
        if after is None:
            return False
        lines = self._lines(matter, after, asked.at, calendar)
        note_case(writing, asked.move.version, matter.plan.case_number, asked.move.round, asked.at, lines)
        return True

    def _lines(
        self, matter: OfficeMatter, after: Progress, at: datetime, calendar: WorkingCalendar
    ) -> Iterator[PartyLine]:
        for turn, due_before in office_moves(matter.progress, after):
            line = case_line(
                matter.plan,
                after,
                turn,
                today=shanghai_date(at),
                calendar=calendar,
                public_url=self.public_url,
            )
            yield PartyLine(party=turn.party, line=line.model_copy(update={"due_before": due_before}))

    @activity.defn(name=MAIL_MOVED_TERMS)
    def mail_moved_terms(self, asked: MovedAsked) -> MovedMails:
        """Queue one mail to each official whose terms move, with all of them. Once for version, round and account."""
        with transaction(self.engine) as writing:
            announced = read_version(writing, asked.move.version)
            told = f"{announced.source.title}（{announced.source.number}）" if announced else ""
            found = lines_of(writing, asked.move.version, asked.move.round)
            mails = sum(self._mail(writing, asked, party, lines, told) for party, lines in found.items())
        if mails:
            self.announce_mail()
        return MovedMails(mails=mails)

    def _mail(self, writing: Session, asked: MovedAsked, party: str, lines: list[CaseLine], told: str) -> int:
        facts = OfficeMailFacts(
            kind=OfficeMailKind.CALENDAR_MOVED,
            department=party_name(party, shanghai_date(asked.at)),
            at=asked.at,
            cases=tuple(lines),
            calendar=told,
        )
        matter = f"calendar/{asked.move.version}/{asked.move.round}"
        return queue_for_desk(writing, party, facts, matter, self.mail_domain)

    @activity.defn(name=FINISH_CALENDAR_MOVE)
    def finish_calendar_move(self, asked: MovedAsked) -> Done:
        """Write down that the load has reached the cases, or how many it has not; the first time that it has stays."""
        move = asked.move
        if move.told:
            activity.logger.error("%d cases did not follow the calendar of %d", move.told, move.year)
        with transaction(self.engine) as writing:
            finish_move(writing, move.version, move.mails, move.told, asked.at)
        return Done()
