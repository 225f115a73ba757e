"""From the `kind` of a rule in the TOML to its arithmetic."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from domain.calculator.rules import fixed, growth, none, rate, stated, testing, tiers
from domain.calculator.sheet import Sheet


def _no_objection(rule: Any, sheet: Sheet) -> None:
    """Most kinds are judged by the conditions of the type alone."""


class RuleKind(NamedTuple):
    """What a kind of rule can do: compute up to the cap of the item, and object beforehand."""

    compute: Callable[[Any, Sheet], Decimal | None]
    object_to: Callable[[Any, Sheet], None] = _no_objection


RULES: dict[str, RuleKind] = {
    "rate": RuleKind(rate.compute),
    "fixed": RuleKind(fixed.compute),
    "tiers": RuleKind(tiers.compute, tiers.object_to),
    "growth": RuleKind(growth.compute),
    "testing": RuleKind(testing.compute),
    "stated": RuleKind(stated.compute),
    "none": RuleKind(none.compute),
}
