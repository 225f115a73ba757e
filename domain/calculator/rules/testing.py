"""A share of the fees of products that passed a security test (安全性测试): 10.

The cap counts the unit and the year of the report, and is applied with the other yearly caps; under the other reading it
counts each product and is applied here. One report counts once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from domain.calculator.arithmetic import Figure, Figures, fen_of, share_of_fen, yuan_of
from domain.calculator.award import CalculationStep
from domain.calculator.caps import cap_text
from domain.calculator.rules.share import percent_text, share_text
from domain.calculator.sheet import Sheet
from domain.catalogue.rules import TestingRule
from domain.money import ZERO, plain
from domain.normal_form import number_form

EACH_PRODUCT: Final = "each_product"
BY_FILING: Final = "year_of_filing"


def amount_of(rule: TestingRule, figures: Figures) -> Figure:
    """Fees of the passed products × rate, in 分: (480,000.00 + 620,000.00) × 50% = 550,000.00.

    Failed ones count nothing. The reading that caps each product sums what each of them comes to.
    """
    if figures.choice(rule.reading) == EACH_PRODUCT:
        return figures.passed_fees(rule, lambda fee: of_one_product(rule, figures, fee))
    return share_of_fen(figures.passed_fees(rule, lambda fee: fee), rule.rate)


def of_one_product(rule: TestingRule, figures: Figures, fee: Figure) -> Figure:
    """The share of one fee, cut to the cap of one product."""
    return figures.minimum(share_of_fen(fee, rule.rate), fen_of(rule.cap.amount))


def report_of(rule: TestingRule, test: Mapping[str, Any]) -> str:
    """The report of a test as it is compared: institution and number, in whatever groups that is written."""
    return "|".join(number_form(str(test[name])) for name in rule.report)


def shares_by_year(
    rule: TestingRule, tests: Iterable[tuple[int, int]], *, each_product: bool
) -> dict[int, int]:
    """What tests come to in each year, in 分, before the cap of a unit: of each product, or of all together.

    Args:
        rule: whose numbers hold.
        tests: year and fee of each that counts.
        each_product: whether the cap is of each product.
    """
    fees: defaultdict[int, list[int]] = defaultdict(list)
    for year, fee in tests:
        fees[year].append(fee)
    limit = fen_of(rule.cap.amount)
    return {
        year: sum(min(share_of_fen(fee, rule.rate), limit) for fee in listed)
        if each_product
        else share_of_fen(sum(listed), rule.rate)
        for year, listed in sorted(fees.items())
    }


def counted_year(tested_on: date, filed_on: date, choice: str) -> int:
    """The year whose cap a test takes from, as `m10.cap_year` stands."""
    return filed_on.year if choice == BY_FILING else tested_on.year


def counted_tests(rule: TestingRule, sheet: Sheet) -> list[dict[str, Any]]:
    """The tests that were passed and whose report no other case counts."""
    used = sheet.prior.used_reports
    return [
        test for test in sheet.facts[rule.tests] if test[rule.passed] and report_of(rule, test) not in used
    ]


def object_to(rule: TestingRule, sheet: Sheet) -> None:
    """Refuse where every report of a passed test counts already in another case."""
    passed = [test for test in sheet.facts[rule.tests] if test[rule.passed]]
    if passed and not sheet.reasons and not counted_tests(rule, sheet):
        cases = "、".join(dict.fromkeys(sheet.prior.used_reports[report_of(rule, test)] for test in passed))
        message = f"所列测试报告均已在 {cases} 计入，一份报告只计一次。"
        sheet.refuse("report_used_before", rule.quote, message, fact=rule.tests)


def compute(rule: TestingRule, sheet: Sheet) -> Decimal:
    """The amount with its lines."""
    tests = counted_tests(rule, sheet)
    each_product, choice = sheet.choice(rule.reading) == EACH_PRODUCT, sheet.choice(rule.year_reading)
    years = [counted_year(test[rule.tested_on], sheet.on, choice) for test in tests]
    fees = [test[rule.fee] for test in tests]
    found = shares_by_year(rule, zip(years, map(fen_of, fees), strict=True), each_product=each_product)
    sheet.by_year = {year: yuan_of(fen) for year, fen in found.items()}
    sheet.reports = tuple(report_of(rule, test) for test in tests)
    amount = yuan_of(sum(found.values()))
    _write_base(rule, sheet, fees)
    if each_product:
        _write_products(rule, sheet, fees, amount)
        return amount
    for year, share in sheet.by_year.items():
        total = sum((fee for fee, of in zip(fees, years, strict=True) if of == year), ZERO)
        text = share_text(total, rule.rate, share)
        said = f"{year} 年：{text}" if len(found) > 1 else text
        inputs = {"比例": percent_text(rule.rate)}
        sheet.write(CalculationStep.RATE, rule.quote, said, share, inputs=inputs)
    return amount


def _write_base(rule: TestingRule, sheet: Sheet, fees: list[Decimal]) -> None:
    tests = sheet.facts[rule.tests]
    total, failed = sum(fees, ZERO), sum(not test[rule.passed] for test in tests)
    text = f"通过测试的产品服务费 {' + '.join(map(plain, fees))}"
    text += f" = {plain(total)} 元" if len(fees) > 1 else " 元"
    text += f"；未通过的 {failed} 项不计" if failed else ""
    for place, test in enumerate(tests, start=1):
        case = sheet.prior.used_reports.get(report_of(rule, test)) if test[rule.passed] else None
        text += f"；第 {place} 项的报告已在 {case} 计入，不再计" if case else ""
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
