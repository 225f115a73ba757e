"""The legal clock (期限): a budget of working days and the ledger of its stops.

The budget is used up by the working days on which the office held the case. The day on which a stage begins is not
counted, the day on which it is stopped is (民法典 Art. 201): so a stop and a going on upon one day change nothing, and
stages add up whatever the days between them.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from domain.calendar import DueDate, WorkingCalendar
from domain.frozen import Frozen


class StopKind(StrEnum):
    """Why a clock stands still."""

    APPLICANT = "applicant"
    EXPERT = "expert"
    AWAITED = "awaited"
    UNDELIVERED = "undelivered"
    ENDED = "ended"


class Stop(Frozen):
    """A stage in which the clock stood still.

    Attributes:
        on: the day on which it stopped; that day still counts.
        until: the day on which it went on; None while it stands still.
        reason: in Chinese, for the applicant.
        working_days: after so many it goes on by itself; zero: when whatever it waits for has come.
    """

    on: date
    until: date | None = None
    kind: StopKind
    reason: str = ""
    working_days: int = 0


class Extension(Frozen):
    """The one extension (延期) of a term: granted when, by how many working days, and why."""

    on: date
    working_days: int
    reason: str


class Clock(Frozen):
    """A term as a budget.

    Attributes:
        starts_on: the first day, which is not counted.
        working_days: as promised, without the extension.
    """

    starts_on: date
    working_days: int
    extension: Extension | None = None
    stops: tuple[Stop, ...] = ()

    @property
    def budget(self) -> int:
        """Working days that the office has, the extension included."""
        return self.working_days + (self.extension.working_days if self.extension else 0)

    @property
    def open_stop(self) -> Stop | None:
        """The stop that lasts; None while the clock runs."""
        last = self.stops[-1] if self.stops else None
        return last if last and last.until is None else None

    def stopped(self, stop: Stop) -> "Clock":
        """The clock standing still; one that stands still already stays as it is."""
        return self if self.open_stop else self.model_copy(update={"stops": (*self.stops, stop)})

    def gone_on(self, on: date) -> "Clock":
        """The clock running again from a day on; one that runs stays as it is.

        Of the stops that began and ended upon one day the last stands for all, since none changes anything.
        """
        stop = self.open_stop
        if stop is None:
            return self
        ended, before = stop.model_copy(update={"until": max(on, stop.on)}), self.stops[:-1]
        if before and before[-1].until == ended.until == before[-1].on:
            before = before[:-1]
        return self.model_copy(update={"stops": (*before, ended)})

    def extended(self, extension: Extension) -> "Clock":
        """The clock with its one extension.

        Raises:
            ValueError: it was extended before.
        """
        if self.extension is not None:
            raise ValueError("a term is extended once")
        return self.model_copy(update={"extension": extension})

    def corrected(self, extension: Extension) -> "Clock":
        """The clock with another extension in place of the one that was granted wrongly."""
        return self.model_copy(update={"extension": extension})


def stages(clock: Clock) -> Iterator[tuple[date, date | None]]:
    """The stages in which the clock ran: from a day, not counted, to a day, counted; None: it runs."""
    begun = clock.starts_on
    for stop in clock.stops:
        yield begun, stop.on
        if stop.until is None:
            return
        begun = stop.until
    yield begun, None


def used_working_days(clock: Clock, on: date, calendar: WorkingCalendar) -> int:
    """How much of the budget was used up by the end of a day, in working days; may exceed the budget."""
    held = ((begun, on if end is None else min(end, on)) for begun, end in stages(clock))
    return sum(calendar.working_days_between(begun, end) for begun, end in held if end > begun)


def paused_working_days(clock: Clock, calendar: WorkingCalendar) -> int:
    """How many working days the pauses for experts and audits lasted that are over."""
    pauses = [stop for stop in clock.stops if stop.kind is StopKind.EXPERT and stop.until is not None]
    return sum(calendar.working_days_between(stop.on, stop.until) for stop in pauses if stop.until)


def day_reached(clock: Clock, working_days: int, calendar: WorkingCalendar) -> DueDate | None:
    """The day with whose end so many working days are used up; None when the clock stands still before that.

    A stop upon that very day comes before its end: the last day is then the one on which the clock goes on, or the next
    working day where that one is off.
    """
    left = working_days
    for begun, end in stages(clock):
        reached = calendar.add_working_days(begun, left) if left else calendar.working_day_from(begun)
        if end is None or reached.on < end:
            provisional = _is_provisional(clock.starts_on, reached.on, calendar)
            return DueDate(on=reached.on, provisional=provisional)
        left = max(left - calendar.working_days_between(begun, end), 0)
    return None


def _is_provisional(first: date, last: date, calendar: WorkingCalendar) -> bool:
    """Whether a year between two days is not announced yet."""
    years = range(first.year, last.year + 1)
    return any(not calendar.is_announced(year) for year in years)
