"""What a procedure of its own needs to know about a type: acceptance, instalments, vouchers, batches, award base."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from domain.calendar import anniversary
from domain.catalogue.ruled import Code, Rate, Ruled, Words
from domain.money import Yuan

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class AwardBase(Ruled):
    """The "project" (同一项目) that an award is about: equal bases meet under 附则(三).

    Attributes:
        template: `platform:{key}`, `revenue:{unit}:{year}` …
        key_label: Chinese label of the key that the applicant gives; empty when nothing is asked.
        repeatable: several awards of the same type on one base are normal; a yearly cap sums them.
    """

    template: Words
    key_label: str = ""
    repeatable: bool = False

    @property
    def kind(self) -> str:
        """The first part: `platform`."""
        return self.template.partition(":")[0]

    @property
    def needs_key(self) -> bool:
        """Must the applicant name the project?"""
        return "{key}" in self.template

    def of(self, *, unit: str, year: int, key: str = "") -> str:
        """Write the base of one case: `platform:一号算力中心`.

        Raises:
            ValueError: The template needs a key and none is given.
        """
        if self.needs_key and not key.strip():
            raise ValueError(f"{self.template} needs a key")
        return self.template.format(unit=unit, year=year, key=key.strip())


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
