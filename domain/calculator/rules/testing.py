"""A share of the fees of products that passed a security test (安全性测试): 10.

The cap counts the unit and year, and is applied with the other yearly caps; under the other reading it
counts each product and is applied here.
"""

from decimal import Decimal
from typing import Any

from domain.calculator.award import Step
from domain.calculator.caps import cap_text
from domain.calculator.rules.share import share_of, take_share
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import TestingRule
from domain.money import ZERO, plain


def compute(rule: TestingRule, sheet: Sheet) -> Decimal:
    """Fees of the passed products × rate: (480,000.00 + 620,000.00) × 50% = 550,000.00; failed ones count nothing."""
    tests = sheet.facts[rule.tests]
    fees = [test[rule.fee] for test in tests if test[rule.passed]]
    _write_base(rule, sheet, tests, fees)
    if sheet.choice(rule.reading) == "each_product":
        return _sum_of_products(rule, sheet, fees)
    return take_share(sheet, sum(fees, ZERO), rule.rate, rule.quote)


def _write_base(rule: TestingRule, sheet: Sheet, tests: list[dict[str, Any]], fees: list[Decimal]) -> None:
    total, left_out = sum(fees, ZERO), len(tests) - len(fees)
    text = f"通过测试的产品服务费 {' + '.join(map(plain, fees))}"
    text += f" = {plain(total)} 元" if len(fees) > 1 else " 元"
    text += f";未通过的 {left_out} 项不计" if left_out else ""
    inputs = {f"第 {index} 项": _entry_text(rule, test) for index, test in enumerate(tests, start=1)}
    sheet.write(Step.BASE, rule.quote, text, total, inputs=inputs)


def _entry_text(rule: TestingRule, test: dict[str, Any]) -> str:
    return f"{plain(test[rule.fee])}({'通过' if test[rule.passed] else '未通过'})"


def _sum_of_products(rule: TestingRule, sheet: Sheet, fees: list[Decimal]) -> Decimal:
    """The reading that caps each product: one line for each, and their sum."""
    parts = [_capped_product(rule, sheet, fee) for fee in fees]
    total = sum(parts, ZERO)
    if len(parts) > 1:
        text = f"{' + '.join(map(plain, parts))} = {plain(total)} 元"
        sheet.write(Step.STATED, rule.quote, text, total)
    return total


def _capped_product(rule: TestingRule, sheet: Sheet, fee: Decimal) -> Decimal:
    share, arithmetic = share_of(fee, rule.rate)
    kept = min(share, rule.cap.amount)
    text = f"{arithmetic};{cap_text(share, rule.cap.amount)}({sheet.choice_text(rule.reading)})"
    sheet.write(Step.ITEM_CAP, rule.cap.quote, text, kept, reading=rule.reading)
    return kept
