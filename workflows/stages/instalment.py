"""One year of support: the year ends, the applicant claims, the lead reviews, the money is paid."""

from domain.case.acts.instalments import ClaimInstalment, ReviewInstalment
from domain.case.deficiency_notices import answered, phase_of
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import Assessed
from domain.case.user_tasks import TermAsked, UserTask
from domain.case.verbs import ASSESS_AWARD
from domain.departments import CALENDAR
from domain.money import plain
from workflows.case import Case
from workflows.endings import NothingDue, TaskOver
from workflows.stages.assessment import holds
from workflows.stages.defects import NOTHING_TOLD, DefectNotice, telling
from workflows.stages.payment import pay


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
    """Wait for the year's end, then claim, review and payment; what came of it and why, to be recorded next.

    A claim that does not come within its term forfeits this year alone, and the applicant is told so with the rule.
    """
    await case.act_of(TaskOver)
    year = str(case.state.instalment)
    task = case.plan.lead_task("review_instalment", term="lead_review", subject=year)
    claim = await ask_claim(case, year, Event.INSTALMENT_OPENED)
    while claim is not None:
        act, reason, task = await review_claim(case, task, claim)
        if act.decision == "reject":
            return Event.INSTALMENT_REFUSED, reason
        if act.decision == "approve":
            try:
                return await pay(case, year, reason=reason)
            except NothingDue as nothing:
                return Event.INSTALMENT_REFUSED, nothing.reason
        claim = await ask_claim_again(case, claim, act)
    return Event.INSTALMENT_MISSED, missed(case, year)


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
    """Ask the applicant for this year's figures; None when the term lapsed."""
    task = case.plan.applicant_task("claim_instalment", term="instalment_claim", subject=year)
    await case.enter(Stage.INSTALMENTS, event, task, subject=year, **said)
    act = await case.act_of(ClaimInstalment, TaskOver)
    return act if isinstance(act, ClaimInstalment) else None


async def ask_claim_again(
    case: Case, claim: ClaimInstalment, returned: ReviewInstalment
) -> ClaimInstalment | None:
    """Tell all defects of a claim at once, and ask again; what the new claim changes may be spoken of again."""
    phase = phase_of(Stage.INSTALMENTS, claim.subject)
    said = telling(case, phase, returned)
    again = await ask_claim(case, claim.subject, Event.INSTALMENT_RETURNED, said)
    if again is not None:
        changed = [name for name, value in again.facts.items() if value != claim.facts.get(name)]
        case.keep(notices=answered(case.state.notices, phase, changed))
    return again


async def review_claim(
    case: Case, task: UserTask, claim: ClaimInstalment
) -> tuple[ReviewInstalment, str, UserTask]:
    """The lead's decision on this year's claim, what the applicant is told, and the task as it would come back.

    Verified figures replace claimed ones. Another amount than the claimed one needs a reason, which the applicant reads
    beside both amounts.
    """
    year = task.subject
    await case.enter(Stage.INSTALMENTS, Event.INSTALMENT_CLAIMED, task, subject=year)
    while True:
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
        )
        if holds(case, act, assessed):
            return act, difference(assessed, act.reason), task


def difference(assessed: Assessed, reason: str) -> str:
    """What the applicant reads when the verified figures give another amount than the claimed ones; else empty."""
    if assessed.claimed is None or assessed.amount is None:
        return ""
    return f"按申请数据应为 {plain(assessed.claimed)} 元，按核实数据核定为 {plain(assessed.amount)} 元。理由：{reason}"
