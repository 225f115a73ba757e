"""A share of an increase over the year before (增量的 x %): 7.3."""

from decimal import Decimal
from typing import NamedTuple

from domain.calculator.arithmetic import Figure, Figures, share_of_fen, yuan_of
from domain.calculator.award import CalculationStep
from domain.calculator.caps import within_item_cap, write_item_cap
from domain.calculator.rules.share import write_share
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import GrowthRule
from domain.money import plain


class GrowthSteps(NamedTuple):
    """What an increase comes to, step by step, in 分."""

    increase: Figure
    share: Figure
    kept: Figure


def work_out(rule: GrowthRule, figures: Figures) -> GrowthSteps:
    """(This year − last year) × rate, rounded to 分, capped. The conditions made sure that it grew.

    132,000,000.00 − 120,000,000.00 = 12,000,000.00; × 3% = 360,000.00.
    """
    increase = figures.fen(rule.current) - figures.fen(rule.previous)
    share = share_of_fen(increase, rule.rate)
    return GrowthSteps(increase, share, within_item_cap(figures, share, rule.cap))


def amount_of(rule: GrowthRule, figures: Figures) -> Figure:
    """The last of the steps."""
    return work_out(rule, figures).kept


def compute(rule: GrowthRule, sheet: Sheet) -> Decimal:
    """The steps with their lines."""
    increase, share, kept = map(yuan_of, work_out(rule, sheet))
    text = (
        f"{sheet.label(rule.current)} {plain(sheet.money(rule.current))} 元"
        f" − {sheet.label(rule.previous)} {plain(sheet.money(rule.previous))} 元 = 增量 {plain(increase)} 元"
    )
    inputs = sheet.shown(rule.current, rule.previous)
    sheet.write(CalculationStep.BASE, rule.quote, text, increase, inputs=inputs)
    write_share(sheet, increase, rule.rate, share, rule.quote)
    write_item_cap(sheet, share, rule.cap, kept)
    return kept
