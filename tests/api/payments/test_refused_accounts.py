"""Accounts that the bank refused, and numbers that are none: corrected details, or a reason why the same."""

from typing import Any

from temporalio.testing import WorkflowEnvironment

from tests.api.asking import paths_of, problem_of
from tests.api.procedure import PAYEE, People, approve, notice_passes
from tests.api.remedies.test_recovery import SPLIT

SAME: list[dict[str, Any]] = [
    {},
    {"account_number": "6217 0001-0001 2345"},
    {"account_number": "６２１７０００１０００１２３４５"},
    {"account_name": "廊坊云枢 智算科技有限公司", "bank": "中国银行（廊坊分行）"},
]
BAD = [
    "0" * 40,
    "1" * 19,
    "1234567",
    "6217" * 9,
    "6.217E+18",
    "621700010001234X",
    "６２１７０００１０００１２３４Ｅ",
]


async def test_a_refused_account_is_given_again_only_with_a_reason(
    people: People, temporal: WorkflowEnvironment
) -> None:
    await approve(people)
    await notice_passes(people, temporal)
    for number in BAD:
        refused = await people.post("yunshu", "/payee", PAYEE | {"account_number": number})
        problem = problem_of(refused, 422, "invalid-input")
        assert paths_of(problem) == {"account_number"}, number
        assert problem["errors"][0]["message"].startswith("账号"), number
    await people.do("yunshu", "/payee", PAYEE)
    await people.do("finance", "/fund-document", SPLIT)
    payment = (await people.get("auditor")).json()["payments"][0]["id"]
    await people.do("finance", f"/payments/{payment}/return", {"reason": "账号与户名不符"})
    for changes in SAME:
        problem = problem_of(await people.post("yunshu", "/payee", PAYEE | changes), 422, "invalid-input")
        assert paths_of(problem) == {"account_number"}
        assert "尾号2345" in problem["errors"][0]["message"]
        assert PAYEE["account_number"] not in str(problem)
    again = PAYEE | {"reason": "银行已更正系统中的户名，账户无误。"}
    assert (await people.do("yunshu", "/payee", again))["stage"] == "拨付中"
    payment = payment.replace("-P1", "-P2")
    await people.do("finance", f"/payments/{payment}/return", {"reason": "账号与户名不符"})
    problem_of(await people.post("yunshu", "/payee", PAYEE), 422, "invalid-input")
    assert (await people.do("yunshu", "/payee", PAYEE | {"bank": "廊坊银行"}))["stage"] == "拨付中"
