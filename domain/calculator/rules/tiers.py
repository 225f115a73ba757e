"""Sums for milestones reached for the first time (首次达到): 7.2.

A milestone counts when this year's figure is at or above it and the highest earlier one was below it.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import Final

from domain.calculator.arithmetic import Figure, Figures, fen_of, yuan_of
from domain.calculator.award import CalculationStep, PriorMilestone
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import Tier, TiersRule
from domain.money import plain

SUMMED: Final = "sum_of_tiers"


def reached_now(rule: TiersRule, figures: Figures) -> list[tuple[Tier, Figure]]:
    """Every milestone, the lowest first, and whether it is reached now and never before."""
    current, before = figures.fen(rule.current), figures.fen(rule.highest_before)
    rising = sorted(rule.tiers, key=lambda tier: tier.threshold)
    return [
        (tier, (before < fen_of(tier.threshold)) & (current >= fen_of(tier.threshold))) for tier in rising
    ]


def awarded_before(rule: TiersRule, sheet: Sheet) -> tuple[list[Tier], list[PriorMilestone]]:
    """The milestones reached now that no earlier award has taken up, and those that one has (首次, 一次性)."""
    taken = {milestone.threshold: milestone for milestone in sheet.prior.milestones}
    reached = [tier for tier, now in reached_now(rule, sheet) if now]
    fresh = [tier for tier in reached if tier.threshold not in taken]
    return fresh, [taken[tier.threshold] for tier in reached if tier.threshold in taken]


def counted_now(rule: TiersRule, sheet: Sheet) -> list[Tier]:
    """The milestones that the amount is of: fresh ones, with those that an earlier award of the very year took up.

    A year that is corrected upwards is worked out whole; what it was awarded already comes off under 就高.
    """
    other_years = {each.threshold for each in sheet.prior.milestones if not each.is_same_year}
    reached = [tier for tier, now in reached_now(rule, sheet) if now]
    return [tier for tier in reached if tier.threshold not in other_years]


def taken_by(rule: TiersRule, amount: Decimal) -> tuple[Decimal, ...]:
    """The thresholds that an award of which the amount alone is known took up: all up to the highest that it pays for.

    5,000,000.00 stands for the second of 7.2, whose unit had reached the first; the lowest is taken up by any award.
    """
    lowest, *above = sorted(rule.tiers, key=lambda tier: tier.threshold)
    return (lowest.threshold, *(tier.threshold for tier in above if tier.amount <= amount))


def worth_of(reached: Sequence[Tier], *, summed: bool) -> int:
    """What milestones come to, the lowest first, in 分: the highest of them, or their sum."""
    return sum(fen_of(tier.amount) for tier in (reached if summed else reached[-1:]))


def amount_of(rule: TiersRule, figures: Figures) -> Figure:
    """The highest milestone reached now, or under the other reading the sum of all reached now, in 分.

    Revenue 520 m after at most 96 m reaches 100 m and 500 m: 5,000,000.00, or 6,000,000.00 summed.
    """
    summed = figures.choice(rule.reading) == SUMMED
    amount: Figure = 0
    for tier, reached in reached_now(rule, figures):
        with_tier = amount + fen_of(tier.amount) if summed else fen_of(tier.amount)
        amount = figures.where(reached, with_tier, amount)
    return amount


def objections(rule: TiersRule, figures: Figures) -> dict[str, Figure]:
    """Whether no milestone is reached, or all that are reached were reached before; at most one holds."""
    below = figures.fen(rule.current) < fen_of(min(tier.threshold for tier in rule.tiers))
    some = reduce(lambda one, other: one | other, (reached for _, reached in reached_now(rule, figures)))
    none_now = figures.where(some | below, False, True)
    return {"below_first_milestone": below, "milestone_reached_before": none_now}


def object_to(rule: TiersRule, sheet: Sheet) -> None:
    """Write the objection that holds."""
    found = objections(rule, sheet)
    current = f"{sheet.label(rule.current)} {plain(sheet.money(rule.current))} 元"
    if found["below_first_milestone"]:
        lowest = min(tier.threshold for tier in rule.tiers)
        message = f"{current}，未达到 {plain(lowest)} 元。"
        sheet.refuse("below_first_milestone", rule.quote, message, fact=rule.current)
    if found["milestone_reached_before"]:
        before = f"{sheet.label(rule.highest_before)} {plain(sheet.money(rule.highest_before))} 元"
        message = f"已达到的档次并非首次达到：{before}，{current}。"
        sheet.refuse("milestone_reached_before", rule.quote, message, fact=rule.highest_before)
    fresh, taken = awarded_before(rule, sheet)
    if taken and not fresh and not sheet.reasons:
        message = f"{_taken_text(taken)}，一次性奖补不再给予。"
        sheet.refuse("milestone_awarded_before", rule.quote, message, fact=rule.current)


def _taken_text(taken: Sequence[PriorMilestone]) -> str:
    return "、".join(f"{plain(each.threshold)} 元已由 {each.case_number} 享受" for each in taken)


def compute(rule: TiersRule, sheet: Sheet) -> Decimal:
    """The amount with its line."""
    summed = sheet.choice(rule.reading) == SUMMED
    fresh, taken = awarded_before(rule, sheet)
    sheet.milestones = tuple(tier.threshold for tier in fresh)
    reached, taken = counted_now(rule, sheet), [each for each in taken if not each.is_same_year]
    amount = yuan_of(worth_of(reached, summed=summed))
    counted = reached if summed else reached[-1:]
    named = "、".join(f"{plain(tier.threshold)} 元" for tier in reached)
    written = " + ".join(plain(tier.amount) for tier in counted)
    total = f" = {plain(amount)}" if len(counted) > 1 else ""
    before = f"（{_taken_text(taken)}，不再计）" if taken else ""
    text = f"本年首次达到 {named}{before}；{written}{total} 元（{sheet.choice_text(rule.reading)}）"
    inputs = sheet.shown(rule.current, rule.highest_before)
    sheet.write(CalculationStep.STATED, rule.quote, text, amount, inputs=inputs, reading=rule.reading)
    return amount
