"""Other money is judged (附则(四)), walked through HTTP as far as the decision: deducted, excluded, corrected, declared late."""

import io
import json
import zipfile

import pytest

from tests.api.asking import new_key, problem_of
from tests.api.judged_money import (
    AGREES,
    DEDUCTED,
    LINE,
    NONE,
    PROVINCIAL,
    WHY,
    Walk,
    complete,
    lines_of,
)
from tests.api.judged_money import walk as walk
from tests.api.procedure import POINTS


async def test_other_money_is_deducted_shown_to_the_co_signers_and_judged_anew_when_the_decision_is_corrected(
    walk: Walk,
) -> None:
    await walk.file(other_funding=[PROVINCIAL])
    await complete(walk)
    approval = {"decision": "approve", "checklist": POINTS}
    assert await walk.wrong("fgw", "/review", approval) == {"other_funding"}
    asked = {"act": "review", "subject": "", "body": approval | {"other_funding": DEDUCTED}}
    foreseen = (await walk.post("fgw", "/preview", asked)).json()
    assert (foreseen["allowed"], foreseen["after"]["amount"]) == (True, "8000000.00")
    assert any(LINE in mail["text"] for mail in foreseen["mails"])

    approved = await walk.do("fgw", "/review", approval | {"other_funding": DEDUCTED})
    assert (approved["stage"], approved["amount"]) == ("部门会签中", "8000000.00")
    for reader in ("gxj", "kfq", "yunshu", "auditor"):
        seen = await walk.seen(reader)
        (found,) = seen["funding_judgements"]
        assert (found["kind"], found["amount"], found["sources"]) == (
            "deducted",
            "2000000.00",
            "省级算力专项",
        )
        assert (found["party_name"], found["act_label"], found["clause"]) == (
            "市发改委",
            "牵头审核",
            "附则(四)",
        )
        assert lines_of(seen) == [f"{LINE}（省级算力专项；{WHY.rstrip('。')}）"]
        assert (
            seen["timeline"][-1]["note"]
            == f"其他政策资金认定（附则(四)）：扣除 2,000,000.00 元（省级算力专项）。理由：{WHY}"
        )
        assert [line["result"] for line in seen["sheet"] if line["result"]][-1] == "8000000.00"
    assert LINE in walk.mails("approved")[0]
    (task,) = [each for each in await walk.tasks("kfq") if each["case_number"] in walk.case]
    assert task["other_funding"] == seen["timeline"][-1]["note"]

    for signer in ("gxj", "kfq"):
        await walk.do(signer, "/signoffs", AGREES)
    (notice,) = (await walk.http.get("/v1/public-notices")).json()
    published = (await walk.http.get(f"/v1/public-notices/{notice['case_number']}")).json()
    assert LINE in str(published)
    assert "省级专项支持" not in str(published), "words of a person are not published"

    await walk.do("fgw", "/correction", {"reason": "省级专项实际用于二期工程。"})
    assert await walk.wrong("fgw", "/review", {"decision": "approve"}) == {"other_funding"}
    again = await walk.do("fgw", "/review", {"decision": "approve", "other_funding": NONE})
    assert (again["amount"], [task["party"] for task in again["waiting_for"]]) == ("10000000.00", ["kfq"])
    seen = await walk.seen("kfq")
    assert [each["kind"] for each in seen["funding_judgements"]] == ["deducted", "none"]
    assert lines_of(seen) == ["已申报其他政策资金 2,000,000.00 元，经认定不扣除（省级专项用于二期工程）"]
    why = {each["party"]: each["why"] for each in seen["signatures"]}
    assert why["kfq"] == "所依据的其他政策资金认定有变化"

    pack = zipfile.ZipFile(io.BytesIO((await walk.get("fgw", "/evidence")).content))
    packed = json.loads(pack.read("application.json"))
    assert [each["judgement"]["kind"] for each in packed["funding_judgements"]] == ["deducted", "none"]
    assert any(act["content"].get("other_funding") for act in json.loads(pack.read("sign_offs.json")))


@pytest.mark.parametrize(
    ("amount", "left"), [("9999999.99", "0.01"), ("10000000.00", ""), ("10000000.01", "")]
)
async def test_what_leaves_nothing_is_refused_and_ends_with_the_clause(
    walk: Walk, amount: str, left: str
) -> None:
    await walk.file()
    await complete(walk)
    found = {"kind": "deducted", "amount": amount, "document": "省财专〔2026〕7号", "reason": WHY}
    approval = {"decision": "approve", "checklist": POINTS, "other_funding": found}
    if left:
        assert (await walk.do("fgw", "/review", approval))["amount"] == left
        return
    problem = problem_of(await walk.post("fgw", "/review", approval, new_key()), 422, "not-eligible")
    assert ("附则(四)" in problem["clause"], "不予支持" in problem["remedy"]) == (True, True)
    excluded = {"kind": "excluded", "document": "省财专〔2026〕7号", "reason": WHY}
    ended = await walk.do("fgw", "/review", {"decision": "reject", "other_funding": excluded})
    assert (ended["stage"], ended["final"]) == ("不予支持", True)
    seen = await walk.seen()
    told = seen["timeline"][-1]["reason"]
    assert told.startswith(
        "同一事项已由其他政策支持（省财专〔2026〕7号），按附则(四)“如企业同时符合本措施与其他政策条件"
    )
    assert told.endswith(f"不重复享受。{WHY}")
    assert told in walk.mails("rejected")[0]
    assert seen["funding_judgements"][0]["kind"] == "excluded"


async def test_what_a_supplement_declares_of_other_money_is_what_is_judged(walk: Walk) -> None:
    await walk.file()
    await complete(walk)
    asks = {
        "decision": "return",
        "reason": "请补正",
        "defects": [{"item": "other_funding", "reason": "other_funding_not_declared"}],
    }
    await walk.do("fgw", "/review", asks)
    wrong = {"other_funding": [PROVINCIAL | {"amount": "0.00"}]}
    assert await walk.wrong("yunshu", "/supplement", wrong) == {"other_funding[0].amount"}
    await walk.do("yunshu", "/supplement", {"other_funding": [PROVINCIAL]})
    seen = await walk.seen("fgw")
    assert seen["timeline"][-1]["note"].endswith("原申报 0 笔共 0.00 元，更正为 1 笔共 2,000,000.00 元。")
    assert (seen["other_funding"], seen["items"]["open"][0]["is_answered"]) == ([PROVINCIAL], True)
    approval = {"decision": "approve", "checklist": POINTS}
    assert await walk.wrong("fgw", "/review", approval) == {"other_funding"}
    assert (await walk.do("fgw", "/review", approval | {"other_funding": DEDUCTED}))["amount"] == "8000000.00"
