"""Sums for milestones reached for the first time (首次达到): 7.2.

A milestone counts when this year's figure is at or above it and the highest earlier one was below it.
"""

from decimal import Decimal

from domain.calculator.award import Step
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import Tier, TiersRule
from domain.money import ZERO, plain


def object_to(rule: TiersRule, sheet: Sheet) -> None:
    """Object when no milestone is reached, or when all that are reached were reached before."""
    current, before = sheet.money(rule.current), sheet.money(rule.highest_before)
    lowest = min(tier.threshold for tier in rule.tiers)
    if current < lowest:
        message = f"{sheet.label(rule.current)} {plain(current)} 元,未达到 {plain(lowest)} 元。"
        sheet.refuse("below_first_milestone", rule.quote, message, fact=rule.current)
    elif not _reached_now(rule, current, before):
        message = (
            f"已达到的档次并非首次达到:{sheet.label(rule.highest_before)} {plain(before)} 元,"
            f"{sheet.label(rule.current)} {plain(current)} 元。"
        )
        sheet.refuse("milestone_reached_before", rule.quote, message, fact=rule.highest_before)


def compute(rule: TiersRule, sheet: Sheet) -> Decimal:
    """The highest milestone reached now, or under the other reading the sum of all reached now.

    Revenue 520 m after at most 96 m reaches 100 m and 500 m: 5,000,000.00, or 6,000,000.00 summed.
    """
    reached = _reached_now(rule, sheet.money(rule.current), sheet.money(rule.highest_before))
    summed = sheet.choice(rule.reading) == "sum_of_tiers"
    counted = reached if summed else reached[-1:]
    amount = sum((tier.amount for tier in counted), ZERO)
    named = "、".join(f"{plain(tier.threshold)} 元" for tier in reached)
    written = " + ".join(plain(tier.amount) for tier in counted)
    total = f" = {plain(amount)}" if len(counted) > 1 else ""
    text = f"本年首次达到 {named};{written}{total} 元({sheet.choice_text(rule.reading)})"
    inputs = sheet.shown(rule.current, rule.highest_before)
    sheet.write(Step.STATED, rule.quote, text, amount, inputs=inputs, reading=rule.reading)
    return amount


def _reached_now(rule: TiersRule, current: Decimal, before: Decimal) -> list[Tier]:
    rising = sorted(rule.tiers, key=lambda tier: tier.threshold)
    return [tier for tier in rising if before < tier.threshold <= current]
