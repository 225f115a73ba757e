"""The morning round of the desks: alarms for those at which nobody can act, and the weekly digest of overdue work."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from temporalio import activity

from adapters.store.calendar.years import StoredCalendar
from adapters.store.cases.office_matters import OfficeMatter, overdue_turns
from adapters.store.mail.office_mail import queue_for_desk
from adapters.store.people.desk_alarms import Letterhead, raise_alarms
from adapters.store.people.desks import empty_desks
from adapters.store.reach import Engine
from adapters.store.writing import Session, transaction
from domain.calendar import WorkingCalendar, shanghai_date
from domain.case.turns import Turn
from domain.departments import party_name
from domain.desk_round import MAKE_ROUND, Round, RoundReport
from domain.office_mail import OfficeMailFacts, OfficeMailKind, case_line, week_key

Late = list[tuple[OfficeMatter, Turn]]


class DeskRounds:
    """The activity of the round.

    Args:
        engine: the store.
        calendar: counts working days; the years that were loaded into the store are added.
        letterhead: what mails to officials need of the installation.
        announce_mail: told after a commit that queued a mail.
    """

    def __init__(
        self,
        engine: Engine,
        calendar: WorkingCalendar,
        letterhead: Letterhead,
        announce_mail: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._calendars = StoredCalendar(calendar)
        self._letterhead = letterhead
        self._announce_mail = announce_mail

    @activity.defn(name=MAKE_ROUND)
    def make_round(self, asked: Round) -> RoundReport:
        """Make one morning's round. Alarms are raised once for turn and cause, the digest once for week and person."""
        today = shanghai_date(asked.at)
        if not self._calendars.now(self._engine).is_working_day(today):
            return RoundReport(is_working_day=False, digest_week=asked.digest_week)
        with transaction(self._engine) as writing:
            self._alarm(writing, today, asked.at)
        report = RoundReport(is_working_day=True, digest_week=week_key(today))
        if asked.digest_week != report.digest_week:
            with transaction(self._engine) as writing:
                report = self._write_digest(writing, asked.at, report)
        self._announce_mail()
        return report

    def _alarm(self, writing: Session, today: date, at: datetime) -> None:
        calendar = self._calendars.at(writing)
        raise_alarms(writing, empty_desks(writing, today), at, calendar, self._letterhead)

    def _write_digest(self, writing: Session, at: datetime, report: RoundReport) -> RoundReport:
        """One mail to each person of each desk that is late; nothing to the others."""
        late = overdue_turns(writing, shanghai_date(at))
        by_party: dict[str, Late] = defaultdict(list)
        for matter, turn in late:
            by_party[turn.party].append((matter, turn))
        written = sum(
            queue_for_desk(
                writing,
                party,
                self._digest(party, turns, at),
                f"{report.digest_week}/{party}",
                self._letterhead.mail_domain,
            )
            for party, turns in by_party.items()
        )
        return report.model_copy(update={"overdue": len(late), "digests": written})

    def _digest(self, party: str, turns: Late, at: datetime) -> OfficeMailFacts:
        today = shanghai_date(at)
        lines = (
            case_line(
                matter.plan,
                matter.progress,
                turn,
                today=today,
                calendar=self._calendars.known,
                public_url=self._letterhead.public_url,
            )
            for matter, turn in turns
        )
        return OfficeMailFacts(
            kind=OfficeMailKind.WEEKLY_DIGEST,
            department=party_name(party, today),
            at=at,
            cases=tuple(lines),
        )
