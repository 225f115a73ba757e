"""A share of one fact, capped (按…的 x %): most of the measures."""

from decimal import Decimal
from typing import NamedTuple

from domain.calculator.arithmetic import Figure, Figures, fen_of, share_of_fen, yuan_of
from domain.calculator.award import CalculationStep
from domain.calculator.caps import within_item_cap, write_item_cap
from domain.calculator.rules.share import write_share
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import RateRule, ReadingFact
from domain.money import LARGEST, plain


class RateSteps(NamedTuple):
    """What a share comes to, step by step, in 分."""

    base: Figure
    share: Figure
    kept: Figure


def work_out(rule: RateRule, figures: Figures) -> RateSteps:
    """Base × rate, rounded to 分, cut to the cap of the item.

    1.1: 123,000,000.00 × 10% = 12,300,000.00, capped 10,000,000.00. A deduction that its reading asks for
    leaves no base below zero.
    """
    base, deduction = figures.fen(rule.base), rule.deduction
    if deduction and figures.choice(deduction.reading) == deduction.when:
        base = figures.maximum(0, base - figures.fen(deduction.fact))
    addition = rule.addition
    if addition and figures.choice(addition.reading) == addition.when:
        base = figures.minimum(base + figures.fen(addition.fact), fen_of(LARGEST))
    share = share_of_fen(base, rule.rate)
    return RateSteps(base, share, within_item_cap(figures, share, rule.cap))


def objections(rule: RateRule, figures: Figures) -> dict[str, Figure]:
    """Whether what a reading adds to the base was not told. An application without it is refused by field before."""
    addition = rule.addition
    if addition is None or figures.choice(addition.reading) != addition.when:
        return {}
    return {"figure_not_told": figures.is_missing(addition.fact)}


def amount_of(rule: RateRule, figures: Figures) -> Figure:
    """The last of the steps."""
    return work_out(rule, figures).kept


def compute(rule: RateRule, sheet: Sheet) -> Decimal:
    """The steps with their lines."""
    base, share, kept = map(yuan_of, work_out(rule, sheet))
    _write_base(rule, sheet, base)
    write_share(sheet, base, rule.rate, share, rule.quote)
    write_item_cap(sheet, share, rule.cap, kept)
    return kept


def _write_base(rule: RateRule, sheet: Sheet, base: Decimal) -> None:
    if rule.deduction:
        _write_deducted(rule, rule.deduction, sheet, base)
        return
    if rule.addition:
        _write_added(rule, rule.addition, sheet, base)
        return
    text = f"{sheet.label(rule.base)} {plain(base)} 元"
    sheet.write(CalculationStep.BASE, rule.quote, text, base, inputs=sheet.shown(rule.base))


def _write_added(rule: RateRule, addition: ReadingFact, sheet: Sheet, base: Decimal) -> None:
    """Say what was put to it while its reading says so."""
    text = f"{sheet.label(rule.base)} {plain(sheet.money(rule.base))} 元"
    if sheet.choice(addition.reading) == addition.when:
        added = base - sheet.money(rule.base)
        text += f" + {sheet.label(addition.fact)} {plain(added)} 元 = {plain(base)} 元"
    text += f"（{sheet.choice_text(addition.reading)}）"
    inputs = sheet.shown(rule.base)
    sheet.write(CalculationStep.BASE, rule.quote, text, base, inputs=inputs, reading=addition.reading)


def _write_deducted(rule: RateRule, deduction: ReadingFact, sheet: Sheet, base: Decimal) -> None:
    """Say what was taken off while its reading says so."""
    declared, taken = sheet.money(rule.base), sheet.money(deduction.fact)
    text = f"{sheet.label(rule.base)} {plain(declared)} 元"
    if taken and sheet.choice(deduction.reading) == deduction.when:
        text += f" − {sheet.label(deduction.fact)} {plain(taken)} 元 = {plain(base)} 元"
        text += "，扣除后不足零的按零计" if declared < taken else ""
    text += f"（{sheet.choice_text(deduction.reading)}）"
    inputs = sheet.shown(rule.base, deduction.fact)
    sheet.write(CalculationStep.BASE, rule.quote, text, base, inputs=inputs, reading=deduction.reading)
