"""The name on an account as people write it, over HTTP: what is the unit's is taken, what is another's needs a reason."""

from typing import Any

from temporalio.testing import WorkflowEnvironment

from tests.api.asking import UNIT, log_in, paths_of, problem_of
from tests.api.procedure import PAYEE, People, approve, notice_passes

FORMER, NAME = "廊坊云枢智算科技有限公司", "廊坊云枢（北京）智算装备有限公司"
RENAMED = {"name": NAME, "locality": "kfq", "document_number": "登字1号", "document_on": "2026-11-20"}
OWN = (
    NAME,
    "廊坊云枢(北京)智算装备有限公司",
    "廊坊云枢 （北京） 智算装备有限公司",
    "廊坊云枢［北京］智算装备有限公司",
    "\u3000廊坊云枢（北京）智算装备有限公司 ",
    FORMER,
    "廊坊云枢智算科技 有限公司",
)
OTHERS = (
    "廊坊云枢（北京）智算装备有限公司分公司",
    "廊坊云枢（天津）智算装备有限公司",
    "廊坊云枢智算装备有限公司",
    "张三",
    "霸州灵犀装备有限公司",
)


async def test_the_unit_is_known_by_its_names_however_they_are_written(
    people: People, temporal: WorkflowEnvironment
) -> None:
    await approve(people)
    await notice_passes(people, temporal)
    headers = await log_in(people.http, "fgw")
    assert (await people.http.put(f"/v1/units/{UNIT}", json=RENAMED, headers=headers)).status_code == 200

    async def foreseen(said: dict[str, Any]) -> dict[str, Any]:
        asked = {"act": "provide_payee", "body": PAYEE | said}
        found: dict[str, Any] = (await people.post("yunshu", "/preview", asked)).json()
        return found

    for name in OWN:
        told = await foreseen({"account_name": name})
        assert (told["allowed"], told["after"]["stage"]) == (True, "待资金安排"), name
    for name in OTHERS:
        problem = await people.post("yunshu", "/payee", PAYEE | {"account_name": name})
        assert paths_of(problem_of(problem, 422, "invalid-input")) == {"account_name"}, name
        told = await foreseen({"account_name": name, "reason": "受托支付。"})
        assert (told["allowed"], told["after"]["stage"]) == (True, "待确认收款信息"), name
    written = OWN[1]
    assert (await people.do("yunshu", "/payee", PAYEE | {"account_name": written}))["stage"] == "待资金安排"
    seen = (await people.get("finance", "/payee")).json()
    assert [(each["account_name"], each["is_other"]) for each in seen["accounts"]] == [(written, False)]
