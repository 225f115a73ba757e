"""Whether two figures are one: ``"8000000"`` and ``"8000000.00"`` are the same money."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from domain.catalogue.facts import FactKind, FactSpec


def differing(specs: Iterable[FactSpec], one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the figures that are not the same in both, in the order of the catalogue."""
    return tuple(
        spec.name
        for spec in specs
        if _compared(spec, one.get(spec.name)) != _compared(spec, other.get(spec.name))
    )


def told_anew(
    specs: Iterable[FactSpec],
    declared: Mapping[str, Any],
    verified: Mapping[str, Any],
    given: Mapping[str, Any],
) -> tuple[str, ...]:
    """Names of the given figures that are news: neither what was declared before nor what the office verified.

    Args:
        specs: of the type.
        declared: the applicant's figures so far.
        verified: those that the office replaced.
        given: what the applicant says now, repeated figures included.
    """
    listed = [spec for spec in specs if spec.name in given]
    beside_verified = differing(listed, {**declared, **verified}, given)
    return tuple(name for name in differing(listed, declared, given) if name in beside_verified)


def _compared(spec: FactSpec, value: Any) -> Any:
    if spec.kind is FactKind.LIST and isinstance(value, list):
        return [_entry(spec, entry) for entry in value]
    if spec.kind is FactKind.MONEY and value is not None:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return value
    return value


def _entry(spec: FactSpec, entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {item.name: _compared(item, entry.get(item.name)) for item in spec.items}
