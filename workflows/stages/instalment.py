"""One year of support: the year ends, the applicant claims, the lead reviews, the money is paid."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import ClaimInstalment, ReviewInstalment
    from domain.case.events import Event
    from domain.case.stages import Stage
    from domain.case.steps import Assessed, Assessment
    from domain.case.turns import TermAsked, Turn
    from domain.departments import CALENDAR
    from domain.money import plain

from workflows.case import Case
from workflows.endings import NothingDue, TurnOver
from workflows.stages.payment import pay


async def open_year(case: Case, year: int, event: Event, reason: str = "") -> None:
    """→ 分年兑现中, waiting for the last day of a year of support (1, 2, …)."""
    case.keep(instalment=year)
    until = TermAsked(
        name="instalment_year", label=f"第{year}个补助年度期满", until=case.plan.instalment_ends[year - 1]
    )
    turn = Turn(party=CALENDAR, subject=str(year), asked=until)
    before = str(year - 1) if year > 1 else ""
    await case.enter(Stage.INSTALMENTS, event, turn, reason=reason, subject=before)


async def settle_year(case: Case) -> tuple[Event, str]:
    """Wait for the year's end, then claim, review and payment; what came of it and why, to be recorded next.

    A claim that does not come within its term forfeits this year alone, and the applicant is told so with the rule.
    """
    ended = await case.next_act()
    assert isinstance(ended, TurnOver)
    year, event = str(case.state.instalment), Event.INSTALMENT_OPENED
    while True:
        claim = await ask_claim(case, year, event)
        if claim is None:
            return Event.INSTALMENT_MISSED, missed(case, year)
        decision, reason = await review_claim(case, year, claim)
        if decision == "reject":
            return Event.INSTALMENT_REFUSED, reason
        if decision == "approve":
            try:
                return await pay(case, year, reason=reason)
            except NothingDue as nothing:
                return Event.INSTALMENT_REFUSED, nothing.reason
        event = Event.INSTALMENT_RETURNED


def missed(case: Case, year: str) -> str:
    """The rule by which a missed year is settled (附则(五), 办理规程)."""
    days = case.plan.terms["instalment_claim"]
    return (
        f"第{year}个补助年度期满后{days}个工作日内未提出兑现申请,按办理规程(附则(五))该年度不予兑现,"
        "不核定、不结转;不影响以后年度。"
    )


async def ask_claim(case: Case, year: str, event: Event) -> ClaimInstalment | None:
    """Ask the applicant for this year's figures; None when the term lapsed."""
    turn = case.applicant_turn("claim_instalment", term="instalment_claim", subject=year)
    await case.enter(Stage.INSTALMENTS, event, turn, subject=year)
    act = await case.next_act()
    return act if isinstance(act, ClaimInstalment) else None


async def review_claim(case: Case, year: str, claim: ClaimInstalment) -> tuple[str, str]:
    """The lead's decision on this year's claim, and what the applicant is told; verified figures replace claimed ones.

    Another amount than the claimed one needs a reason, which the applicant reads beside both amounts.
    """
    turn = case.lead_turn("review_instalment", term="lead_review", subject=year)
    await case.enter(Stage.INSTALMENTS, Event.INSTALMENT_CLAIMED, turn, subject=year)
    while True:
        act = await case.next_act()
        assert isinstance(act, ReviewInstalment)
        if act.decision != "approve":
            return act.decision, ""
        message = Assessment(
            case_number=case.plan.case_number,
            seq=case.next_seq(),
            at=workflow.now(),
            phase="instalment",
            subject=year,
            verified_facts={**claim.facts, **(act.verified_facts or {})},
            claimed_facts=claim.facts,
            reason=act.reason,
        )
        assessed = await case.assess(act, message)
        if assessed is not None:
            return act.decision, difference(assessed, act.reason)


def difference(assessed: Assessed, reason: str) -> str:
    """What the applicant reads when the verified figures give another amount than the claimed ones; else empty."""
    if assessed.claimed is None or assessed.amount is None:
        return ""
    return f"按申请数据应为 {plain(assessed.claimed)} 元,按核实数据核定为 {plain(assessed.amount)} 元。理由:{reason}"
