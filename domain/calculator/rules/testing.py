"""A share of the fees of products that passed a security test (安全性测试): 10.

The cap counts the unit and year, and is applied with the other yearly caps; under the other reading it
counts each product and is applied here.
"""

from decimal import Decimal
from typing import Any

from domain.calculator.arithmetic import Figure, Figures, fen_of, share_of_fen, yuan_of
from domain.calculator.award import CalculationStep
from domain.calculator.caps import cap_text
from domain.calculator.rules.share import share_text, write_share
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import TestingRule
from domain.money import ZERO, plain


def amount_of(rule: TestingRule, figures: Figures) -> Figure:
    """Fees of the passed products × rate, in 分: (480,000.00 + 620,000.00) × 50% = 550,000.00.

    Failed ones count nothing. The reading that caps each product sums what each of them comes to.
    """
    if figures.choice(rule.reading) == "each_product":
        return figures.passed_fees(rule, lambda fee: of_one_product(rule, figures, fee))
    return share_of_fen(figures.passed_fees(rule, lambda fee: fee), rule.rate)


def of_one_product(rule: TestingRule, figures: Figures, fee: Figure) -> Figure:
    """The share of one fee, cut to the cap of one product."""
    return figures.minimum(share_of_fen(fee, rule.rate), fen_of(rule.cap.amount))


def compute(rule: TestingRule, sheet: Sheet) -> Decimal:
    """The amount with its lines."""
    tests = sheet.facts[rule.tests]
    fees = [test[rule.fee] for test in tests if test[rule.passed]]
    amount = yuan_of(amount_of(rule, sheet))
    _write_base(rule, sheet, tests, fees)
    if sheet.choice(rule.reading) == "each_product":
        _write_products(rule, sheet, fees, amount)
    else:
        write_share(sheet, sum(fees, ZERO), rule.rate, amount, rule.quote)
    return amount


def _write_base(rule: TestingRule, sheet: Sheet, tests: list[dict[str, Any]], fees: list[Decimal]) -> None:
    total, left_out = sum(fees, ZERO), len(tests) - len(fees)
    text = f"通过测试的产品服务费 {' + '.join(map(plain, fees))}"
    text += f" = {plain(total)} 元" if len(fees) > 1 else " 元"
    text += f"；未通过的 {left_out} 项不计" if left_out else ""
    inputs = {f"第 {index} 项": _entry_text(rule, test) for index, test in enumerate(tests, start=1)}
    sheet.write(CalculationStep.BASE, rule.quote, text, total, inputs=inputs)


def _entry_text(rule: TestingRule, test: dict[str, Any]) -> str:
    return f"{plain(test[rule.fee])}（{'通过' if test[rule.passed] else '未通过'}）"


def _write_products(rule: TestingRule, sheet: Sheet, fees: list[Decimal], total: Decimal) -> None:
    """The reading that caps each product: one line for each, and their sum."""
    parts = [_write_product(rule, sheet, fee) for fee in fees]
    if len(parts) > 1:
        text = f"{' + '.join(map(plain, parts))} = {plain(total)} 元"
        sheet.write(CalculationStep.STATED, rule.quote, text, total)


def _write_product(rule: TestingRule, sheet: Sheet, fee: Decimal) -> Decimal:
    share = yuan_of(share_of_fen(fen_of(fee), rule.rate))
    kept = yuan_of(of_one_product(rule, sheet, fen_of(fee)))
    arithmetic = share_text(fee, rule.rate, share)
    text = f"{arithmetic}；{cap_text(share, rule.cap.amount)}（{sheet.choice_text(rule.reading)}）"
    sheet.write(CalculationStep.ITEM_CAP, rule.cap.quote, text, kept, reading=rule.reading)
    return kept
