"""Judges the conditions of the law that figures decide. Each kind is one line of comparison, exact and inclusive."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from domain.calculator.arithmetic import Figure, Figures, falls_short_of_growth, fen_of
from domain.calculator.sheet import Sheet
from domain.catalogue.conditions import Condition
from domain.catalogue.facts import FactKind
from domain.money import plain

_UNMET: dict[str, Callable[[Any, Figures], Figure]] = {
    "at_least": lambda condition, figures: figures.hundredths(condition.fact) < fen_of(condition.minimum),
    "more_than": lambda condition, figures: figures.hundredths(condition.fact) <= fen_of(condition.minimum),
    "is_true": lambda condition, figures: figures.is_false(condition.fact),
    "one_of": lambda condition, figures: figures.is_none_of(condition.fact, condition.values),
    "anniversary": lambda condition, figures: (
        figures.day(condition.fact) > figures.anniversary(condition.counted_from, condition.years)
    ),
    "not_before": lambda condition, figures: (
        figures.event_days(condition.fact, None)[1] < figures.day(condition.counted_from)
    ),
    "filed_by": lambda condition, figures: (
        figures.filing_day() > figures.day_of_next_year(condition.fact, condition.month, condition.day)
    ),
    "growth": lambda condition, figures: falls_short_of_growth(
        figures.hundredths(condition.fact), figures.hundredths(condition.previous), condition.minimum_rate
    ),
    "any_true": lambda condition, figures: figures.none_true(condition.fact, condition.field),
}


def is_unmet(condition: Condition, figures: Figures) -> Figure:
    """Whether a condition does not hold, once its facts are known."""
    return _UNMET[condition.kind](condition, figures)


def judge_conditions(sheet: Sheet) -> None:
    """Write a reason for every condition that does not hold; those whose facts are not known yet wait."""
    for condition in sheet.subsidy.conditions:
        if (
            sheet.knows(condition.facts)
            and not condition.is_lifted(sheet.choice)
            and is_unmet(condition, sheet)
        ):
            read = f"；{sheet.choice_text(condition.reading)}" if condition.reading else ""
            message = f"{condition.message}（申报：{_declared(sheet, condition.facts)}{read}）。"
            sheet.refuse(condition.code, condition.quote, message, fact=condition.fact)


def _declared(sheet: Sheet, names: tuple[str, ...]) -> str:
    return "，".join(f"{sheet.label(name)} {_text(sheet, name)}" for name in names)


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
