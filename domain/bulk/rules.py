"""Which acts may be done in many cases at once, as data.

What somebody must judge case by case, and what burdens somebody, is done in its own case: whoever is burdened is told the
reason and the clause of this one case, and a list has none of its own for each.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from domain.case.acts.registry import ACTS, BY_KIND, label_of, rules_of
from domain.case.acts.rules import CaseByCase, InBulk
from domain.errors import FieldError, InvalidInput, NotAllowed
from domain.frozen import Frozen

MOST_ITEMS: Final = 2000
"""Items of one list."""

MOST_SHARED: Final = 16_384
"""Characters of what all items share: each item keeps its own act whole."""


class BulkRule(Frozen):
    """What a list may carry.

    Attributes:
        kind: of the act.
        title: its Chinese name.
        decisions: the only decisions that a list may carry; empty where the act has none.
        subject: what an item's ``subject`` must name, in Chinese; empty where it need not.
        is_of_people: it is no act of a case, but concerns who has a task of it.
    """

    kind: str
    title: str
    decisions: tuple[str, ...] = ()
    subject: str = ""
    is_of_people: bool = False


def _rules() -> Iterator[BulkRule]:
    """Acts of cases, and who has their tasks."""
    for act in ACTS:
        bulk = act.rules.bulk
        if isinstance(bulk, InBulk):
            yield BulkRule(kind=act.kind, title=act.label, decisions=bulk.decisions, subject=bulk.subject)
    for kind, title in {"claim": "领取待办", "release": "释放待办", "reassign": "转交待办"}.items():
        yield BulkRule(kind=kind, title=title, is_of_people=True)


BULK_RULES: Final[dict[str, BulkRule]] = {rule.kind: rule for rule in _rules()}
"""Everything that a list may carry."""


def rule_of(kind: str) -> BulkRule:
    """The rule of an act that may be done in bulk.

    Raises:
        InvalidInput: there is no such act.
        NotAllowed: it is done case by case, with the reason.
    """
    rule = BULK_RULES.get(kind)
    if rule is not None:
        return rule
    allowed = "、".join(f"{rule.title}（{rule.kind}）" for rule in BULK_RULES.values())
    if kind not in BY_KIND:
        raise InvalidInput(
            "批量办理的事项有误。",
            remedy=f"可以批量办理：{allowed}。",
            fields=(FieldError(path="act", message=f"没有“{kind[:64]}”这一办理事项"),),
        )
    raise NotAllowed(
        f"“{label_of(kind)}”不能批量办理。",
        why=f"{rules_of(kind).bulk}。",
        remedy=f"请在各案件中逐案办理；可以批量办理：{allowed}。",
    )


def title_of(kind: str) -> str:
    """The Chinese name of what a kept list carries."""
    return BULK_RULES[kind].title


def check_decision(rule: BulkRule, decision: object) -> None:
    """Refuse a decision that burdens somebody; a missing one is left to the form of the act.

    Raises:
        NotAllowed: naming the decisions that a list may carry.
    """
    if not rule.decisions or decision is None or decision in rule.decisions:
        return
    names = rules_of(rule.kind).decisions
    granted = "、".join(f"“{names[each]}”（{each}）" for each in rule.decisions)
    told = names.get(str(decision), str(decision)[:40])
    raise NotAllowed(
        f"批量{rule.title}不能作出“{told}”。",
        why=f"{CaseByCase.BURDENS}；批量办理只能作出{granted}。",
        remedy="请在该案件中逐案办理。",
    )


def check_subject(rule: BulkRule, subject: str) -> None:
    """An act about one of several like things names it.

    Raises:
        InvalidInput: it does not.
    """
    if rule.subject and not subject:
        told = FieldError(path="subject", message=f"为必填项，须写明{rule.subject}")
        raise InvalidInput(f"未写明{rule.subject}。", remedy="请补充后重新提交。", fields=(told,))


def check_shared(rule: BulkRule, body: Mapping[str, object]) -> None:
    """What all items share burdens nobody and is of a sensible size.

    Raises:
        NotAllowed: its decision is none that a list may carry.
        InvalidInput: it is too large.
    """
    check_decision(rule, body.get("decision"))
    if len(json.dumps(body, ensure_ascii=False)) > MOST_SHARED:
        told = FieldError(path="body", message=f"共用内容不得超过 {MOST_SHARED} 字符")
        raise InvalidInput("共用内容过长。", remedy="请精简共用内容。", fields=(told,))


def check_list(keys: Sequence[tuple[str, str]]) -> None:
    """Refuse a list that names a case and subject twice, telling every repetition.

    Args:
        keys: case number and subject of every item, in their order.

    Raises:
        InvalidInput: by field.
    """
    first: dict[tuple[str, str], int] = {}
    repeated = []
    for index, key in enumerate(keys):
        earlier = first.setdefault(key, index)
        if earlier != index:
            message = f"与第 {earlier + 1} 项重复：同一案件的同一事项只能列一次"
            repeated.append(FieldError(path=f"items[{index}].case_number", message=message))
    _refuse(repeated)


def _refuse(fields: Collection[FieldError]) -> None:
    if fields:
        raise InvalidInput(
            f"名单有 {len(fields)} 处重复，全部未办理。",
            remedy="请删除重复的项后重新提交。",
            fields=tuple(fields),
        )
