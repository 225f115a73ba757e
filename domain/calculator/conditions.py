"""Judges the conditions of the law that figures decide. Each kind is one line of comparison, exact and inclusive."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from domain.calculator.sheet import Sheet
from domain.calendar import anniversary
from domain.catalogue.facts import FactKind
from domain.money import plain

Facts = Any

_HOLDS: dict[str, Callable[[Any, Facts], bool]] = {
    "at_least": lambda condition, facts: facts[condition.fact] >= condition.minimum,
    "more_than": lambda condition, facts: facts[condition.fact] > condition.minimum,
    "is_true": lambda condition, facts: facts[condition.fact] is True,
    "one_of": lambda condition, facts: facts[condition.fact] in condition.values,
    "anniversary": lambda condition, facts: (
        facts[condition.fact] <= anniversary(facts[condition.counted_from], years=condition.years)
    ),
    "growth": lambda condition, facts: (
        facts[condition.fact] >= facts[condition.previous] * (1 + condition.minimum_rate)
    ),
    "any_true": lambda condition, facts: any(entry[condition.field] for entry in facts[condition.fact]),
}


def judge_conditions(sheet: Sheet) -> None:
    """Write a reason for every condition that does not hold; those whose facts are not known yet wait."""
    for condition in sheet.subsidy.conditions:
        if sheet.knows(condition.facts) and not _HOLDS[condition.kind](condition, sheet.facts):
            message = f"{condition.message}(申报:{_declared(sheet, condition.facts)})。"
            sheet.refuse(condition.code, condition.quote, message, fact=condition.fact)


def _declared(sheet: Sheet, names: tuple[str, ...]) -> str:
    return ",".join(f"{sheet.label(name)} {_text(sheet, name)}" for name in names)


def _text(sheet: Sheet, name: str) -> str:
    spec, value = sheet.subsidy.fact(name), sheet.facts[name]
    match value:
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{plain(value)} 元"
        case int():
            return f"{value:,}"
        case date():
            return value.isoformat()
        case list():
            return f"{len(value)} 项"
        case _:
            return spec.choices.get(value, value) if spec.kind is FactKind.CHOICE else str(value)
