"""One year of support: the year ends, the applicant claims, the lead reviews, the money is paid."""

from typing import TypeAlias

from domain.case.acts.endings import ExcuseLapse
from domain.case.acts.instalments import ClaimInstalment, ReviewInstalment
from domain.case.contests.contested import Contestable
from domain.case.deficiency_notices import answered, phase_of
from domain.case.lapses import CLAIM, Lapsed, chosen
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessed
from domain.case.user_tasks import TermAsked, UserTask
from domain.case.verbs import ASSESS_AWARD
from domain.departments import CALENDAR
from domain.money import plain
from domain.other_funding.declared import FIELD
from workflows.case import Case
from workflows.endings import DecisionCorrected, NothingDue, ProcedureEnded, TaskOver
from workflows.stages.contested import close_contest
from workflows.stages.deciding.assessment import found_by, holds
from workflows.stages.deciding.oversight import approve_as_head
from workflows.stages.defects import NOTHING_TOLD, DefectNotice, telling
from workflows.stages.lapse import excused
from workflows.stages.payee import forget_named, take_named
from workflows.stages.payment import pay
from workflows.trail import Laps

Claimed: TypeAlias = tuple[ClaimInstalment, Event, UserTask]


async def open_year(case: Case, year: int, event: Event, reason: str = "") -> None:
    """→ 分年兑现中, waiting for the last day of a year of support (1, 2, …)."""
    case.keep(instalment=year)
    until = TermAsked(
        name="instalment_year", label=f"第{year}个补助年度期满", until=case.plan.instalment_ends[year - 1]
    )
    task = UserTask(party=CALENDAR, subject=str(year), asked=until)
    before = str(year - 1) if year > 1 else ""
    await case.enter(Stage.INSTALMENTS, event, task, reason=reason, subject=before)


async def settle_year(case: Case) -> tuple[Event, str]:
    """Wait for the year's end, then claim, review and payment; what came of it and why, to be recorded next."""
    await case.act_of(TaskOver)
    return await settle_claim(case)


async def settle_claim(case: Case) -> tuple[Event, str]:
    """Claim, review and payment of the year in hand; what came of it and why, to be recorded next.

    A claim that does not come within its term forfeits this year alone, and the applicant is told so with the rule.
    """
    claim = await ask_claim(case, str(case.state.instalment), Event.INSTALMENT_OPENED)
    return await settle_claimed(case, claim, Event.INSTALMENT_CLAIMED)


async def settle_claimed(
    case: Case, claim: ClaimInstalment | None, event: Event, not_by: tuple[str, ...] = ()
) -> tuple[Event, str]:
    """Review and payment of the year in hand, which was claimed or not; what came of it and why, to be recorded next.

    Who decided it before and was contested does not review it.
    """
    year = str(case.state.instalment)
    task = case.plan.lead_task("review_instalment", term="lead_review", subject=year, not_by=not_by)
    laps: Laps[Claimed] = Laps(case, "claim", Claimed)
    while claim is not None:
        claim, event, task = laps.top((claim, event, task))
        act, reason, task = await review_claim(case, task, claim, event)
        if act.decision != "approve":
            forget_named(case)
        if act.decision == "reject":
            return Event.INSTALMENT_REFUSED, reason
        if act.decision == "approve":
            try:
                await approve_as_head(case, Stage.INSTALMENTS, year)
                return await pay_year(case, reason)
            except DecisionCorrected as corrected:
                task = task.model_copy(update={"not_by": corrected.not_by or task.not_by})
                case.keep(amount=None)
                event = Event.DECISION_CORRECTED
                continue
        event = Event.INSTALMENT_CLAIMED
        claim = await ask_claim_again(case, claim, act)
    case.keep(lapses=(*case.state.lapses, Lapsed(act=CLAIM, subject=year)))
    return Event.INSTALMENT_MISSED, missed(case, year)


async def pay_year(case: Case, reason: str = "") -> tuple[Event, str]:
    """Pay the year in hand; where nothing is due any more, the year is refused.

    Payee details that do not come in time forfeit this year alone, as a claim that does not.
    """
    year = str(case.state.instalment)
    try:
        return await pay(case, year, reason=reason)
    except NothingDue as nothing:
        return Event.INSTALMENT_REFUSED, nothing.reason
    except ProcedureEnded as ended:
        if ended.event is not Event.LAPSED:
            raise
        case.keep(lapses=(*case.state.lapses, Lapsed(act=CLAIM, subject=year)))
        why = f"第{year}个补助年度逾期未确认收款信息，按办理规程（附则(五)）该年度不予兑现；不影响以后年度。"
        return Event.INSTALMENT_MISSED, why


async def make_up_year(case: Case, act: ExcuseLapse) -> None:
    """A missed year is made good while the next one is awaited: claim, review and payment; then the case waits on."""
    stage, tasks, awaited, amount = case.stage, case.tasks, case.state.instalment, case.state.amount
    lost = chosen(case.state.lapses, act.instalment)
    assert lost is not None  # it was admitted while nothing else was dealt with
    close_contest(case, Contestable.LAPSE, lost.subject)
    event, reason = await make_good(case, lost)
    case.keep(instalment=awaited, amount=amount)
    await case.enter(stage, event, *tasks, reason=reason, subject=lost.subject)


async def make_good(case: Case, lost: Lapsed) -> tuple[Event, str]:
    """Claim, review and payment of a year that was missed; what came of it and why, to be recorded next."""
    case.keep(instalment=int(lost.subject))
    await excused(case, lost)
    return await settle_claim(case)


def missed(case: Case, year: str) -> str:
    """The rule by which a missed year is settled (附则(五), 办理规程)."""
    days = case.plan.terms["instalment_claim"]
    return (
        f"第{year}个补助年度期满后{days}个工作日内未提出兑现申请，按办理规程（附则(五)）该年度不予兑现，"
        "不核定、不结转；不影响以后年度。"
    )


async def ask_claim(
    case: Case, year: str, event: Event, said: DefectNotice = NOTHING_TOLD
) -> ClaimInstalment | None:
    """Ask the applicant for this year's figures, and the account; None when the term lapsed."""
    task = case.plan.applicant_task("claim_instalment", term="instalment_claim", subject=year)
    await case.enter(Stage.INSTALMENTS, event, task, subject=year, **said)
    act = await case.act_of(ClaimInstalment, TaskOver)
    if isinstance(act, TaskOver):
        return None
    take_named(case, act)
    return act


async def ask_claim_again(
    case: Case, claim: ClaimInstalment, returned: ReviewInstalment
) -> ClaimInstalment | None:
    """Tell all defects of a claim at once, and ask again; what the new claim changes may be spoken of again."""
    phase = phase_of(Stage.INSTALMENTS, claim.subject)
    said = telling(case, phase, returned)
    again = await ask_claim(case, claim.subject, Event.INSTALMENT_RETURNED, said)
    if again is not None:
        changed = [name for name, value in again.facts.items() if value != claim.facts.get(name)]
        changed += [FIELD] if again.other_funding != claim.other_funding else []
        case.keep(notices=answered(case.state.notices, phase, changed))
    return again


async def review_claim(
    case: Case, task: UserTask, claim: ClaimInstalment, event: Event
) -> tuple[ReviewInstalment, str, UserTask]:
    """The lead's decision on this year's claim, what the applicant is told, and the task as it would come back.

    Verified figures replace claimed ones. Another amount than the claimed one needs a reason, which the applicant reads
    beside both amounts.
    """
    year = task.subject
    await case.enter(Stage.INSTALMENTS, event, task, subject=year)
    laps: Laps[None] = Laps(case, "review of a claim", None)
    while True:
        laps.top(None)
        act = await case.act_of(ReviewInstalment)
        if act.decision != "approve":
            return act, "", case.inbox.sent_back(act)
        assessed = await case.do(
            ASSESS_AWARD,
            phase="instalment",
            subject=year,
            verified_facts={**claim.facts, **(act.verified_facts or {})},
            claimed_facts=claim.facts,
            reason=act.reason,
            other_funding=found_by(act),
        )
        if holds(case, act, assessed):
            return act, difference(assessed, act.reason), task


def difference(assessed: Assessed, reason: str) -> str:
    """What the applicant reads when the verified figures give another amount than the claimed ones; else empty."""
    if assessed.claimed is None or assessed.amount is None:
        return ""
    return f"按申请数据应为 {plain(assessed.claimed)} 元，按核实数据核定为 {plain(assessed.amount)} 元。理由：{reason}"
