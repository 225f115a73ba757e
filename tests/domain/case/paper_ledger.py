"""What people would keep of a term on paper: a list of stops, and for every question a look at each single day.

Nothing here adds stages up or knows a product's clock: it is what the clock is compared with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.calendar import WorkingCalendar

A_DAY = timedelta(days=1)
FAR = timedelta(days=150)


@dataclass
class Noted:
    """A stop: from the end of a day to the end of another; ``limit`` working days at most, where it has one."""

    on: date
    until: date | None = None
    limit: int = 0


@dataclass
class PaperLedger:
    """One term: when it began, and when it stood still."""

    begun: date
    calendar: WorkingCalendar
    stops: list[Noted] = field(default_factory=list)

    @property
    def open_stop(self) -> Noted | None:
        """The stop that lasts."""
        return next((stop for stop in self.stops if stop.until is None), None)

    def stop(self, on: date, limit: int = 0) -> None:
        """Note a stop; whatever stood still before for another reason does so no longer."""
        self.go_on(on)
        self.stops.append(Noted(on, limit=limit))

    def go_on(self, on: date) -> None:
        """Note that it goes on."""
        if self.open_stop:
            self.open_stop.until = on

    def end_pause(self, by: date) -> None:
        """A pause that was over by the end of a day was so on its last day, whoever looks when."""
        stop = self.open_stop
        if stop and stop.limit and self.last_day(stop) <= by:
            stop.until = self.last_day(stop)

    def last_day(self, stop: Noted) -> date:
        """The day with which a pause has lasted its working days."""
        after = (stop.on + A_DAY * ahead for ahead in range(1, FAR.days))
        return [day for day in after if self.is_worked(day)][stop.limit - 1]

    def is_worked(self, day: date) -> bool:
        """Whether a day is worked."""
        return bool(self.calendar.is_working_day(day))

    def is_held(self, day: date) -> bool:
        """Whether the case lay with whose term it is on a day; the first does not count, that of a stop does."""
        return day > self.begun and not any(
            stop.on < day and (stop.until is None or day <= stop.until) for stop in self.stops
        )

    def is_held_at_night(self, day: date) -> bool:
        """Whether it still lies there when the day ends."""
        return not any(stop.on <= day and (stop.until is None or day < stop.until) for stop in self.stops)

    def days(self) -> Iterator[date]:
        """The days since it began, as far as anybody looks; none behind a stop that lasts."""
        last = self.open_stop.on if self.open_stop else max([self.begun, *(s.on for s in self.stops)]) + FAR
        return (self.begun + A_DAY * ahead for ahead in range(1, (last - self.begun).days + 1))

    def used(self, by: date) -> int:
        """The working days on which it was held, up to the end of a day."""
        return sum(self.is_held(day) and self.is_worked(day) for day in self.days() if day <= by)

    def due(self, budget: int) -> date | None:
        """The first working day at whose end so many are used and the case still lies there; None: it stands still."""
        used = 0
        for day in self.days():
            is_worked = self.is_worked(day)
            used += is_worked and self.is_held(day)
            if is_worked and used >= budget and self.is_held_at_night(day):
                return day
        return None

    def is_provisional(self, due: date) -> bool:
        """Whether some day of the term is in a year that nobody has announced."""
        return any(not self.calendar.is_announced(day.year) for day in (self.begun, due))
