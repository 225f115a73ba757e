"""From declared figures to exact typed values, or one refusal that names every wrong field at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.catalogue.facts import (
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

Reader = Callable[[FactSpec, Any, date], Any]

_YUAN: TypeAdapter[Decimal] = TypeAdapter(Yuan)


def validate_facts(
    subsidy: SubsidyType, facts: Mapping[str, Any], phases: Collection[Phase], on: date
) -> dict[str, Any]:
    """Read the facts of these phases into Decimal, int, date, bool, str and lists of such.

    Args:
        subsidy: the type whose facts are declared.
        facts: as they stand in JSON, or already typed.
        phases: whose facts are expected; facts of other phases are refused.
        on: the day on which they are declared; nothing "not in future" may lie after it.

    Raises:
        InvalidInput: With one field error for each wrong, missing or unknown fact.
    """
    found: list[FieldError] = []
    values = _read_fields(subsidy.facts_for(phases), facts, on, "facts", found)
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
            if spec.required:
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
    return rows


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
    if spec.kind is FactKind.YEAR and spec.not_in_future and value > on.year:
        raise ValueError(f"不得晚于 {on.year} 年")
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
    if not isinstance(value, str) or not value.strip():
        raise ValueError("须填写文字")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"不得超过 {LONGEST_TEXT} 字")
    return value.strip()


_READERS: dict[FactKind, Reader] = {
    FactKind.MONEY: _read_money,
    FactKind.INTEGER: _read_integer,
    FactKind.YEAR: _read_integer,
    FactKind.DATE: _read_date,
    FactKind.BOOLEAN: _read_boolean,
    FactKind.CHOICE: _read_choice,
    FactKind.TEXT: _read_text,
}
