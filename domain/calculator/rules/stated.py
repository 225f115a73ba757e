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


def tell(rule: StatedRule, sheet: Sheet) -> None:
    """Say what the applicant wished for, and that nothing is computed with it."""
    if rule.wished in sheet.facts:
        text = f"申请单位期望 {plain(sheet.money(rule.wished))} 元，仅供参考，不作为核定依据"
        sheet.write(CalculationStep.WISHED, rule.quote, text, None, inputs=sheet.shown(rule.wished))


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
