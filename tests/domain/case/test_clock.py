"""The legal clock, whatever happens to it: the used budget is the working days on which its office held the case."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, WorkingCalendar
from domain.case.clock import Clock, Extension, Stop, StopKind, day_reached, used_working_days
from domain.case.terms import with_terms
from domain.case.turns import RungKind, TermAsked, Turn
from tests.fixtures.announcements import year_2027

BEGUN = date(2026, 12, 14)
"""Some days before a year whose calendar is not announced."""

UNANNOUNCED = WorkingCalendar(announced=range(2004, 2027))
ANNOUNCED = WorkingCalendar(announced=range(2004, 2027), loaded=(year_2027(),))
HELD = ("pause", "resume", "extend", "send_back", "come_back", "announce", "nothing")
MOVES = st.lists(st.sampled_from(HELD), min_size=1, max_size=90)


@dataclass
class Walk:
    """A term, day by day, as an office would live through it; counted by hand beside it."""

    turn: Turn
    calendar: WorkingCalendar = UNANNOUNCED
    today: date = BEGUN
    days: list[tuple[date, bool]] = field(default_factory=list)
    fired: list[tuple[RungKind, date]] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        assert self.turn.term is not None
        assert self.turn.term.clock is not None
        return self.turn.term.clock

    def noon(self) -> datetime:
        return datetime.combine(self.today, time(12), tzinfo=SHANGHAI)

    def reckon(self) -> None:
        (self.turn,) = with_terms((self.turn,), self.noon(), self.calendar)

    def do(self, move: str) -> None:
        stop = Stop(on=self.today, kind=StopKind.EXPERT, reason="审计")
        if move == "pause":
            self.turn = self.turn.with_clock(self.clock.stopped(stop))
        elif move == "resume":
            self.turn = self.turn.with_clock(self.clock.gone_on(self.today))
        elif move == "extend" and self.clock.extension is None:
            extension = Extension(on=self.today, working_days=10, reason="核对批复")
            self.turn = self.turn.with_clock(self.clock.extended(extension))
        elif move == "send_back":
            self.turn = self.turn.sent_back(stop)
            return  # its days are computed when it comes back
        elif move == "come_back" and self.turn.since is None:
            pass  # with_terms lets it go on
        elif move == "announce":
            self.calendar = ANNOUNCED
        if self.turn.since is not None or move == "come_back":
            self.reckon()

    def pass_a_day(self) -> None:
        """Night falls: rungs that are due ring, and the day is noted by whether it began with the office."""
        self.today += timedelta(days=1)
        midnight = datetime.combine(self.today, time(0), tzinfo=SHANGHAI)
        while self.turn.since is not None and (rung := self.turn.next_rung) and rung.at <= midnight:
            self.fired.append((rung.kind, self.today))
            self.turn = self.turn.fired(rung)
        self.days.append((self.today, self.clock.open_stop is None))

    def held(self) -> int:
        """Working days on which the office held the case, counted by hand."""
        return sum(bool(self.calendar.is_working_day(day)) for day, was_held in self.days if was_held)


def begun(working_days: int = 15, party: str = "commerce") -> Walk:
    asked = TermAsked(name="lead_review", label="牵头审核", working_days=working_days)
    walk = Walk(Turn(party=party, acts=("review",), asked=asked))
    walk.reckon()
    return walk


@settings(max_examples=150, deadline=None)
@given(moves=MOVES)
def test_the_used_budget_is_the_working_days_on_which_the_office_held_the_case(moves: list[str]) -> None:
    walk = begun()
    for move in moves:
        walk.do(move)
        walk.pass_a_day()
        assert used_working_days(walk.clock, walk.today, walk.calendar) == walk.held()


@settings(max_examples=150, deadline=None)
@given(moves=MOVES, working_days=st.integers(min_value=1, max_value=20))
def test_each_rung_rings_once_in_order_and_never_before_its_mark(moves: list[str], working_days: int) -> None:
    walk = begun(working_days)
    for move in moves:
        walk.do(move)
        walk.pass_a_day()
    for _ in range(80):  # whatever was open at the end goes on until everything has rung
        walk.do("come_back" if walk.turn.since is None else "resume")
        walk.pass_a_day()
    assert [kind for kind, _ in walk.fired] == [RungKind.REMIND, RungKind.ESCALATE]
    assert all(day > walk.clock.starts_on for _, day in walk.fired)


@settings(max_examples=150, deadline=None)
@given(moves=MOVES)
def test_nothing_is_due_before_it_began_and_a_term_is_due_when_its_budget_is_used(moves: list[str]) -> None:
    walk = begun()
    for move in moves:
        walk.do(move)
        walk.pass_a_day()
    due = day_reached(walk.clock, walk.clock.budget, walk.calendar)
    if due is None:
        assert walk.clock.open_stop is not None
        return
    assert due.on >= walk.clock.starts_on
    assert used_working_days(walk.clock, due.on, walk.calendar) >= walk.clock.budget
    before = due.on - timedelta(days=1)
    if before > walk.clock.starts_on and due.on not in {stop.until for stop in walk.clock.stops}:
        assert used_working_days(walk.clock, before, walk.calendar) < walk.clock.budget


def test_a_stop_on_the_last_day_leaves_the_day_on_which_it_goes_on() -> None:
    clock = Clock(starts_on=date(2026, 3, 2), working_days=3)
    stopped = clock.stopped(Stop(on=date(2026, 3, 5), kind=StopKind.APPLICANT))
    assert day_reached(stopped, 3, UNANNOUNCED) is None
    again = stopped.gone_on(date(2026, 3, 16))
    due = day_reached(again, 3, UNANNOUNCED)
    assert due is not None
    assert due.on == date(2026, 3, 16)


def test_a_term_that_was_over_before_it_was_stopped_stays_over() -> None:
    clock = Clock(starts_on=date(2026, 3, 2), working_days=3)
    stopped = clock.stopped(Stop(on=date(2026, 3, 9), kind=StopKind.APPLICANT)).gone_on(date(2026, 4, 1))
    due = day_reached(stopped, 3, UNANNOUNCED)
    assert due is not None
    assert due.on == date(2026, 3, 5)


def test_a_new_calendar_moves_the_day_and_takes_the_mark_of_provisional_off() -> None:
    walk = begun(40)
    term = walk.turn.term
    assert term is not None
    assert term.provisional
    walk.do("announce")
    moved = walk.turn.term
    assert moved is not None
    assert not moved.provisional
    # 13 days of December, 20 of January and the 31st, 1 to 4 February, then the 15th and 16th
    assert term.due_on != moved.due_on == date(2027, 2, 16)
