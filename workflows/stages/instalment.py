"""One year of support: the year ends, the applicant claims, the lead reviews, the money is paid."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.acts import ClaimInstalment, ReviewInstalment
    from domain.case.events import Event
    from domain.case.stages import Stage
    from domain.case.steps import Assessment
    from domain.case.turns import TermAsked, Turn
    from domain.departments import CALENDAR

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

    A claim that does not come within its term forfeits this year alone.
    """
    ended = await case.next_act()
    assert isinstance(ended, TurnOver)
    year, event = str(case.state.instalment), Event.INSTALMENT_OPENED
    while True:
        claim = await ask_claim(case, year, event)
        if claim is None:
            return Event.INSTALMENT_MISSED, ""
        decision = await review_claim(case, year, claim)
        if decision == "reject":
            return Event.INSTALMENT_REFUSED, ""
        if decision == "approve":
            try:
                await pay(case, year)
            except NothingDue as nothing:
                return Event.INSTALMENT_REFUSED, nothing.reason
            return Event.PAID, ""
        event = Event.INSTALMENT_RETURNED


async def ask_claim(case: Case, year: str, event: Event) -> ClaimInstalment | None:
    """Ask the applicant for this year's figures; None when the term lapsed."""
    turn = case.applicant_turn("claim_instalment", term="instalment_claim", subject=year)
    await case.enter(Stage.INSTALMENTS, event, turn, subject=year)
    act = await case.next_act()
    return act if isinstance(act, ClaimInstalment) else None


async def review_claim(case: Case, year: str, claim: ClaimInstalment) -> str:
    """The lead's decision on this year's claim; verified figures replace claimed ones."""
    turn = case.lead_turn("review_instalment", term="lead_review", subject=year)
    await case.enter(Stage.INSTALMENTS, Event.INSTALMENT_CLAIMED, turn, subject=year)
    while True:
        act = await case.next_act()
        assert isinstance(act, ReviewInstalment)
        if act.decision != "approve":
            return act.decision
        message = Assessment(
            case_number=case.plan.case_number,
            seq=case.next_seq(),
            at=workflow.now(),
            phase="instalment",
            subject=year,
            verified_facts={**claim.facts, **(act.verified_facts or {})},
        )
        if await case.assess(act, message):
            return act.decision
