"""The account is confirmed with each claim, or changed: what is paid later goes where the unit says now."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

from adapters.settings import Settings
from adapters.store.engine import open_engine
from audit.reconciliation import reconcile_store
from domain.case.identifiers import workflow_id
from domain.catalogue.registry import load_catalogue
from tests.api.asking import paths_of, problem_of
from tests.api.walking_over_http import WalkOverHttp, begin, employ_everybody, number_apart

NAME = "廊坊云枢智算科技有限公司"
ANOTHER = {"account_name": NAME, "bank": "中国银行廊坊分行", "account_number": "6217000100067890"}
ENTRUSTED = {
    "account_name": "廊坊建工集团有限公司",
    "bank": "中国银行廊坊分行",
    "account_number": "6217000100011111",
    "reason": "受托支付。",
}
FIRST = "4561"
"""The last digits of the account that the walk names."""


@pytest_asyncio.fixture
async def settings_of_all(served_settings: Settings, worked: None) -> AsyncIterator[Settings]:
    employ_everybody(served_settings)
    number_apart(served_settings, "1.2", "2.1")
    yield served_settings
    engine = open_engine(served_settings.database_url)
    assert reconcile_store(engine, load_catalogue()).differences == ()
    engine.dispose()


@pytest_asyncio.fixture
async def second_year(
    served: httpx.AsyncClient, temporal: WorkflowEnvironment, settings_of_all: Settings
) -> WalkOverHttp:
    """A case of three years whose first was paid, and whose second may be claimed."""
    walk = await begin(served, temporal, "compute_centre_operation")
    await walk.until("claim_instalment", "2")
    await walk.upload("instalment")
    return walk


@pytest_asyncio.fixture
async def second_redemption(
    served: httpx.AsyncClient, temporal: WorkflowEnvironment, settings_of_all: Settings
) -> WalkOverHttp:
    """A voucher of which the first part was redeemed and paid."""
    walk = await begin(served, temporal, "settlement_voucher")
    await walk.until("confirm_payment")
    await walk.step()
    assert walk.waits_for("redeem")
    return walk


FACTS: dict[str, Any] = {"facts": {"operating_cost": "16200000.00"}, "other_funding": []}


async def refused(walk: WalkOverHttp, path: str, body: Any) -> tuple[set[str], str]:
    problem = problem_of(await walk.answer(walk.applicant, path, body), 422, "invalid-input")
    return paths_of(problem), str(problem["errors"])


async def paid_to(walk: WalkOverHttp) -> list[str]:
    found = (await walk.get("auditor"))["payments"]
    return [each["account_ending"] for each in sorted(found, key=lambda each: str(each["id"]))]


@pytest.mark.long
async def test_a_claim_without_the_account_is_told_what_to_do(second_year: WalkOverHttp) -> None:
    claim = "/instalments/2/claim"
    wrong: tuple[dict[str, Any], ...] = (
        {},
        {"payee": None},
        {"payee": {}},
        {"payee": {"account_ending": FIRST, "changed": ANOTHER}},
    )
    for said in wrong:
        paths, words = await refused(second_year, claim, FACTS | said)
        assert paths == {"payee"}
        assert (f"尾号 {FIRST}" in words, "payee.changed" in words, "62170000" in words) == (
            True,
            True,
            False,
        )
    for ending in ("0000", "7890"):
        paths, words = await refused(second_year, claim, FACTS | {"payee": {"account_ending": ending}})
        assert (paths, "不符" in words) == ({"payee.account_ending"}, True)
    for ending in ("456", "６７８９", "45614561"):
        paths, _ = await refused(second_year, claim, FACTS | {"payee": {"account_ending": ending}})
        assert paths == {"payee.account_ending"}
    changed = {"payee": {"changed": ANOTHER | {"account_number": "0" * 40}}}
    assert (await refused(second_year, claim, FACTS | changed))[0] == {"payee.changed.account_number"}
    changed = {"payee": {"changed": ENTRUSTED | {"reason": ""}}}
    assert (await refused(second_year, claim, FACTS | changed))[0] == {"payee.changed.account_name"}
    seen = await second_year.get(second_year.applicant, "/payee")
    assert [(each["account_ending"], each["is_in_use"]) for each in seen["accounts"]] == [(FIRST, True)]


@pytest.mark.long
async def test_a_year_is_paid_to_the_account_of_its_claim(
    second_year: WalkOverHttp, temporal: WorkflowEnvironment
) -> None:
    await second_year.do(
        second_year.applicant, "/instalments/2/claim", FACTS | {"payee": {"changed": ANOTHER}}
    )
    assert second_year.waits_for("review_instalment")
    await second_year.until("confirm_payment")
    assert await paid_to(second_year) == [FIRST, "7890"]
    await second_year.until("claim_instalment", "3")
    await second_year.upload("instalment")
    body = FACTS | {"facts": {"operating_cost": "15000000.00"}}
    paths, words = await refused(
        second_year, "/instalments/3/claim", body | {"payee": {"account_ending": FIRST}}
    )
    assert (paths, "尾号 7890" in words) == ({"payee.account_ending"}, True)
    await second_year.do(
        second_year.applicant, "/instalments/3/claim", body | {"payee": {"account_ending": "7890"}}
    )
    await second_year.ends()
    assert second_year.view["stage"] == "已办结"
    assert await paid_to(second_year) == [FIRST, "7890", "7890"]
    handle = temporal.client.get_workflow_handle(workflow_id(second_year.number))
    history = (await handle.fetch_history()).to_json()
    assert (ANOTHER["account_number"] in history, "621700001000123456" in history) == (False, False)


@pytest.mark.long
@pytest.mark.parametrize("decision", ["accept", "return"])
async def test_another_payee_of_a_claim_is_checked_before_the_order(
    second_year: WalkOverHttp, decision: str
) -> None:
    await second_year.do(
        second_year.applicant, "/instalments/2/claim", FACTS | {"payee": {"changed": ENTRUSTED}}
    )
    await second_year.until("check_payee")
    assert second_year.view["stage"] == "待确认收款信息"
    split = {"document_number": "廊财建〔2028〕1号", "city_amount": "3000000.00", "locality_amount": "0.00"}
    problem_of(await second_year.answer("finance", "/fund-document", split), 409, "wrong-stage")
    seen = (await second_year.get("finance_2", "/payee"))["accounts"]
    assert [(each["account_ending"], each["is_in_use"]) for each in seen] == [(FIRST, True), ("1111", False)]
    await second_year.do("finance_2", "/payee-check", {"decision": decision, "reason": "已核对。"})
    problem_of(
        await second_year.answer("finance_2", "/fund-document", split),
        403,
        "conflict-of-roles",
    )
    if decision == "return":
        await second_year.do(second_year.applicant, "/payee", ANOTHER)
    await second_year.until("confirm_payment")
    assert await paid_to(second_year) == [FIRST, "1111" if decision == "accept" else "7890"]


@pytest.mark.long
async def test_a_claim_that_comes_back_may_say_another_account(second_year: WalkOverHttp) -> None:
    """Whatever was said before is no more: the last claim counts."""
    claim = "/instalments/2/claim"
    await second_year.do(second_year.applicant, claim, FACTS | {"payee": {"changed": ENTRUSTED}})
    back = {"decision": "return", "defects": [{"item": "1.2-3", "problem": "缺页。"}], "reason": "请补正。"}
    await second_year.do("development_and_reform", "/instalments/2/review", back)
    await second_year.upload("instalment")
    await second_year.do(second_year.applicant, claim, FACTS | {"payee": {"account_ending": FIRST}})
    await second_year.until("confirm_payment")
    assert await paid_to(second_year) == [FIRST, FIRST]


@pytest.mark.long
async def test_a_redemption_says_where_it_is_paid(second_redemption: WalkOverHttp) -> None:
    walk = second_redemption
    body = await walk.redemption()
    assert body.pop("payee") == {"account_ending": FIRST}
    paths, words = await refused(walk, "/redemptions", body)
    assert (paths, f"尾号 {FIRST}" in words) == ({"payee"}, True)
    await walk.do(walk.applicant, "/redemptions", body | {"payee": {"changed": ANOTHER}})
    await walk.until("confirm_payment")
    assert await paid_to(walk) == [FIRST, "7890"]
    await walk.ends()


async def test_a_first_claim_is_not_asked_for_an_account(
    served: httpx.AsyncClient, temporal: WorkflowEnvironment, settings_of_all: Settings
) -> None:
    """收款账户 is asked only after approval (优化营商环境条例 第35条)."""
    walk = await begin(served, temporal, "compute_centre_operation")
    await walk.until("claim_instalment", "1")
    await walk.upload("instalment")
    for said in ({"account_ending": FIRST}, {"changed": ANOTHER}):
        paths, _ = await refused(walk, "/instalments/1/claim", FACTS | {"payee": said})
        assert paths == {"payee"}
    await walk.do(walk.applicant, "/instalments/1/claim", FACTS)
    assert walk.waits_for("review_instalment")
