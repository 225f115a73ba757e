"""Other money (附则(四)) in later phases, walked through HTTP: after acceptance, in each of three years, of a voucher."""

from typing import Any

import pytest

from domain.catalogue.facts import PHASE_NAMES, Phase
from tests.api.judged_money import (
    AGREES,
    DEDUCTED,
    POWER,
    PROVINCIAL,
    Walk,
    complete,
    lines_of,
)
from tests.api.judged_money import walk as walk
from tests.api.procedure import PAYEE


async def test_after_acceptance_it_is_judged_once_more_beside_the_grants_that_the_base_leaves_out(
    walk: Walk,
) -> None:
    await walk.file(
        measure="core_technology",
        award_base_key="智能传感器专项",
        facts={"programme_level": "provincial"},
        other_funding=[PROVINCIAL],
    )
    await complete(walk, "kjj")
    approval = {"decision": "approve", "checklist": {"technology_field": True, "key_programme": True}}
    assert await walk.wrong("kjj", "/review", approval) == {"other_funding"}
    early = DEDUCTED | {"amount": "100000.00"}
    await walk.do("kjj", "/review", approval | {"other_funding": early})
    assert lines_of(await walk.seen("scj"))[0].startswith("已认定其他政策资金 100,000.00 元，核定金额时扣除")
    for signer in ("scj", "kfq"):
        await walk.do(signer, "/signoffs", AGREES)
    figures = {"research_cost": "2600000.00", "public_grants": "800000.00"}
    report = {"happened_on": "2026-11-23", "facts": figures, "other_funding": [PROVINCIAL, POWER]}
    await walk.do("yunshu", "/acceptance/report", report)
    passed: dict[str, Any] = {
        "decision": "passed",
        "accepted_on": "2026-11-23",
        "verified_facts": figures,
        "received_on_paper": walk.papers[PHASE_NAMES[Phase.ACCEPTANCE]],
    }
    assert await walk.wrong("kjj", "/acceptance", passed) == {"other_funding"}
    twice = DEDUCTED | {"amount": "300000.00", "entries": [2], "reason": "同一研发的市级补贴。"}
    body = passed | {"other_funding": twice}
    assert await walk.wrong("kjj", "/acceptance", body) == {"other_funding.is_beyond_base"}
    done = await walk.do("kjj", "/acceptance", passed | {"other_funding": twice | {"is_beyond_base": True}})
    assert (done["stage"], done["amount"]) == ("公示中", "600000.00")
    seen = await walk.seen("scj")
    sheet = [line["explanation"] for line in seen["sheet"]]
    assert any("800,000.00 元 = 1,800,000.00 元" in line for line in sheet)
    (line,) = lines_of(seen)
    assert line == (
        "900,000.00 元 − 其他政策资金 300,000.00 元 = 600,000.00 元，计算基数已扣除的财政资金不在其内"
        "（市级电费补贴；同一研发的市级补贴）"
    )
    assert [each["act_label"] for each in seen["funding_judgements"]] == [
        "牵头审核",
        "登记验收（或约定事项）结果",
    ]


@pytest.mark.long
async def test_each_year_of_three_is_declared_and_judged_for_itself(walk: Walk) -> None:
    await walk.file(
        measure="compute_centre_operation",
        facts={"commissioned_on": "2026-03-01"},
    )
    await complete(walk)
    view = (await walk.http.get("/v1/measures/compute_centre_operation")).json()
    points = {point["code"]: True for point in view["review_points"]}
    await walk.do("fgw", "/review", {"decision": "approve", "checklist": points})
    for signer in ("gxj", "kfq"):
        await walk.do(signer, "/signoffs", AGREES)
    await walk.passes()
    years: list[tuple[str, list[dict[str, str]], dict[str, Any] | None, str]] = [
        ("9860000.00", [POWER], DEDUCTED | {"amount": "300000.00"}, "1672000.00"),
        ("16200000.00", [], {"kind": "none", "reason": "本年度没有补贴。"}, "3000000.00"),
        ("15000000.00", [POWER], None, ""),
    ]
    for year, (cost, declared, judgement, amount) in enumerate(years, start=1):
        await walk.passes()
        claim: dict[str, Any] = {"facts": {"operating_cost": cost}, "other_funding": declared}
        if year > 1:
            claim["payee"] = {"account_ending": PAYEE["account_number"][-4:]}
        path = f"/instalments/{year}"
        assert await walk.wrong("yunshu", f"{path}/claim", {"facts": claim["facts"]}) == {"other_funding"}
        await walk.do("yunshu", f"{path}/claim", claim)
        papers = walk.papers[PHASE_NAMES[Phase.INSTALMENT]]
        approval = {"decision": "approve", "received_on_paper": papers, "checklist": points}
        assert await walk.wrong("fgw", f"{path}/review", approval) == {"other_funding"}
        if judgement is None:
            excluded = {"kind": "excluded", "entries": [1], "reason": "全年电费已由市级补贴承担。"}
            await walk.do("fgw", f"{path}/review", {"decision": "reject", "other_funding": excluded})
            break
        approved = await walk.do("fgw", f"{path}/review", approval | {"other_funding": judgement})
        assert approved["amount"] == amount
        await walk.is_paid(amount)
    seen = await walk.seen()
    assert (seen["stage"], seen["later_funding"]) == ("已办结", {"1": [POWER], "2": [], "3": [POWER]})
    judged = [(each["subject"], each["kind"]) for each in seen["funding_judgements"]]
    assert judged == [("", "none"), ("1", "deducted"), ("2", "none"), ("3", "excluded")]
    assert [payment["amount"] for payment in seen["payments"]] == ["1672000.00", "3000000.00"]
    assert "全年电费已由市级补贴承担。" in walk.mails("instalment_refused")[0]
    assert "按附则(四)" in walk.mails("instalment_refused")[0]


async def test_of_a_voucher_the_face_goes_by_the_review_and_each_redemption_by_its_own(
    walk: Walk,
) -> None:
    await walk.file(
        measure="compute_usage_voucher",
        award_base_key="廊算合〔2026〕3号",
        facts={"uses_local_platform": True, "compute_fee": "1000000.00"},
        other_funding=[POWER],
    )
    await complete(walk)
    view = (await walk.http.get("/v1/measures/compute_usage_voucher")).json()
    points = {point["code"]: True for point in view["review_points"]}
    found = DEDUCTED | {"amount": "100000.00"}
    approved = await walk.do(
        "fgw", "/review", {"decision": "approve", "checklist": points, "other_funding": found}
    )
    assert approved["amount"] == "400000.00"
    for task in approved["waiting_for"]:
        await walk.do(
            {"industry_and_information": "gxj", "science_and_technology": "kjj"}.get(task["party"], "kfq"),
            "/signoffs",
            AGREES,
        )
    await walk.passes()
    issued = await walk.seen()
    assert (issued["stage"], issued["voucher"]["face"]) == ("待兑付", "400000.00")
    day = str(issued["voucher"]["issued_on"])
    invoice = {
        "number": "24132000000012345678",
        "supplier": "廊坊公共算力服务平台",
        "amount": "500000.00",
        "service_finished_on": day,
        "paid_on": day,
    }
    await walk.do("yunshu", "/redemptions", {"invoices": [invoice], "other_funding": [POWER]})
    approval = {
        "decision": "approve",
        "verified_paid": "500000.00",
        "received_on_paper": walk.papers[PHASE_NAMES[Phase.REDEMPTION]],
    }
    assert await walk.wrong("fgw", "/redemptions/1/review", approval) == {"other_funding"}
    taken = DEDUCTED | {"amount": "50000.00"}
    redeemed = await walk.do("fgw", "/redemptions/1/review", approval | {"other_funding": taken})
    assert redeemed["amount"] == "200000.00"
    seen = await walk.seen("kfq")
    assert (seen["voucher"]["left"], lines_of(seen)[-1][:46]) == (
        "200000.00",
        "250,000.00 元 − 其他政策资金 50,000.00 元 = 200,000.00",
    )
