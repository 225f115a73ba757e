"""From declared figures to exact typed values, or one refusal that names every wrong field at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.catalogue.facts import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_LIST,
    LONGEST_TEXT,
    PHASE_NAMES,
    FactKind,
    FactSpec,
    Phase,
    integer_bounds,
)
from domain.catalogue.schema import SubsidyType
from domain.errors import FieldError, InvalidInput
from domain.money import Yuan, plain
from domain.normal_form import number_form
from domain.words import sign_fault, tidy

Reader = Callable[[FactSpec, Any, date], Any]

_YUAN: TypeAdapter[Decimal] = TypeAdapter(Yuan)


def validate_facts(
    subsidy: SubsidyType,
    facts: Mapping[str, Any],
    phases: Collection[Phase],
    on: date,
    readings: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Read the facts of these phases into Decimal, int, date, bool, str and lists of such.

    Args:
        subsidy: the type whose facts are declared.
        facts: as they stand in JSON, or already typed.
        phases: whose facts are expected; facts of other phases are refused.
        on: the day on which they are declared; nothing that must have happened may lie after it. A quote passes the
            last of all days.
        readings: switch → value; what they count must be told.

    Raises:
        InvalidInput: With one field error for each wrong, missing or unknown fact.
    """
    found: list[FieldError] = []
    values = _read_fields(subsidy.facts_for(phases, readings), facts, on, "facts", found)
    found.extend(_unknown(subsidy, facts, phases))
    if found:
        raise InvalidInput(
            f"“{subsidy.name}”的申报数据有 {len(found)} 处需要更正。",
            clause=subsidy.clause,
            remedy="请按各项提示更正后重新提交。",
            fields=tuple(found),
        )
    return values


def _read_fields(
    specs: Iterable[FactSpec], values: Mapping[str, Any], on: date, path: str, found: list[FieldError]
) -> dict[str, Any]:
    """Read each spec's value; what cannot be read is added to `found`."""
    read: dict[str, Any] = {}
    for spec in specs:
        place = f"{path}.{spec.name}"
        if values.get(spec.name) is None:
            if spec.is_needed(values):
                found.append(FieldError(path=place, message=f"“{spec.label}”为必填项"))
        elif spec.kind is FactKind.LIST:
            read[spec.name] = _read_list(spec, values[spec.name], on, place, found)
        else:
            try:
                read[spec.name] = _READERS[spec.kind](spec, values[spec.name], on)
            except ValueError as wrong:
                found.append(FieldError(path=place, message=f"“{spec.label}”{wrong}"))
    return read


def _unknown(subsidy: SubsidyType, facts: Mapping[str, Any], phases: Collection[Phase]) -> list[FieldError]:
    """Name the facts that this type does not ask for in these phases."""
    known = {fact.name: fact for fact in subsidy.facts}
    found = []
    for name in facts:
        if name not in known:
            found.append(FieldError(path=f"facts.{name}", message="没有这一数据项"))
        elif known[name].phase not in phases:
            when = PHASE_NAMES[known[name].phase]
            found.append(FieldError(path=f"facts.{name}", message=f"“{known[name].label}”在{when}阶段填报"))
    return found


def _read_list(
    spec: FactSpec, value: Any, on: date, path: str, found: list[FieldError]
) -> list[dict[str, Any]]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= LONGEST_LIST:
        found.append(FieldError(path=path, message=f"“{spec.label}”须为 1 至 {LONGEST_LIST} 行的列表"))
        return []
    rows = []
    for index, entry in enumerate(value):
        place = f"{path}[{index}]"
        if not isinstance(entry, Mapping):
            found.append(FieldError(path=place, message="须为一组数据项"))
            continue
        rows.append(_read_fields(spec.items, entry, on, place, found))
        extra = entry.keys() - {item.name for item in spec.items}
        found.extend(FieldError(path=f"{place}.{name}", message="没有这一数据项") for name in sorted(extra))
    found.extend(_repeated(spec, value, path))
    return rows


def _repeated(spec: FactSpec, entries: Iterable[Any], path: str) -> Iterable[FieldError]:
    """Entries that are the same in all that tells them apart; in normal form, for people type it."""
    seen: dict[tuple[str, ...], int] = {}
    for index, entry in enumerate(entries):
        if not spec.unique or not isinstance(entry, Mapping):
            continue
        key = tuple(number_form(str(entry.get(name) or "")) for name in spec.unique)
        for name, said in zip(spec.unique, key, strict=True):
            if entry.get(name) and not said:
                yield FieldError(path=f"{path}[{index}].{name}", message="须含文字或数字")
        first = seen.setdefault(key, index)
        if all(key) and first != index:
            yield FieldError(path=f"{path}[{index}].{spec.unique[-1]}", message=f"与第 {first + 1} 项重复")


def _read_money(spec: FactSpec, value: Any, on: date) -> Decimal:  # noqa: ARG001 - one signature for all kinds
    try:
        amount = _YUAN.validate_python(value)
    except ValidationError as wrong:
        raise ValueError(f":{wrong.errors()[0]['msg'].removeprefix('Value error, ')}") from None
    if spec.minimum is not None and amount < spec.minimum:
        raise ValueError(f"不得少于 {plain(spec.minimum)} 元")
    if spec.maximum is not None and amount > spec.maximum:
        raise ValueError(f"不得多于 {plain(spec.maximum)} 元")
    return amount


def _read_integer(spec: FactSpec, value: Any, on: date) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("须为整数")
    low, high = integer_bounds(spec)
    if not low <= value <= high:
        raise ValueError(f"须在 {low} 至 {high} 之间")
    happened_on = spec.happened_on(value)
    if happened_on is not None and happened_on > on:
        raise ValueError(f"须在 {value} 年结束后填报" if spec.must_be_over else f"不得晚于 {on.year} 年")
    return value


def _read_date(spec: FactSpec, value: Any, on: date) -> date:
    day = _as_date(value)
    if spec.not_in_future and day > on:
        raise ValueError(f"不得晚于 {on.isoformat()}")
    return day


def _as_date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != value:
        raise ValueError("须为日期，格式如 2026-03-01")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"须在 {FIRST_YEAR} 至 {LAST_YEAR} 年之间")
    return day


def _read_boolean(spec: FactSpec, value: Any, on: date) -> bool:  # noqa: ARG001 - one signature for all kinds
    if not isinstance(value, bool):
        raise ValueError("须填“是”或“否”（true 或 false）")
    return value


def _read_choice(spec: FactSpec, value: Any, on: date) -> str:  # noqa: ARG001 - one signature for all kinds
    if not isinstance(value, str) or value not in spec.choices:
        named = "、".join(f"{label}（{code}）" for code, label in spec.choices.items())
        raise ValueError(f"须为下列之一：{named}")
    return value


def _read_text(spec: FactSpec, value: Any, on: date) -> str:  # noqa: ARG001 - one signature for all kinds
    text = tidy(value) if isinstance(value, str) else ""
    if not text:
        raise ValueError("须填写文字")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"不得超过 {LONGEST_TEXT} 字")
    if fault := sign_fault(text, lines=spec.several_lines):
        raise ValueError(fault)
    return text


_READERS: dict[FactKind, Reader] = {
    FactKind.MONEY: _read_money,
    FactKind.INTEGER: _read_integer,
    FactKind.YEAR: _read_integer,
    FactKind.DATE: _read_date,
    FactKind.BOOLEAN: _read_boolean,
    FactKind.CHOICE: _read_choice,
    FactKind.TEXT: _read_text,
}
