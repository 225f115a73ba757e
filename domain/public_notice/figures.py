"""Figures on a notice: declared and verified, with the catalogue's labels and units. Free text never gets there.

What may be published is decided by the kind of a fact: words that a person wrote could hold anything, so a fact of
kind ``text`` is left out wherever it stands, also inside a list.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.catalogue.facts import FactKind, FactSpec
from domain.frozen import Frozen

UNPUBLISHED = frozenset({FactKind.TEXT})
"""Kinds of facts that are never published."""

YES, NO = "是", "否"


class NoticeFigure(Frozen):
    """One figure of a case.

    Attributes:
        name: the fact's key; ``tests[0].fee`` for an entry of a list.
        label: as people read it.
        kind: how it is written (``money`` in 元 as "123000000.00", ``date`` as "2026-03-01").
        unit: what a number counts.
        declared: as the applicant gave it; empty where only the office did.
        verified: as the lead verified it; empty where it holds as declared.
    """

    name: str
    label: str
    kind: str
    unit: str = ""
    declared: str = ""
    verified: str = ""


def figures_of(
    specs: Iterable[FactSpec], declared: Mapping[str, Any], verified: Mapping[str, Any] | None
) -> tuple[NoticeFigure, ...]:
    """The figures that may be published, in the order of the catalogue."""
    checked = verified or {}
    found: list[NoticeFigure] = []
    for spec in specs:
        ours = {figure.name: figure for figure in _flat(spec, checked.get(spec.name))}
        theirs = {figure.name: figure for figure in _flat(spec, declared.get(spec.name))}
        names = dict.fromkeys((*theirs, *ours))
        found.extend(_both(theirs.get(name), ours.get(name)) for name in names)
    return tuple(found)


def _both(declared: NoticeFigure | None, verified: NoticeFigure | None) -> NoticeFigure:
    """Declared and verified in one; a verified figure that changes nothing is not shown twice."""
    if declared is None:
        assert verified is not None  # noqa: S101 - one of the two named it
        return verified.model_copy(update={"declared": "", "verified": verified.declared})
    if verified is None or verified.declared == declared.declared:
        return declared
    return declared.model_copy(update={"verified": verified.declared})


def _flat(spec: FactSpec, value: Any) -> Iterator[NoticeFigure]:
    """A fact as figures; a list as one figure for each field of each entry."""
    if spec.kind is FactKind.LIST and isinstance(value, list):
        for place, entry in enumerate(value):
            for item in spec.items:
                yield from _one(
                    item,
                    entry.get(item.name) if isinstance(entry, dict) else None,
                    f"{spec.name}[{place}].{item.name}",
                    f"{spec.label}第{place + 1}项：{item.label}",
                )
    elif spec.kind is not FactKind.LIST:
        yield from _one(spec, value, spec.name, spec.label)


def _one(spec: FactSpec, value: Any, name: str, label: str) -> Iterator[NoticeFigure]:
    if value is not None and spec.kind not in UNPUBLISHED:
        unit = "" if spec.kind is FactKind.YEAR else spec.unit
        yield NoticeFigure(
            name=name, label=label, kind=spec.kind.value, unit=unit, declared=shown(spec, value)
        )


def shown(spec: FactSpec, value: Any) -> str:
    """A value as it is published: a choice by its label, 是 or 否, anything else as it was written."""
    if spec.kind is FactKind.CHOICE:
        return spec.choices.get(str(value), "")
    if spec.kind is FactKind.BOOLEAN:
        return YES if value is True else NO
    return str(value)
