"""Tell everything once (一次性告知): when a second notice of defects may go out, and what it may be about.

What a first notice does not name counts as accepted. A second one in the same phase needs a new fact, which can only
concern what was named before or what the applicant's answer brought, or a supervisor's reason.
"""

from collections.abc import Collection
from typing import Final

from domain.case.act import Act, Noticing
from domain.case.record.stages import Stage
from domain.case.roles import Role
from domain.errors import FieldError, InvalidInput, NotAllowed
from domain.frozen import Frozen

CLAUSE: Final = "《优化营商环境条例》第三十六条"
"""需要市场主体补正有关材料、手续的,应当一次性告知需要补正的内容."""


class Noticed(Frozen):
    """What was told in one phase so far.

    Attributes:
        count: how many notices went out.
        items: every document, figure or part that they named.
        brought: what the applicant's answers replaced or changed.
        is_anew: the phase began anew after an objection; what comes of that may concern anything.
    """

    count: int = 0
    items: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    is_anew: bool = False


Notices = dict[str, Noticed]
"""Phase → what was told in it."""


def phase_of(stage: Stage, subject: str = "") -> str:
    """The phase in which a notice counts: ``completeness_check``, ``lead_review``, ``instalments:2``."""
    name = stage.name.lower()
    return f"{name}：{subject}" if subject else name


def admit_notice(act: Act, stage: Stage, notices: Notices) -> None:
    """Refuse a second notice without its ground; other acts pass.

    Raises:
        InvalidInput: neither a new fact nor a supervisor's reason is given, or the new fact concerns what was accepted.
        NotAllowed: a supervisor's reason is given by somebody else.
    """
    before = notices.get(phase_of(stage, act.subject))
    if not isinstance(act, Noticing) or not act.asks or before is None:
        return
    if act.supervisor_reason.strip():
        _need_supervisor(act)
    elif not act.new_fact.strip():
        raise _groundless(before)
    elif not before.is_anew:
        _refuse_accepted(act, {*before.items, *before.brought, *act.brought})


def _need_supervisor(act: Act) -> None:
    if act.by.role is not Role.SUPERVISOR:
        raise NotAllowed(
            "再次要求补正的主管理由，只能由本部门主管负责人提出。",
            why="超出首次告知范围的补正要求须由主管负责人决定。",
            clause=CLAUSE,
            remedy="请由主管负责人办理，或者改为说明新情况（new_fact）。",
        )


def _groundless(before: Noticed) -> InvalidInput:
    message = "再次补正须说明新情况，或者由主管负责人说明理由"
    return InvalidInput(
        f"本阶段已发出{before.count}次补正通知，不能无故再次要求补正。",
        why="需要补正的内容应当一次性告知。",
        clause=CLAUSE,
        remedy="请填写 new_fact（补正后才出现的情况），或者由主管负责人填写 supervisor_reason。",
        fields=(
            FieldError(path="new_fact", message=message),
            FieldError(path="supervisor_reason", message=message),
        ),
    )


def _refuse_accepted(act: Noticing, may_name: Collection[str]) -> None:
    message = "首次告知时没有列明，补正时也没有更换，视为已经接受"
    fields = tuple(
        FieldError(path=f"defects[{place}].item", message=message)
        for place, defect in enumerate(act.defects)
        if defect.item not in may_name
    )
    if fields:
        raise InvalidInput(
            "再次补正只能涉及此前告知的内容，或者补正时更换的内容。",
            why="需要补正的内容应当一次性告知；已经接受的材料不再要求补正。",
            clause=CLAUSE,
            remedy="请删去这些内容；确有必要的，由主管负责人说明理由（supervisor_reason）。",
            fields=fields,
        )


def told(notices: Notices, phase: str, act: Noticing) -> Notices:
    """With one more notice in a phase."""
    before = notices.get(phase, Noticed())
    named = (*before.items, *(defect.item for defect in act.defects))
    brought = (*before.brought, *act.brought) if before.count else ()
    after = Noticed(
        count=before.count + 1, items=tuple(dict.fromkeys(named)), brought=tuple(dict.fromkeys(brought))
    )
    return {**notices, phase: after}


def answered(notices: Notices, phase: str, brought: Collection[str]) -> Notices:
    """With what the applicant's answer brought."""
    before = notices.get(phase, Noticed())
    after = tuple(dict.fromkeys((*before.brought, *brought)))
    return {**notices, phase: before.model_copy(update={"brought": after})}


def begun_anew(notices: Notices, *phases: str) -> Notices:
    """After an objection these phases begin anew: their next notice needs a ground, but may concern anything."""
    anew = {
        phase: notices[phase].model_copy(update={"is_anew": True}) for phase in phases if phase in notices
    }
    return {**notices, **anew}


def ground_text(number: int, act: Noticing) -> str:
    """Which notice it is and why it was still needed, as the applicant reads it; empty for the first.

    Example: ``本通知为第2次补正通知。新情况:补充的审计报告载明的投资额与申报数不一致。``
    """
    if number < 2:
        return ""
    reason = act.supervisor_reason.strip()
    ground = f"主管负责人说明的理由：{reason}" if reason else f"新情况：{act.new_fact.strip()}"
    return f"本通知为第{number}次补正通知。{ground.rstrip('。')}。"
