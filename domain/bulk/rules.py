"""Which acts may be done in many cases at once, as data.

What somebody must judge case by case, and what burdens somebody, is done in its own case: whoever is burdened is told the
reason and the clause of this one case, and a list has none of its own for each.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from domain.case.acts import ACTS
from domain.errors import FieldError, InvalidInput, NotAllowed
from domain.frozen import Frozen

MOST_ITEMS: Final = 2000
"""Items of one list."""

MOST_SHARED: Final = 16_384
"""Characters of what all items share: each item keeps its own act whole."""


class BulkRule(Frozen):
    """An act that may be done in bulk.

    Attributes:
        kind: of the act.
        decisions: the only decisions that a list may carry; empty where the act has none.
        subject: what an item's ``subject`` must name, in Chinese; empty where it need not.
        label: of what is no act of a case but concerns who has a turn of it; empty for acts.
    """

    kind: str
    decisions: tuple[str, ...] = ()
    subject: str = ""
    label: str = ""

    @property
    def title(self) -> str:
        """The Chinese name."""
        return self.label or ACTS[self.kind].label


BULK_RULES: Final[dict[str, BulkRule]] = {
    rule.kind: rule
    for rule in (
        BulkRule(kind="check_completeness", decisions=("accept",)),
        BulkRule(kind="sign_off", decisions=("agree", "no_opinion")),
        BulkRule(kind="urge"),
        BulkRule(kind="issue_fund_document"),
        BulkRule(kind="confirm_payment", subject="支付编号"),
        BulkRule(kind="claim", label="领取待办"),
        BulkRule(kind="release", label="释放待办"),
        BulkRule(kind="reassign", label="转交待办"),
    )
}
"""Everything that a list may carry: acts of cases, and who has their turns."""

_APPLICANTS = "由申请单位就本单位案件逐案办理"
_JUDGED = "须逐案审查事实后作出"
_BURDENS = "对申请单位产生不利影响，须逐案说明理由和依据"
_MONEY = "金额须逐案核对"

WHY_NOT: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("file", "supplement", "claim_instalment", "redeem", "provide_payee", "withdraw"), _APPLICANTS
    ),
    **dict.fromkeys(("raise_objection", "request_reconsideration"), "由提出人就具体案件逐案提出"),
    **dict.fromkeys(("review", "settle", "find_on_objection", "record_acceptance", "lift_stop"), _JUDGED),
    **dict.fromkeys(("review_instalment", "review_redemption", "reverse_recovery"), _JUDGED),
    **dict.fromkeys(("terminate", "stop_payment", "decide_recovery", "return_payment"), _BURDENS),
    **dict.fromkeys(("extend_term", "pause_clock"), _BURDENS),
    "resume_clock": "中止事由是否消除须逐案确认",
    "record_repayment": _MONEY,
}
"""Act → why it is done case by case."""

DECISION_NAMES: Final = {
    "accept": "受理",
    "supplement": "要求补正",
    "refuse": "不予受理",
    "agree": "同意",
    "no_opinion": "无意见",
    "object": "提出异议",
}


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
    if kind not in ACTS:
        raise InvalidInput(
            "批量办理的事项有误。",
            remedy=f"可以批量办理：{allowed}。",
            fields=(FieldError(path="act", message=f"没有“{kind[:64]}”这一办理事项"),),
        )
    raise NotAllowed(
        f"“{ACTS[kind].label}”不能批量办理。",
        why=f"{WHY_NOT.get(kind, _JUDGED)}。",
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
    granted = "、".join(f"“{DECISION_NAMES[each]}”（{each}）" for each in rule.decisions)
    told = DECISION_NAMES.get(str(decision), str(decision)[:40])
    raise NotAllowed(
        f"批量{rule.title}不能作出“{told}”。",
        why=f"{_BURDENS}；批量办理只能作出{granted}。",
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
