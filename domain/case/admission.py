"""What is allowed now, and why not: one opinion, of an act that came or of one that somebody thinks of.

Every reason at once, with the way out. The case asks when an act comes; whoever shows a case asks what could come.
"""

from collections.abc import Iterator
from functools import singledispatch

from domain.case.acts.act import Act
from domain.case.acts.defects import Noticing
from domain.case.acts.endings import ExcuseLapse
from domain.case.acts.filing import RequestReconsideration
from domain.case.acts.four_eyes import four_eyes, other_eyes
from domain.case.acts.fresh_eyes import fresh_eyes
from domain.case.acts.objections import RaiseObjection
from domain.case.acts.payment import IssueFundDocument, ReturnPayment
from domain.case.acts.review import AnswerReconsideration, Review
from domain.case.acts.rules import BY_APPLICANT, TASKED, Needs
from domain.case.acts.time import CorrectExtension, ExtendTerm
from domain.case.contests.changing import against_contest
from domain.case.correctable import against_correction
from domain.case.deficiency_notices import against_notice
from domain.case.lapses import against_choice, against_excuse
from domain.case.record.progress import CONTEST
from domain.case.record.situation import ENDS_OR_TURNS, Situation
from domain.case.record.stages import ENDED, Stage
from domain.case.recoverable import against_recovery
from domain.case.returnable import against_late_return
from domain.case.roles import Actor
from domain.case.time.term_acts import against_change, against_new_length
from domain.case.time.urging import against_urging
from domain.case.user_tasks import not_awaited, overtaken, task_that_fits
from domain.departments import APPLICANT
from domain.errors import CaseBusy, CaseClosed, InvalidInput, NotAllowed, Refusal, WrongStage
from domain.public_notice.objecting import against_more_objections, against_objection

MOST_ACTS = 1_500
"""Of the 2,000 that a run of a case takes in all; the rest is kept for those whose turn it is."""

WITHOUT_TURN = frozenset({Needs.CASE, Needs.TERM, Needs.SOMEBODY_AWAITED})
"""Acts that may be repeated without anything going on."""


def admit(act: Act, now: Situation) -> None:
    """Say whether an act is allowed now.

    Raises:
        Refusal: with the first reason and what to do; it carries the others.
    """
    if found := refusals(act, now):
        raise Refusal.together(found)


def refusals(act: Act, now: Situation) -> tuple[Refusal, ...]:
    """Everything that stands against an act that came; empty when it is allowed."""
    found = refusals_to(type(act), act.by, now, act.subject, _whose(act))
    return found if now.closed else (*found, *_against_content(act, now))


def refusals_late(act: Act, now: Situation, *, has_task: bool) -> tuple[Refusal, ...]:
    """Everything that stands against an act that was admitted, when its turn comes; it keeps the task that it has used."""
    against = () if has_task else _against_time(type(act), act.by, now, act.subject, _whose(act))
    return (*against, *_against_content(act, now))


def _whose(act: Act) -> str:
    """Whose term it would change; the own one where it does not say."""
    return act.whose if isinstance(act, ExtendTerm | CorrectExtension) else ""


def refusals_to(
    kind: type[Act], by: Actor, now: Situation, subject: str = "", whose: str = ""
) -> tuple[Refusal, ...]:
    """Everything that stands against such an act, whatever it would say; empty when it is allowed.

    Args:
        kind: of act.
        by: who would do it.
        now: where the case stands.
        subject: which of several like things it would be about.
        whose: whose term would be extended; the own one unless said.
    """
    if now.closed or (now.opened_by not in (None, kind) and not now.taken):
        return (CaseClosed.of(now.stage.value),)
    return (
        *_against_too_many(kind, by, now),
        *four_eyes(kind.kind, by.account, now.state.done),
        *fresh_eyes(kind.kind, by.account, now.state.excluded),
        *against_party(kind, by, now.lead),
        *_against_time(kind, by, now, subject, whose),
    )


def _against_too_many(kind: type[Act], by: Actor, now: Situation) -> Iterator[Refusal]:
    """What needs no turn of somebody, or what everybody may do, ends before the engine takes no act at all any more."""
    if now.taken >= MOST_ACTS and (kind.rules.needs in WITHOUT_TURN or kind.rules.is_public):
        yield CaseBusy(
            f"本案在本阶段已办理 {now.taken} 项，暂不再接收“{kind.label}”。",
            why="为保证待办事项随时能够办理，同一案件的附带事项有数量上限。",
            remedy="请先办结当前等待的事项；确有必要的，请联系系统管理员。",
        )
    if kind is RaiseObjection:
        yield from against_more_objections(by, now.tasks, now.state.done.get(kind.kind, ()))


def against_party(kind: type[Act], by: Actor, lead: str) -> Iterator[NotAllowed]:
    """An act that needs no task, or is the lead's alone, is not everybody's."""
    rules = kind.rules
    if rules.only_lead and by.party != lead:
        yield NotAllowed(f"只有牵头部门可以{rules.label}。", remedy="请联系牵头部门。")
    if rules.needs is not Needs.TASK and rules.by == BY_APPLICANT and by.party != APPLICANT:
        yield NotAllowed(f"只有申请单位可以{rules.label}。", remedy="请联系申请单位。")


def _against_time(kind: type[Act], by: Actor, now: Situation, subject: str, whose: str) -> Iterator[Refusal]:
    """Why it is not the time for such an act."""
    needs = kind.rules.needs
    if needs is Needs.TASK:
        yield from _against_turn(kind, by, now, subject)
    elif needs is Needs.TERM:
        yield from _against_change_of_term(kind, by, now, whose)
    elif needs is Needs.BANK:
        yield from _against_bank(kind, by, now, subject)
    elif needs is Needs.LAPSE:
        yield from _against_excuse(now)
    elif needs is Needs.SOMEBODY_AWAITED:
        again_from = now.state.urge_again_from or now.today
        yield from against_urging(now.tasks, again_from, now.today, is_under_way=now.has_ahead(needs))
    elif needs in ENDS_OR_TURNS:
        yield from _against_turning(kind, now)


def _against_turn(kind: type[Act], by: Actor, now: Situation, subject: str) -> Iterator[Refusal]:
    """It is the turn of this party, and of somebody who did not do what is checked."""
    task = task_that_fits(kind.kind, by.party, subject, now.tasks)
    if task is None:
        yield _overtaken(kind, now) or not_awaited(kind.label, now.tasks, now.stage.value)
    elif task.is_closed_to(kind.kind, *by.people):
        yield other_eyes(kind.kind)


def _overtaken(kind: type[Act], now: Situation) -> WrongStage | None:
    """Another act has just used the task that this one needs; None when none has."""
    first = next((act for act in now.ahead if act.rules.needs in TASKED), None)
    return overtaken(kind.label, first.label) if first else None


def _against_bank(kind: type[Act], by: Actor, now: Situation, subject: str) -> Iterator[Refusal]:
    """The bank speaks about a payment in hand, or about one that it was said to have paid."""
    if task_that_fits(kind.kind, by.party, subject, now.tasks) is not None:
        return
    if (first := _overtaken(kind, now)) is not None:
        yield first
        return
    yield from against_late_return(
        is_recovering=now.is_recovering, has_paid=now.state.payments > 0, is_paying=now.is_paying
    )
    yield from _against_second_turn(kind, now)


def _against_excuse(now: Situation) -> Iterator[Refusal]:
    """What was lost is made good while nothing else is dealt with."""
    yield from against_excuse(now.state.lapses, now.tasks)
    is_free = not (now.is_paying or now.is_recovering or now.state.checkpoint == CONTEST)
    if not is_free or now.turned_by or now.has_ahead(*TASKED):
        yield WrongStage("本案正在办理其他事项，暂不能准予补办。", remedy="请稍后查看案件详情。")


def _against_change_of_term(kind: type[Act], by: Actor, now: Situation, whose: str) -> Iterator[Refusal]:
    """Each party changes its own terms, one change after the other; the lead may also extend the applicant's."""
    if now.has_ahead(Needs.TERM):
        yield WrongStage("另一项期限变更正在办理。", remedy="请稍后查看办理时限。")
    yield from against_change(kind, by.party, whose, now.tasks, now.lead, now.today)


def _against_turning(kind: type[Act], now: Situation) -> Iterator[Refusal]:
    """A case may be ended until a payment is ordered; then what was paid may be recovered, when no more is under way."""
    has_paid = now.state.payments > 0
    money = {"is_recovering": now.is_recovering, "has_paid": has_paid, "is_paying": now.is_paying}
    again = now.stage in ENDED or not (now.has_review or now.is_recovering or now.is_paying)
    if again and kind.rules.needs is Needs.NO_PAYMENT:
        yield WrongStage(f"案件{now.stage.value}，正在复核，不能{kind.label}。", remedy="请待复核办结。")
    elif kind.rules.needs is Needs.MONEY_PAID:
        yield from against_recovery(**money, label=kind.label.removeprefix("决定"))
    elif kind.rules.needs is Needs.DECISION:
        yield from against_correction(now.stage, **money, has_review=now.has_review)
    else:
        yield from _against_ending(kind, now)
    yield from _against_second_turn(kind, now)


def _against_second_turn(kind: type[Act], now: Situation) -> Iterator[WrongStage]:
    """Of two acts that turn a case elsewhere in one moment, the first is done."""
    if now.turned_by is not None:
        yield WrongStage(
            f"案件正在办理刚刚提交的“{now.turned_by.label}”，“{kind.label}”未生效。",
            why="该项办理改变案件的去向，须先办结。",
            remedy="请稍后查看案件详情，再决定是否办理。",
        )


def _against_ending(kind: type[Act], now: Situation) -> Iterator[WrongStage]:
    """Not while money is being recovered or paid; what was paid once, the applicant does not withdraw from."""
    if now.is_recovering:
        yield WrongStage(f"案件正在追回资金，不能{kind.label}。", remedy="请先办结或撤销追回。")
    if now.is_paying or (now.state.payments and not kind.rules.only_lead):
        yield WrongStage(
            f"资金已下达，不能{kind.label}。",
            why="撤回或终止须在拨付指令发出之前。",
            remedy="请等待本次拨付完成。",
        )


@singledispatch
def _against_content(_act: Act, _now: Situation) -> Iterator[Refusal]:
    """Why the case does not take what an act says."""
    return iter(())


@_against_content.register
def _(act: Noticing, now: Situation) -> Iterator[Refusal]:
    """A second notice of defects needs its ground."""
    return against_notice(act, now.stage, now.state.notices)


@_against_content.register
def _(act: ReturnPayment, now: Situation) -> Iterator[Refusal]:
    """Who speaks of a payment in hand does not speak of one that was confirmed in this moment."""
    if not act.was_paid and task_that_fits(act.kind, act.by.party, act.subject, now.tasks) is None:
        yield not_awaited(act.label, now.tasks, now.stage.value)


@_against_content.register
def _(act: Review, now: Situation) -> Iterator[Refusal]:
    """A second notice needs its ground; where experts judge, an approval has their score."""
    yield from against_notice(act, now.stage, now.state.notices)
    if act.decision == "approve" and now.stage is Stage.EXPERT_REVIEW and act.expert_score is None:
        yield WrongStage(
            "案件已进入专家评审，不能按牵头审核通过。", remedy="请在专家评分后重新提交审核意见。"
        )


@_against_content.register
def _(act: RequestReconsideration | AnswerReconsideration, now: Situation) -> Iterator[Refusal]:
    """Once for each decision. A change is carried out at once, so it waits for whatever it would come between."""
    return against_contest(act, now)


@_against_content.register
def _(act: RaiseObjection, now: Situation) -> Iterator[Refusal]:
    """One open objection a person."""
    ahead = tuple(other for other in now.ahead if isinstance(other, RaiseObjection))
    return against_objection(act, now.tasks, ahead)


@_against_content.register
def _(act: ExcuseLapse, now: Situation) -> Iterator[Refusal]:
    """The year that is named was lost, and nothing that ended the case since."""
    return against_choice(now.state.lapses, act.instalment)


@_against_content.register
def _(act: CorrectExtension, now: Situation) -> Iterator[Refusal]:
    """A correction changes something, and takes no day from the applicant."""
    return against_new_length(act.whose, act.working_days, now.tasks)


@_against_content.register
def _(act: IssueFundDocument, now: Situation) -> Iterator[Refusal]:
    """City and locality share the award; the split sums to it (附则(二))."""
    if act.city_amount + act.locality_amount != now.state.amount:
        yield InvalidInput(
            f"市级与属地分担金额之和须等于应付金额 {now.state.amount} 元。",
            clause="附则(二)",
            remedy="请更正 city_amount 或 locality_amount。",
        )
