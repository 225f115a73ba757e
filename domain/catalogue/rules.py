"""The kinds of money rule (计算规则) as data; `domain.calculator.rules` holds one file of arithmetic for each.

Every number stands in the same table as the words of the law that it comes from.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.catalogue.ruled import Code, Rate, Ruled, Words
from domain.money import Yuan


class CapScope(StrEnum):
    """What a cap counts: this item (单项), or everything of one unit in one year (单位年度)."""

    ITEM = "item"
    UNIT_YEAR = "unit_year"


class Cap(Ruled):
    """上限: an award above `amount` is cut to it."""

    amount: Yuan
    quote: Words
    scope: CapScope = CapScope.ITEM


class ReadingFact(Ruled):
    """A fact put to the base, or taken off it, while a reading has the value `when`."""

    fact: Code
    reading: Words
    when: Words


class _Rule(Ruled):
    """What every rule bears: the words that promise the money."""

    quote: Words

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts without which the amount is not known yet."""
        return ()


class RateRule(_Rule):
    """按…的 x %: a share of one fact, capped."""

    kind: Literal["rate"]
    base: Code
    rate: Rate
    deduction: ReadingFact | None = None
    addition: ReadingFact | None = None
    cap: Cap | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The base and what is taken off it."""
        return (self.base, self.deduction.fact) if self.deduction else (self.base,)


class FixedRule(_Rule):
    """给予 x 万元: a fixed sum, due once the `awaited` fact is known, if it awaits one."""

    kind: Literal["fixed"]
    amount: Yuan
    awaited: Code | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The awaited fact, if any."""
        return (self.awaited,) if self.awaited else ()


class Tier(Ruled):
    """One milestone: from `threshold` on, `amount`."""

    threshold: Yuan
    amount: Yuan


class TiersRule(_Rule):
    """首次达到: sums for milestones reached now and never before."""

    kind: Literal["tiers"]
    current: Code
    highest_before: Code
    tiers: tuple[Tier, ...] = Field(min_length=1)
    reading: Words

    @property
    def facts(self) -> tuple[str, ...]:
        """This year's figure and the highest before."""
        return (self.current, self.highest_before)


class GrowthRule(_Rule):
    """增量的 x %: a share of the increase, capped."""

    kind: Literal["growth"]
    current: Code
    previous: Code
    rate: Rate
    cap: Cap

    @property
    def facts(self) -> tuple[str, ...]:
        """This year's figure and last year's."""
        return (self.current, self.previous)


class TestingRule(_Rule):
    """按测试服务费的 x %: a share of the fees of products that passed, capped by unit and year.

    Attributes:
        report: the fields that together name a report, which counts once.
        reading: whether the cap is of a unit and year, or of each product.
        year_reading: whether that year is the report's, or that of filing.
    """

    kind: Literal["testing"]
    tests: Code
    fee: Code
    passed: Code
    tested_on: Code
    report: tuple[Code, ...] = Field(min_length=1)
    rate: Rate
    cap: Cap
    reading: Words
    year_reading: Words

    @property
    def facts(self) -> tuple[str, ...]:
        """The list of tests."""
        return (self.tests,)


class StatedRule(_Rule):
    """按相关政策 / 按评选结果: the amount that a document states, entered by the lead's review. There is no default.

    Attributes:
        documents: the facts that say which document and where; the review enters them together with the amount.
        wished: what the applicant hopes for; told, and never used.
    """

    kind: Literal["stated"]
    amount: Code
    documents: tuple[Code, ...] = Field(min_length=1)
    wished: Code

    @property
    def facts(self) -> tuple[str, ...]:
        """The amount and the words that carry it."""
        return (self.amount, *self.documents)


class NoMoneyRule(_Rule):
    """The law promises a service here, not money."""

    kind: Literal["none"]


Rule = Annotated[
    RateRule | FixedRule | TiersRule | GrowthRule | TestingRule | StatedRule | NoMoneyRule,
    Field(discriminator="kind"),
]
