"""A share of one fact, capped (按…的 x %): most of the measures."""

from decimal import Decimal

from domain.calculator.award import Step
from domain.calculator.caps import apply_item_cap
from domain.calculator.rules.share import take_share
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import Deduction, RateRule
from domain.money import ZERO, plain


def compute(rule: RateRule, sheet: Sheet) -> Decimal:
    """Base × rate, rounded to 分, cut to the cap of the item.

    1.1: 123,000,000.00 × 10% = 12,300,000.00, capped 10,000,000.00.
    """
    base = _write_base(rule, sheet)
    share = take_share(sheet, base, rule.rate, rule.quote)
    return apply_item_cap(sheet, share, rule.cap)


def _write_base(rule: RateRule, sheet: Sheet) -> Decimal:
    declared = sheet.money(rule.base)
    if rule.deduction:
        return _write_deducted(rule, rule.deduction, sheet, declared)
    text = f"{sheet.label(rule.base)} {plain(declared)} 元"
    sheet.write(Step.BASE, rule.quote, text, declared, inputs=sheet.shown(rule.base))
    return declared


def _write_deducted(rule: RateRule, deduction: Deduction, sheet: Sheet, declared: Decimal) -> Decimal:
    """Take the deduction off while its reading says so; never below zero."""
    taken = sheet.money(deduction.fact) if sheet.choice(deduction.reading) == deduction.when else ZERO
    base = max(ZERO, declared - taken)
    shown = sheet.choice_text(deduction.reading)
    text = f"{sheet.label(rule.base)} {plain(declared)} 元"
    if taken:
        text += f" − {sheet.label(deduction.fact)} {plain(taken)} 元 = {plain(base)} 元"
        text += ",扣除后不足零的按零计" if declared < taken else ""
    inputs = sheet.shown(rule.base, deduction.fact)
    sheet.write(Step.BASE, rule.quote, f"{text}({shown})", base, inputs=inputs, reading=deduction.reading)
    return base
