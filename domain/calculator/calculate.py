"""The calculator's front door: facts in, award out.

Order of arithmetic: eligible base → × rate → round to 分 half up → cap of the item → yearly cap of the
unit → minus money of other policies → pool → 就高 → minus what was awarded already. Every step is one line of the sheet.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.calculator.award import Award, CalculationStep, Prior
from domain.calculator.caps import apply_pool, apply_unit_year_cap
from domain.calculator.conditions import judge_conditions
from domain.calculator.higher_of import apply_higher_of
from domain.calculator.other_funding import apply_other_funding, tell_other_funding
from domain.calculator.rules.registry import RULES
from domain.calculator.sheet import Sheet, resolve_readings
from domain.calculator.validity import judge_validity, tell_planned, tell_window, tell_years
from domain.catalogue.facts import PHASE_NAMES, Phase
from domain.catalogue.schema import Policy
from domain.catalogue.validation import validate_facts
from domain.money import ZERO, plain

NOTHING_BEFORE = Prior()


def calculate(
    policy: Policy,
    code: str,
    facts: Mapping[str, Any],
    *,
    on: date,
    phases: Collection[Phase] = (Phase.FILING,),
    readings: Mapping[str, str] | None = None,
    prior: Prior = NOTHING_BEFORE,
    planned: bool = False,
) -> Award:
    """Say what an application comes to.

    Args:
        policy: the version that the case was filed under.
        code: the type.
        facts: facts of `phases`, as in JSON or already typed.
        on: the day of filing; with later phases, the day of those facts.
        phases: whose facts are given.
        readings: switches that differ from the defaults, as pinned in the case.
        prior: what this unit has already; the default is a quote without a unit.
        planned: a quote: what lies ahead of `on` gives the amount as it would be, with a note.

    Returns:
        The award: an amount in 元 with its sheet, or all reasons at once.

    Raises:
        InvalidInput: Facts or readings are wrong, field by field.
        NotFound: There is no such type.
    """
    subsidy = policy.type(code)
    choices = resolve_readings(policy, readings)
    exact = validate_facts(subsidy, facts, phases, date.max if planned else on, choices)
    sheet = Sheet(policy, subsidy, exact, on, choices, prior)
    knows_amount = sheet.knows(subsidy.rule.facts)
    _judge(sheet, phases, knows_amount=knows_amount)
    if sheet.reasons:
        return sheet.award(ZERO)
    tell_planned(sheet)
    tell_years(sheet)
    RULES[subsidy.rule.kind].tell(subsidy.rule, sheet)
    if knows_amount:
        amount = _work_out(sheet)
    else:
        amount = None
        _write_later(sheet)
    for name in subsidy.tells:
        sheet.choice(name)
    _tell_readings(sheet)
    return sheet.award(amount)


def _judge(sheet: Sheet, phases: Collection[Phase], *, knows_amount: bool) -> None:
    """Collect every reason that the facts alone give."""
    rule = sheet.subsidy.rule
    judge_validity(sheet, phases)
    judge_conditions(sheet)
    if knows_amount:
        RULES[rule.kind].object_to(rule, sheet)


def _work_out(sheet: Sheet) -> Decimal | None:
    """Follow the order of arithmetic; None where no money is promised."""
    rule = sheet.subsidy.rule
    tell_window(sheet)
    amount = RULES[rule.kind].compute(rule, sheet)
    if amount is None:
        return None
    if not amount:
        sheet.refuse("nothing_payable", rule.quote, "按申报数据计算的金额为零。")
    amount = apply_unit_year_cap(sheet, amount)
    amount = apply_other_funding(sheet, amount)
    amount = apply_pool(sheet, amount)
    if not sheet.awaits_pool:
        amount = apply_higher_of(sheet, amount)
    return amount


def _write_later(sheet: Sheet) -> None:
    """Say in which phase the amount is decided, and by which facts."""
    rule = sheet.subsidy.rule
    missing = [sheet.subsidy.fact(name) for name in rule.facts if name not in sheet.facts]
    asked = "、".join(fact.label for fact in missing)
    limit = getattr(rule, "cap", None) or rule
    most = getattr(limit, "amount", None)
    upto = f"，最高 {plain(most)} 元" if isinstance(most, Decimal) else ""
    text = f"金额在{PHASE_NAMES[missing[0].phase]}阶段按{asked}计算{upto}"
    sheet.write(CalculationStep.LATER, rule.quote, text, None)
    tell_other_funding(sheet)


def _tell_readings(sheet: Sheet) -> None:
    """Print the switches that were used and that no line of the arithmetic bears, above it."""
    arithmetic = list(sheet.lines)
    sheet.lines.clear()
    for name in sorted(sheet.used.keys() - {line.reading for line in arithmetic}):
        spec = sheet.policy.readings[name]
        text = f"{spec.name}：{spec.labels[sheet.used[name]]}（{spec.document_number}）"
        sheet.write(CalculationStep.READINGS, spec.quote, text, None, reading=name, clause=spec.clause)
    sheet.lines += arithmetic
