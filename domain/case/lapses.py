"""What was lost because a term of the applicant ran out (逾期失权), and when the lead may let it be made good."""

from collections.abc import Iterable, Iterator

from domain.case.acts.filing import Supplement
from domain.case.acts.instalments import ClaimInstalment
from domain.case.acts.payment import ProvidePayee
from domain.case.acts.vouchers import Redeem
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from domain.departments import CALENDAR
from domain.errors import Refusal, WrongStage
from domain.frozen import Frozen

SUPPLEMENT = Supplement.kind
PAYEE = ProvidePayee.kind
CLAIM = ClaimInstalment.kind
REDEMPTION = Redeem.kind


class Lapsed(Frozen):
    """Something that was lost.

    Attributes:
        act: what the applicant did not do in time.
        subject: which year of support; empty for a case without years.
        is_at_check: of a supplement: whether the completeness check had asked for it, and not the review.
    """

    act: str
    subject: str = ""
    is_at_check: bool = False


def lapses_told(told: Iterable[tuple[str, str, str]]) -> tuple[Lapsed, ...]:
    """What is lost and was not made good, from the timeline of a case: event, stage and subject, in order.

    Of a case that has ended, what ended it comes last.
    """
    missed: dict[str, Lapsed] = {}
    ended: Lapsed | None = None
    asked, year, before = Event.SUBMITTED, "", Stage.DRAFT
    for happened, stage, subject in told:
        event = Event(happened)
        if event is Event.INSTALMENT_MISSED:
            missed[subject] = Lapsed(act=CLAIM, subject=subject)
        elif event in _ENDING:
            ended = _ending(event, before, asked, year)
        elif event is Event.LAPSE_EXCUSED:
            missed.pop(subject, None)
            ended = None
        elif event in _OVER:
            missed, ended = {}, None
        asked = event if event in _ASKING else asked
        year = subject if event is Event.INSTALMENT_CLAIMED else year
        before = Stage(stage)
    return (*missed.values(), *([ended] if ended else []))


_ENDING = frozenset({Event.LAPSED, Event.VOUCHER_EXPIRED})
_OVER = frozenset({Event.WITHDRAWN, Event.TERMINATED, Event.REJECTED, Event.NOT_SELECTED})
"""After these nothing is made good: the case was given up, or refused."""
_ASKING = frozenset({Event.SUPPLEMENT_REQUESTED, Event.RETURNED})


def _ending(event: Event, before: Stage, asked: Event, year: str) -> Lapsed:
    if event is Event.VOUCHER_EXPIRED:
        return Lapsed(act=REDEMPTION)
    if before is Stage.SUPPLEMENT:
        return Lapsed(act=SUPPLEMENT, is_at_check=asked is Event.SUPPLEMENT_REQUESTED)
    return Lapsed(act=PAYEE, subject=year)


def chosen(lapses: tuple[Lapsed, ...], instalment: int | None) -> Lapsed | None:
    """What an act makes good: the year that it names, else what was lost last; None when there is no such thing."""
    if instalment is None:
        return lapses[-1] if lapses else None
    return next((lost for lost in lapses if lost.act == CLAIM and lost.subject == str(instalment)), None)


def against_excuse(lapses: tuple[Lapsed, ...], tasks: tuple[UserTask, ...]) -> Iterator[Refusal]:
    """Why nothing can be made good now: nothing was lost, or the case is about something else."""
    if not lapses:
        yield WrongStage(
            "本案没有因逾期而失去的事项，无需准予补办。",
            why="准予补办针对逾期未补正、未确认收款信息、未申请年度兑现和算力券到期。",
            remedy="期限未满的，可以延长期限。",
        )
    elif any(task.party != CALENDAR and not task.beside for task in tasks):
        yield WrongStage(
            "本案正在办理其他事项，暂不能准予补办。",
            why="逾期年度的补办须在等待下一年度期满时进行。",
            remedy="请待当前事项办结后再办理。",
        )


def against_choice(lapses: tuple[Lapsed, ...], instalment: int | None) -> Iterator[WrongStage]:
    """Why the year that is named is not made good: it was not lost, or what ended the case comes first."""
    if instalment is None:
        return
    if chosen(lapses, instalment) is None:
        yield WrongStage(f"第{instalment}个补助年度没有逾期。", remedy="请核对年度后重新提交。")
    elif lapses[-1].act != CLAIM:
        yield WrongStage(
            "案件因另一事项逾期而关闭，须先准予补办该事项。",
            remedy="请不填写年度重新提交；案件恢复办理后，再准予补办该年度。",
        )
