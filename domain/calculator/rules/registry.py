"""From the `kind` of a rule in the TOML to its arithmetic."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from domain.calculator.arithmetic import Figure, Figures
from domain.calculator.rules import fixed, growth, none, rate, stated, testing, tiers
from domain.calculator.sheet import Sheet


def _no_objections(rule: Any, figures: Figures) -> dict[str, Figure]:  # noqa: ARG001 - one signature for all kinds
    """Most kinds are judged by the conditions of the type alone."""
    return {}


def _no_objection(rule: Any, sheet: Sheet) -> None:
    """Nothing to write either."""


class RuleKind(NamedTuple):
    """What a kind of rule can do, up to the cap of the item.

    Attributes:
        amount_of: 分, of one case or of a column of them.
        compute: 元 of one case, with the lines of its sheet.
        objections: code → whether it holds, of one case or of a column of them.
        object_to: the objections of one case, with their words.
        tell: what the sheet says whether the amount is known yet or not.
    """

    amount_of: Callable[[Any, Figures], Figure]
    compute: Callable[[Any, Sheet], Decimal | None]
    objections: Callable[[Any, Figures], dict[str, Figure]] = _no_objections
    object_to: Callable[[Any, Sheet], None] = _no_objection
    tell: Callable[[Any, Sheet], None] = _no_objection


RULES: dict[str, RuleKind] = {
    "rate": RuleKind(rate.amount_of, rate.compute, rate.objections),
    "fixed": RuleKind(fixed.amount_of, fixed.compute),
    "tiers": RuleKind(tiers.amount_of, tiers.compute, tiers.objections, tiers.object_to),
    "growth": RuleKind(growth.amount_of, growth.compute),
    "testing": RuleKind(testing.amount_of, testing.compute, object_to=testing.object_to),
    "stated": RuleKind(stated.amount_of, stated.compute, tell=stated.tell),
    "none": RuleKind(none.amount_of, none.compute),
}
