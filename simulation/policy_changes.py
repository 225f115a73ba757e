"""The policy with changed numbers: a path to a number or a reading, and its new value."""

from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from domain.catalogue.consistency import refuse_contradictions
from domain.catalogue.procedures import SharedVoucherTerms
from domain.catalogue.schema import Policy
from domain.errors import CatalogueError, FieldError, InvalidInput
from domain.frozen import Frozen

DAYS = ("released_on", "valid_until", "filing_until")
SECTIONS = ("rule", "conditions", "voucher", "batch")
UNUSED = (
    "validity_months",
    "redemption_rate",
    "closes_month_day",
    "closes_is_assumed",
    "validity_is_assumed",
)
MOST_DECIMALS = 9
MOST_YEARS = 100
_ALLOWED_TOGETHER = "与其他调整不能同时成立（施行日、有效期止、申报截止须依次不早于前一日）"

Table = dict[str, Any]


class Change(Frozen):
    """One number or reading of the policy, and what it shall be."""

    path: str
    value: str


def numbers_of(policy: Policy) -> dict[str, str]:
    """Every path that can be changed, with its present value; ``readings.m2.pool_partial`` and the like included."""
    found = {f"readings.{name}": reading.default for name, reading in policy.readings.items()}
    found |= {day: getattr(policy, day).isoformat() for day in DAYS}
    for code, subsidy in policy.types.items():
        content = _as_table(subsidy.model_dump())
        for section in SECTIONS:
            for path, value in _numbers(content.get(section), f"types.{code}.{section}"):
                found[path] = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return found


def changed_policy(policy: Policy, changes: Iterable[Change]) -> Policy:
    """The policy with the changes made, checked as if it had been read from its files.

    Raises:
        InvalidInput: A path that does not exist, or a value that cannot be, by name.
    """
    asked = list(changes)
    if not asked:
        return policy
    _raise_if(_wrong_paths(policy, asked))
    _raise_if([error for change in asked for error in _wrong_value(policy, change)])
    try:
        return _made(policy, asked)
    except (ValidationError, CatalogueError):  # each alone would do: they contradict one another
        raise _refusal([FieldError(path=each.path, message=_ALLOWED_TOGETHER) for each in asked]) from None


def _wrong_paths(policy: Policy, asked: list[Change]) -> list[FieldError]:
    known = numbers_of(policy)
    errors = [_unknown(change.path, known) for change in asked if change.path not in known]
    paths = [_meant(policy, change.path) for change in asked]
    for change, meant in zip(asked, paths, strict=True):
        values = {other.value for other, path in zip(asked, paths, strict=True) if path == meant}
        if len(values) > 1:
            errors.append(FieldError(path=change.path, message="同一数值给出了两个不同的新值"))
    return errors


def _unknown(path: str, known: dict[str, str]) -> FieldError:
    near = get_close_matches(path, known, n=3, cutoff=0.5)
    hint = f"，是否为：{'、'.join(near)}?" if near else ""
    return FieldError(path=path, message=f"政策中没有可以调整的“{path}”{hint}")


def _meant(policy: Policy, path: str) -> str:
    """Terms that all vouchers share are one number, under whichever type they are named."""
    parts = path.split(".")
    shared = len(parts) == 4 and parts[2] == "voucher" and parts[3] in SharedVoucherTerms.model_fields
    return f"voucher.{parts[3]}" if shared and parts[1] in policy.types else path


def _raise_if(errors: list[FieldError]) -> None:
    if errors:
        raise _refusal(errors)


def _refusal(errors: list[FieldError]) -> InvalidInput:
    return InvalidInput(
        f"调整的数值有 {len(errors)} 处有误。",
        remedy="可以调整的数值及现值见 python -m simulation --numbers。",
        fields=tuple(errors),
    )


def _as_table(subsidy: Table) -> Table:
    """Conditions by their codes and milestones by their places, so that a path can name them."""
    rule = dict(subsidy["rule"])
    if "tiers" in rule:
        rule["tiers"] = {str(place): dict(tier) for place, tier in enumerate(rule["tiers"], start=1)}
    conditions = {condition["code"]: dict(condition) for condition in subsidy["conditions"]}
    return {**subsidy, "rule": rule, "conditions": conditions}


def _as_listed(subsidy: Table) -> Table:
    rule = dict(subsidy["rule"])
    if "tiers" in rule:
        rule["tiers"] = list(rule["tiers"].values())
    return {**subsidy, "rule": rule, "conditions": list(subsidy["conditions"].values())}


def _numbers(part: Any, path: str) -> Iterable[tuple[str, Decimal | int]]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name not in UNUSED:
                yield from _numbers(value, f"{path}.{name}")
    elif isinstance(part, (Decimal, int)) and not isinstance(part, bool):
        yield path, part


def _set(content: Table, change: Change) -> None:
    if change.path in DAYS:
        content[change.path] = change.value
        if change.path == "released_on":  # who files when decides nothing here
            content["effective_from"] = change.value
        return
    head, _, rest = change.path.partition(".")
    if head == "readings":
        content["readings"][rest]["default"] = change.value
        return
    code, *parents, name = rest.split(".")
    sharing = [code]
    if parents == ["voucher"] and name in SharedVoucherTerms.model_fields:
        sharing = [each for each, table in content["types"].items() if table["voucher"]]
    for each in sharing:
        table = content["types"][each]
        for parent in parents:
            table = table[parent]
        table[name] = change.value


def _wrong_value(policy: Policy, change: Change) -> list[FieldError]:
    """A value that the number cannot have, or that columns of 64 bits cannot work with exactly."""
    try:
        policy = _made(policy, [change])
        if not _is_too_much(change):
            return []
    except (ValidationError, CatalogueError):
        pass
    message = f"“{change.value[:40]}”不是此项允许的值（{_allowed(change.path)}）"
    return [FieldError(path=change.path, message=message)]


def _is_too_much(change: Change) -> bool:
    name = change.path.rpartition(".")[2]
    if name.endswith("rate"):
        return len(change.value.partition(".")[2]) > MOST_DECIMALS or "e" in change.value.lower()
    return name == "years" and int(change.value) > MOST_YEARS


def _made(policy: Policy, changes: list[Change]) -> Policy:
    """The policy with the changes, validated as a file would be."""
    content = policy.model_dump()
    content["types"] = {code: _as_table(table) for code, table in content["types"].items()}
    for change in changes:
        _set(content, change)
    content["types"] = {code: _as_listed(table) for code, table in content["types"].items()}
    made = Policy.model_validate(content)
    refuse_contradictions(made, {})
    return made


def _allowed(path: str) -> str:
    name = path.rpartition(".")[2]
    if path.startswith("readings."):
        return "须为该口径列出的取值之一"
    if path in DAYS:
        return "须为日期，且施行日、有效期止、申报截止依次不早于前一日"
    if name.endswith("rate"):
        return "比例须大于 0 且不大于 1，至多 9 位小数，例如 0.12"
    if name in {"quota", "years"}:
        return "须为不小于 1 的整数，年数不大于 100"
    return "金额以元为单位，不小于 0，至多 16 位整数和 2 位小数"
