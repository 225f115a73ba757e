"""An account that comes with a claim: what becomes of it when the claim is not granted, or nobody names another in time."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.contests.contested import Contestable
from domain.case.record.stages import Stage
from domain.ledger.accounts import Account
from tests.workflows.contesting import answer, contest
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU, decide, money, repay
from tests.workflows.walked_case import WalkedCase

DOUBTFUL: dict[str, Any] = {"payee": "payee-other", "is_other": True}


async def claim(case: WalkedCase, year: int) -> None:
    """A year is claimed with an account that bears another name."""
    await case.walk(Stage.INSTALMENTS, str(year))
    while (await case.progress()).tasks[0].acts != ("claim_instalment",):
        await case.ring()
    facts = case.scenario.years[year - 1]
    await case.act("claim_instalment", "applicant", instalment=year, facts=facts, **DOUBTFUL)


async def refused_year(office: Office) -> WalkedCase:
    case = await office.file("compute_centre_operation")
    await claim(case, 2)
    await case.act("review_instalment", instalment=2, decision="reject", reason="不符。")
    return case


async def refused_redemption(office: Office) -> WalkedCase:
    case = await office.file("settlement_voucher")
    await case.walk(Stage.PAYMENT)
    await case.grant((await case.progress()).tasks[0])
    await case.act("redeem", "applicant", **await case.content("redeem", ""), **DOUBTFUL)
    await case.act("review_redemption", redemption=2, decision="reject", reason="不符。")
    return case


@pytest.mark.parametrize("refused", [refused_year, refused_redemption])
async def test_an_account_of_a_claim_that_was_refused_is_not_asked_about(
    office: Office, refused: Any
) -> None:
    case = await refused(office)
    before = await case.stage()
    await decide(case, amount=Decimal("100000.00"))
    await repay(case, "40000.00")
    assert (await case.act("reverse_recovery", reason="属实。")).stage is Stage.FUND_DOCUMENT
    assert (await case.walk(before)).stage is before
    assert "payee_differs" not in case.timeline()


@pytest.mark.long
@pytest.mark.parametrize("contested", [False, True], ids=["reversed", "changed_after_it_was_contested"])
async def test_what_is_owed_does_not_fall_with_a_term_of_the_account(
    office: Office, *, contested: bool
) -> None:
    case = await office.file("compute_centre_operation")
    await claim(case, 2)
    await decide(case, amount=Decimal("100000.00"))
    await repay(case, "40000.00")
    if contested:
        checked = await answer(case, await contest(case, Contestable.RECOVERY, "R1"), "change")
    else:
        checked = await case.act("reverse_recovery", reason="属实。")
    assert checked.tasks[0].acts == ("check_payee",)
    await case.act("check_payee", BUREAU, decision="return", reason="户名不符。")
    for _ in range(4):
        asked = await case.ring()
        assert (asked.stage, asked.final, asked.tasks[0].acts) == (
            Stage.PAYEE_DETAILS,
            False,
            ("provide_payee",),
        )
    await case.act("provide_payee", "applicant", payee="payee-2")
    assert (await case.walk(Stage.INSTALMENTS, "2")).tasks[0].acts == ("review_instalment",)
    assert (await case.end()).stage is Stage.CLOSED
    assert money(case, Account.PAID, Account.RECOVERED) == ("7972000.00", "0.00")


@pytest.mark.long
@pytest.mark.parametrize("year", [1, 2, 3])
async def test_a_year_without_an_account_in_time_is_missed_alone(office: Office, year: int) -> None:
    case = await office.file("compute_centre_operation")
    await claim(case, year)
    await case.act("review_instalment", instalment=year, decision="approve")
    await case.act("check_payee", BUREAU, decision="return", reason="户名不符。")
    while await case.stage() is Stage.PAYEE_DETAILS:
        await case.ring()
    missed = await case.progress()
    assert case.timeline()[-1] == "instalment_missed"
    assert missed.final is (year == 3)
    assert missed.stage is (Stage.CLOSED if year == 3 else Stage.INSTALMENTS)
    assert money(case, Account.PROMISED) == ("0.00",)
    assert (await case.end()).stage is Stage.CLOSED
    assert case.timeline().count("payment_ordered") == 2
