"""A case whose term is paused, sent back, extended and moved, lived through by the product's own functions.

Beside it runs a ledger on paper. What either says after a night is to be the same.
"""

from datetime import date, datetime, time
from typing import Any

from domain.calendar import SHANGHAI, WorkingCalendar
from domain.case.acts.act import Act
from domain.case.acts.time import ExtendTerm, PauseClock, ResumeClock
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.roles import Actor, Role
from domain.case.time.case_clocks import CaseStanding, case_clocks
from domain.case.time.clock import Stop, StopKind
from domain.case.time.term_acts import against_change, changed_terms
from domain.case.time.terms import WHOLE_CASE, with_terms
from domain.case.user_tasks import Term, TermAsked, TimerEvent, TimerEventKind, UserTask
from domain.departments import APPLICANT
from tests.domain.case.paper_ledger import A_DAY, PaperLedger

LEAD = "commerce"
EXTENSION = 10
PROMISED = 25
"""Of the whole case; shorter than the policy's, so that a walk comes to its end."""

Rang = list[tuple[TimerEventKind, date]]


class HeldCase:
    """One term of a party, and the promise for the whole case beside it.

    Attributes:
        task: the party's; not open while the case ``is_away``.
        paper: the term as it is kept by hand.
        rang: by term, what rang with the end of which day; ``expected`` is the same by hand.
        is_asleep: no worker is up: nothing rings, and nobody can act.
    """

    def __init__(self, begun: date, working_days: int, calendar: WorkingCalendar, party: str = LEAD) -> None:
        self.today, self.calendar, self.budget = begun, calendar, working_days
        self.paper = PaperLedger(begun, calendar)
        asked = TermAsked(name="term", label="期限", working_days=working_days)
        self.task = UserTask(party=party, acts=("review",), asked=asked)
        self.clocks: tuple[UserTask, ...] = ()
        self.is_away = self.is_asleep = False
        self.rang: dict[str, Rang] = {"term": [], WHOLE_CASE: []}
        self.expected: dict[str, Rang] = {"term": [], WHOLE_CASE: []}
        self._record(Event.ACCEPTED, self._at(12))

    @property
    def open_tasks(self) -> tuple[UserTask, ...]:
        """The open tasks: while the case is away, one of the applicant, whose days are not looked at here."""
        return (UserTask(party=APPLICANT, acts=("supplement",)),) if self.is_away else (self.task,)

    @property
    def term(self) -> Term:
        """The party's term."""
        assert self.task.term is not None
        return self.task.term

    @property
    def promise(self) -> Term:
        """The term of the whole case."""
        assert self.clocks[0].term is not None
        return self.clocks[0].term

    def marks(self) -> dict[str, list[tuple[TimerEventKind, int]]]:
        """After how many used working days what is to ring."""
        if self.task.party == APPLICANT:
            reminder = [(TimerEventKind.REMIND, self.budget - 3)] if self.budget > 3 else []
            return {"term": [*reminder, (TimerEventKind.LAPSE, self.budget)]}
        office = [(TimerEventKind.REMIND, self.budget), (TimerEventKind.ESCALATE, self.budget + 3)]
        return {
            "term": office,
            WHOLE_CASE: [(TimerEventKind.REMIND, PROMISED - 10), (TimerEventKind.ESCALATE, PROMISED)],
        }

    # What people do.

    def pause(self, limit: int) -> None:
        """Wait for an expert, for so many working days at most."""
        if self._is_done(PauseClock(**self._signed(), working_days=limit), Event.CLOCK_PAUSED):
            self.paper.stop(self.today, limit)

    def resume(self) -> None:
        """Go on before the pause is over."""
        if self._is_done(ResumeClock(**self._signed()), Event.CLOCK_RESUMED):
            self.paper.go_on(self.today)

    def extend(self) -> None:
        """Give the term its one extension."""
        act = ExtendTerm(**self._signed(), whose=self.task.party, working_days=EXTENSION)
        if self._is_done(act, Event.TERM_EXTENDED):
            self.budget += EXTENSION

    def send_back(self) -> None:
        """Have the applicant supplement."""
        if self.is_away or self.is_asleep:
            return
        self.task = self.task.sent_back(Stop(on=self.today, kind=StopKind.APPLICANT, reason="补正"))
        self.is_away = True
        self._record(Event.RETURNED, self._at(12))
        self.paper.stop(self.today)

    def come_back(self) -> None:
        """The supplement has come: the same task opens again."""
        if not self.is_away or self.is_asleep:
            return
        self.is_away = False
        self._record(Event.SUPPLEMENTED, self._at(12))
        self.paper.go_on(self.today)

    def follow(self, calendar: WorkingCalendar) -> None:
        """A year is announced, or corrected; a case without a worker follows when it wakes."""
        self.calendar = self.paper.calendar = calendar
        if not self.is_asleep:
            self._record(None, self._at(12))

    def sleep(self) -> None:
        """The worker is gone."""
        self.is_asleep = True

    def wake(self) -> None:
        """A worker is back: the case follows the calendar, and whatever was due rings."""
        if self.is_asleep:
            self.is_asleep = False
            self._record(None, self._at(11))
            self._ring(self._at(11))

    def pass_a_day(self) -> None:
        """Midnight, and what it brings."""
        self.today += A_DAY
        if not self.is_asleep:
            self._ring(self._at(0))

    # What the product makes of it.

    def _at(self, hour: int) -> datetime:
        return datetime.combine(self.today, time(hour), tzinfo=SHANGHAI)

    def _signed(self) -> dict[str, Any]:
        by = Actor(account="a", role=Role.OFFICIAL, party=LEAD)
        return {"id": "a", "by": by, "reason": "委托审计"}

    def _is_done(self, act: Act, event: Event) -> bool:
        """Do an act on the open tasks; False when it is refused."""
        if self.is_asleep:
            return False
        whose = act.whose if isinstance(act, ExtendTerm) else ""
        if list(against_change(type(act), act.by.party, whose, self.open_tasks, LEAD, self.today)):
            return False
        (self.task,) = changed_terms(act, self.open_tasks, self.today)
        self._record(event, self._at(12))
        return True

    def _record(self, event: Event | None, at: datetime, went_on: date | None = None) -> None:
        """As the store is told: the days of the open tasks, and the clocks of the case."""
        tasks = with_terms(self.open_tasks, at, self.calendar)
        if not self.is_away:
            (self.task,) = tasks
        now = CaseStanding(lead=LEAD, stage=Stage.LEAD_REVIEW, event=event, tasks=tasks, went_on=went_on)
        asked = TermAsked(name=WHOLE_CASE, label="全程办理", working_days=PROMISED)
        self.clocks = case_clocks(self.clocks, now, {WHOLE_CASE: asked}, at, self.calendar)

    def _ring(self, at: datetime) -> None:
        """Whatever is due rings, the earliest first; then the same by hand."""
        while due := self._due_timer_event(at):
            self._ring_one(*due, at)
        self._ring_by_hand(self.today - A_DAY)

    def _due_timer_event(self, at: datetime) -> tuple[UserTask, TimerEvent] | None:
        tasks = self.clocks if self.is_away else (self.task, *self.clocks)
        due = [
            (task, task.next_timer_event)
            for task in tasks
            if task.next_timer_event and task.next_timer_event.at <= at
        ]
        return min(due, key=lambda pair: pair[1].at, default=None)

    def _ring_one(self, task: UserTask, timer_event: TimerEvent, at: datetime) -> None:
        fired = task.fired(timer_event)
        assert fired.term is not None
        if task is self.task:
            self.task = fired
        else:
            self.clocks = (fired,)
        if timer_event.kind is not TimerEventKind.RESUME:
            self.rang[fired.term.name].append((timer_event.kind, timer_event.ends))
            self._record(None, at)
        else:
            assert fired.term.clock is not None
            self._record(Event.CLOCK_RESUMED, at, fired.term.clock.stops[-1].until)

    def _ring_by_hand(self, ended: date) -> None:
        """A pause ends with its last day; of a term that runs, every mark that is reached rings, in order."""
        self.paper.end_pause(ended)
        for name, marks in {} if self.paper.open_stop else self.marks().items():
            done = self.expected[name]
            for kind, mark in marks[len(done) :]:
                due = self.paper.due(mark)
                if due is None or due > ended:
                    break
                done.append((kind, due))
