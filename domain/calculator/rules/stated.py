"""The amount that a named document states (按相关政策, 评选): 7.1, 13.2. There is no default."""

from decimal import Decimal

from domain.calculator.arithmetic import Figure, Figures
from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import StatedRule
from domain.money import plain


def amount_of(rule: StatedRule, figures: Figures) -> Figure:
    """The amount as the document states it, in 分."""
    return figures.fen(rule.amount)


def compute(rule: StatedRule, sheet: Sheet) -> Decimal:
    """Take the stated amount over, with the words that carry it on the line."""
    amount = sheet.money(rule.amount)
    inputs = {sheet.label(name): str(sheet.facts[name]) for name in rule.documents}
    carried = "，".join(f"{label}：{words}" for label, words in inputs.items())
    sheet.write(
        CalculationStep.STATED,
        rule.quote,
        f"依据文件核定 {plain(amount)} 元（{carried}）",
        amount,
        inputs=inputs,
    )
    return amount
