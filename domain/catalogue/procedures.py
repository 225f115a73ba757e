"""What a procedure of its own needs to know about a type: acceptance, instalments, vouchers, batches, award base."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from domain.calendar import anniversary
from domain.catalogue.ruled import Code, Rate, Ruled, Words
from domain.money import Yuan
from domain.normal_form import normal_form, says_something

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class AwardBase(Ruled):
    """The "project" (同一项目) that an award is about: equal bases meet under 附则(三).

    Attributes:
        template: `platform:{key}`, `revenue:{unit}:{revenue_year}` …; `{year}` is that of filing, any other name is a
            fact, or of a list the years of a date in its entries.
        key_label: Chinese label of the key that the applicant gives; empty when nothing is asked.
        across_reading: the switch under which it is one thing for all units (a person who works through several).
        across_when: the value of that switch.
        repeatable: several awards of the same type on one base are normal; a yearly cap sums them.
    """

    template: Words
    key_label: str = ""
    across_reading: Words | None = None
    across_when: Words | None = None
    repeatable: bool = False

    @property
    def kind(self) -> str:
        """The first part: `platform`."""
        return self.template.partition(":")[0]

    def is_across_units(self, choice: Callable[[str], str]) -> bool:
        """Whether awards of all units meet on it under these readings (reading → how it stands)."""
        return self.across_reading is not None and choice(self.across_reading) == self.across_when

    @property
    def needs_key(self) -> bool:
        """Must the applicant name the project?"""
        return "{key}" in self.template

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts, or fields of a list's entries, that the template names."""
        return tuple(name for name in re.findall(r"\{(\w+)\}", self.template) if name not in _GIVEN)

    def of(self, *, unit: str, year: int, key: str = "", facts: Mapping[str, Any] | None = None) -> str:
        """Write the base of one case, with its key in normal form: `云枢（一期）` → `platform:云枢1期`.

        Args:
            unit: who applies.
            year: of filing.
            key: the project as the applicant named it.
            facts: exact typed facts of filing.

        Raises:
            ValueError: The template needs a key and none is given.
        """
        if self.lacks_key(key):
            raise ValueError(f"{self.template} needs a key")
        named = {name: _written(facts or {}, name) for name in self.facts}
        return self.template.format(unit=unit, year=year, key=normal_form(key), **named)

    def of_year(self, *, unit: str, year: int, key: str = "") -> str:
        """Write the base of an award that stands for a year, by whatever fact a case names that year."""
        return self.of(unit=unit, year=year, key=key, facts=dict.fromkeys(self.facts, year))

    def lacks_key(self, key: str) -> bool:
        """Is a key asked, and does this one say nothing: empty, blanks or signs alone?"""
        return self.needs_key and not says_something(key)


_GIVEN = ("unit", "year", "key")


def _written(facts: Mapping[str, Any], name: str) -> str:
    """A fact as it stands in a base; of a list the years of its entries, each once: `2026+2027`."""
    if name in facts:
        return str(facts[name])
    lists = (value for value in facts.values() if isinstance(value, list))
    return "+".join(
        sorted({str(entry[name].year) for entries in lists for entry in entries if name in entry})
    )


class ValiditySpec(Ruled):
    """The event that earns the money (附则(一)): it must lie inside the validity, and filing may come later.

    Attributes:
        fact: a date, or a year of which the last day counts; of a list, every entry's.
        item: the field of the list's entries.
        reading: the switch under which it is the day of filing that must lie inside.
        unless: the value of that switch.
    """

    fact: Code
    item: Code | None = None
    reading: Words | None = None
    unless: Words | None = None

    def counts(self, choice: Callable[[str], str]) -> bool:
        """Whether the event counts under these readings (reading → how it stands), and not the day of filing."""
        return self.reading is None or choice(self.reading) != self.unless


class OnceSpec(Ruled):
    """一次性: an earlier award of the type on the base ends it, whatever that came to.

    Attributes:
        quote: the law's words.
        fact: the year that an award is about; one of the same year is corrected under 就高.
        reading: the switch that lets each year have its award.
        unless: the value of that switch.
    """

    quote: Words
    fact: Code | None = None
    reading: Words | None = None
    unless: Words | None = None

    def is_lifted(self, choice: Callable[[str], str]) -> bool:
        """Whether the switch (reading → how it stands) lifts it."""
        return self.reading is not None and choice(self.reading) == self.unless


class AcceptanceSpec(Ruled):
    """The awaited event (待验收) of a post-acceptance type.

    Attributes:
        confirmed_by: department that records it.
        event: its Chinese name.
        quote: the law's words.
        earliest_months_after: months that must pass before it can be recorded.
        counted_from: the date fact that they are counted from.
        reading: the switch that moves the count to another fact.
        counted_from_by_reading: value of that switch → date fact.
    """

    confirmed_by: Code
    event: Words
    quote: Words
    earliest_months_after: int | None = None
    counted_from: Code | None = None
    reading: str | None = None
    counted_from_by_reading: dict[str, Code] = Field(default_factory=dict)

    def start_fact(self, readings: Mapping[str, str]) -> str | None:
        """The date fact from which the months run under these readings."""
        chosen = readings.get(self.reading, "") if self.reading else ""
        return self.counted_from_by_reading.get(chosen, self.counted_from)

    def opens_on(self, facts: Mapping[str, object], readings: Mapping[str, str]) -> date | None:
        """The day before which the event cannot be recorded; None when nothing holds it back.

        Args:
            facts: exact typed facts, as `validate_facts` gives them.
            readings: switch → value.
        """
        start = facts.get(self.start_fact(readings) or "")
        if self.earliest_months_after is None or not isinstance(start, date):
            return None
        return anniversary(start, months=self.earliest_months_after)


class InstalmentSpec(Ruled):
    """Yearly instalments (分年兑现): how many, how long each, from when."""

    count: int = Field(ge=1)
    months_each: int = Field(ge=1)
    counted_from: Code
    quote: Words
    reading: Words

    def ends(self, facts: Mapping[str, object], readings: Mapping[str, str]) -> tuple[date, ...]:
        """The last day of each year of support.

        Twelve months from commissioning, or under `operation_year` = `calendar_year` the calendar years
        that begin with the one of commissioning.
        """
        start = facts[self.counted_from]
        if not isinstance(start, date):
            raise TypeError(f"{self.counted_from} is not a date")
        if readings.get(self.reading) == "calendar_year":
            return tuple(date(start.year + index, 12, 31) for index in range(self.count))
        spans = (self.months_each * (index + 1) for index in range(self.count))
        return tuple(anniversary(start, months=months) - timedelta(days=1) for months in spans)


class SharedVoucherTerms(Ruled):
    """What holds for all vouchers (算力券) of a year: the pool, the cap of one unit, the validity."""

    pool_per_year: Yuan
    pool_quote: Words
    unit_cap_per_year: Yuan
    unit_cap_quote: Words
    redemption_quote: Words
    validity_months: int = Field(ge=1)
    validity_is_assumed: bool


class VoucherSpec(SharedVoucherTerms):
    """A voucher of one type: what part of paid invoices it redeems, and what all vouchers share.

    Attributes:
        is_settlement: the one-time voucher for settling; a reading takes it out of the unit's cap.
    """

    redemption_rate: Rate
    is_settlement: bool = False


class BatchSpec(Ruled):
    """A yearly ranked batch (批次遴选): how many, and the day on which it closes."""

    quota: int = Field(ge=1)
    quote: Words
    closes_month_day: MonthDay
    closes_is_assumed: bool
