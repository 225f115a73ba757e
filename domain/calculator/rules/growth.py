"""A share of an increase over the year before (增量的 x %): 7.3."""

from decimal import Decimal

from domain.calculator.award import Step
from domain.calculator.caps import apply_item_cap
from domain.calculator.rules.share import take_share
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import GrowthRule
from domain.money import plain


def compute(rule: GrowthRule, sheet: Sheet) -> Decimal:
    """(This year − last year) × rate, rounded to 分, capped. The conditions made sure that it grew.

    132,000,000.00 − 120,000,000.00 = 12,000,000.00; × 3% = 360,000.00.
    """
    current, previous = sheet.money(rule.current), sheet.money(rule.previous)
    increase = current - previous
    text = (
        f"{sheet.label(rule.current)} {plain(current)} 元 − {sheet.label(rule.previous)} {plain(previous)} 元"
        f" = 增量 {plain(increase)} 元"
    )
    inputs = sheet.shown(rule.current, rule.previous)
    sheet.write(Step.BASE, rule.quote, text, increase, inputs=inputs)
    share = take_share(sheet, increase, rule.rate, rule.quote)
    return apply_item_cap(sheet, share, rule.cap)
