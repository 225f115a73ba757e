"""附则(三) across cases: one unit, one project, the higher award, paid once, whoever comes first to the treasury."""

import asyncio
from decimal import Decimal

from temporalio.client import WorkflowUpdateFailedError

from adapters.store.engine import open_session
from adapters.store.money.ledger import case_total
from domain.case.record.stages import Stage
from domain.departments import FINANCE_BUREAU
from domain.ledger.accounts import Account
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase

LOWER, HIGHER = Decimal("1000000.00"), Decimal("1600000.00")
PLATFORM, CENTRE = "national_research_platform", "compute_centre_construction"


async def two_before_the_treasury(office: Office) -> tuple[WalkedCase, WalkedCase]:
    """5.2 gives one million, 1.1 on the same platform 1.6 million; both wait for their fund document."""
    lower = await office.file(PLATFORM, base="一号平台")
    higher = await office.file(CENTRE, base="一号平台", audited_investment="16000000.00")
    await lower.walk(Stage.FUND_DOCUMENT)
    assert (await higher.walk(Stage.FUND_DOCUMENT)).amount == HIGHER - LOWER
    return lower, higher


def paid(office: Office, *cases: WalkedCase) -> list[Decimal]:
    with open_session(office.engine) as session:
        return [case_total(session, case.plan.case_number, Account.PAID) for case in cases]


async def keep_asking(case: WalkedCase) -> None:
    """Give fund documents over what is due until the case ends; a refused one tells what is due now."""
    while not (await case.progress()).final:
        try:
            await case.walk()
        except WorkflowUpdateFailedError:
            continue


async def recorded(case: WalkedCase, event: str) -> None:
    """Wait until an event stands last in the timeline; the refusal of an act comes before it."""
    async with asyncio.timeout(10):
        while case.timeline()[-1] != event:
            await asyncio.sleep(0.02)


async def test_the_later_higher_award_pays_the_difference(office: Office) -> None:
    lower, higher = await two_before_the_treasury(office)
    assert (await lower.end()).stage is Stage.CLOSED
    assert (await higher.end()).stage is Stage.CLOSED
    assert paid(office, lower, higher) == [LOWER, HIGHER - LOWER]


async def test_when_the_higher_is_ordered_first_the_lower_ends_with_the_reason(office: Office) -> None:
    lower, higher = await two_before_the_treasury(office)
    refusal = await higher.refused("issue_fund_document", FINANCE_BUREAU, **await higher.split())
    assert "1,600,000.00" in refusal.what
    await recorded(higher, "amount_adjusted")
    assert (await higher.end()).stage is Stage.CLOSED
    ending = await lower.refused("issue_fund_document", FINANCE_BUREAU, **await lower.split())
    assert ending.clause == "附则(三)"
    assert (await lower.handle.result()).stage is Stage.REJECTED
    assert paid(office, lower, higher) == [Decimal(), HIGHER]


async def test_two_fund_documents_at_the_same_moment_pay_the_higher_once(office: Office) -> None:
    cases = await two_before_the_treasury(office)
    await asyncio.gather(*(keep_asking(case) for case in cases))
    assert sum(paid(office, *cases)) == HIGHER


async def test_an_earlier_award_that_is_given_up_leaves_the_whole_to_the_later(office: Office) -> None:
    lower, higher = await two_before_the_treasury(office)
    await lower.act("withdraw", "applicant")
    await higher.refused("issue_fund_document", FINANCE_BUREAU, **await higher.split())
    assert (await higher.end()).amount == HIGHER
    assert paid(office, lower, higher) == [Decimal(), HIGHER]
