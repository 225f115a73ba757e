"""A fixed sum (给予 x 万元)."""

from decimal import Decimal

from domain.calculator.arithmetic import Figure, Figures, fen_of
from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import FixedRule
from domain.money import plain


def amount_of(rule: FixedRule, figures: Figures) -> Figure:  # noqa: ARG001 - one signature for all kinds
    """The sum that the law names, in 分."""
    return fen_of(rule.amount)


def compute(rule: FixedRule, sheet: Sheet) -> Decimal:
    """The sum that the law names: 5.2 gives 1,000,000.00."""
    inputs = {sheet.label(rule.awaited): str(sheet.facts[rule.awaited])} if rule.awaited else {}
    sheet.write(
        CalculationStep.STATED, rule.quote, f"定额 {plain(rule.amount)} 元", rule.amount, inputs=inputs
    )
    return rule.amount
