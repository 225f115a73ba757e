"""Conditions of the law that figures alone decide (申报条件), as data. What a person judges is a review point.

Each says the words it comes from and the sentence shown when it is not met.
"""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from domain.catalogue.ruled import Code, Rate, Ruled, Words
from domain.money import Yuan


class _Condition(Ruled):
    """What every condition bears: a code for its refusal, the law's words, the sentence shown.

    Attributes:
        reading: the switch that may lift it.
        unless: the value of that switch with which it does not hold.
    """

    code: Code
    quote: Words
    message: Words
    fact: Code
    reading: Words | None = None
    unless: Words | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that must be known before it can be judged."""
        return (self.fact,)

    def is_lifted(self, choice: Callable[[str], str]) -> bool:
        """Whether its switch (reading → how it stands) lifts it."""
        return self.reading is not None and choice(self.reading) == self.unless


class AtLeast(_Condition):
    """不少于 / 及以上 / 达到: the fact is `minimum` or more."""

    kind: Literal["at_least"]
    minimum: Yuan


class MoreThan(_Condition):
    """The fact is greater than `minimum`: growth over nothing has no rate."""

    kind: Literal["more_than"]
    minimum: Yuan


class IsTrue(_Condition):
    """The fact is declared true."""

    kind: Literal["is_true"]


class OneOf(_Condition):
    """The fact is one of the values that the law names."""

    kind: Literal["one_of"]
    values: tuple[str, ...]


class Anniversary(_Condition):
    """签约一年内: the date is on or before the anniversary of another."""

    kind: Literal["anniversary"]
    counted_from: Code
    years: int = Field(ge=1)

    @property
    def facts(self) -> tuple[str, ...]:
        """Both dates."""
        return (self.fact, self.counted_from)


class NotBefore(_Condition):
    """The date, or the last day of the year, is not before another date: nothing precedes what it follows."""

    kind: Literal["not_before"]
    counted_from: Code

    @property
    def facts(self) -> tuple[str, ...]:
        """Both."""
        return (self.fact, self.counted_from)


class FiledBy(_Condition):
    """当年: filed in the year of the date, or by a day of the next one."""

    kind: Literal["filed_by"]
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)


class Growth(_Condition):
    """同比增速≥: the fact is at least `previous` × (1 + `minimum_rate`), compared exactly."""

    kind: Literal["growth"]
    previous: Code
    minimum_rate: Rate

    @property
    def facts(self) -> tuple[str, ...]:
        """This year's figure and last year's."""
        return (self.fact, self.previous)


class AnyTrue(_Condition):
    """At least one entry of the list has its `field` true."""

    kind: Literal["any_true"]
    field: Code


Condition = Annotated[
    AtLeast | MoreThan | IsTrue | OneOf | Anniversary | NotBefore | FiledBy | Growth | AnyTrue,
    Field(discriminator="kind"),
]
