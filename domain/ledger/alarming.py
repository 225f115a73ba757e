"""Which alarm a difference of the reconciliation is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from domain.alarms import AlarmKind
from domain.ledger.differences import Difference, DifferenceKind

OF_CASES: Final[Mapping[DifferenceKind, AlarmKind]] = {
    DifferenceKind.WORKFLOW_MISSING: AlarmKind.CASE_INTERRUPTED,
    DifferenceKind.WORKFLOW_FAILING: AlarmKind.WORKFLOW_FAILING,
    DifferenceKind.WORKFLOW_LEFT: AlarmKind.CASE_DIFFERS,
    DifferenceKind.WORKFLOW_STRANGE: AlarmKind.CASE_DIFFERS,
    DifferenceKind.STAGE: AlarmKind.CASE_DIFFERS,
}
"""What is the matter between a case and its workflow; every other difference is one of money."""

OF_A_RECONCILIATION: Final = frozenset({*OF_CASES.values(), AlarmKind.LEDGER_DIFFERS})
MOST: Final = 20
"""Alarms of a kind; of what is the matter with more one alarm says how many there are."""

OTHERS: Final = "其余案件"
Found = dict[AlarmKind, dict[str, str]]
"""Kind → subject → what is the matter."""


def alarming(differences: Iterable[Difference]) -> Found:
    """The alarms that these differences are. What could not be compared is none."""
    found: dict[AlarmKind, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in differences:
        if each.kind is not DifferenceKind.UNPROVEN:
            kind = OF_CASES.get(each.kind, AlarmKind.LEDGER_DIFFERS)
            found[kind][each.case_number or each.what].append(_told(each, kind))
    return {
        kind: {subject: "、".join(dict.fromkeys(told)) + "。" for subject, told in subjects.items()}
        for kind, subjects in found.items()
    }


def _told(difference: Difference, kind: AlarmKind) -> str:
    """Sums are for whoever reconciles, and in no mail."""
    label = difference.kind.label
    return label if kind is AlarmKind.LEDGER_DIFFERS else f"{label}：{difference.other}"


def bounded(subjects: Mapping[str, str]) -> dict[str, str]:
    """As many as somebody reads one by one; the others in a number."""
    ordered = dict(sorted(subjects.items()))
    if len(ordered) <= MOST:
        return ordered
    shown = dict(list(ordered.items())[:MOST])
    return shown | {
        OTHERS: f"另有 {len(ordered) - MOST} 件情况相同，全部名单见对账（GET /v1/reconciliation）。"
    }


def is_proven(differences: Iterable[Difference]) -> Callable[[AlarmKind, str], bool]:
    """Whether what differences do not bear out is well again: what could not be compared is not known to be."""
    unproven = {each.case_number for each in differences if each.kind is DifferenceKind.UNPROVEN}

    def proven(kind: AlarmKind, subject: str) -> bool:
        return kind is AlarmKind.LEDGER_DIFFERS or unproven.isdisjoint({"", subject})

    return proven
