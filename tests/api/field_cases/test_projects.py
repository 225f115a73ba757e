"""F1, F2, F6: one thing that money is given for is one, in whatever spelling and year it is filed again, under every type."""

import random
from typing import Any

import pytest

from adapters.settings import Settings
from adapters.store.engine import open_engine, transaction
from adapters.store.schema import RunningNumber
from domain.catalogue.registry import load_catalogue
from tests.api.asking import TODAY, application, new_key
from tests.api.procedure import People

TEST = {
    "product_kind": "server",
    "product_name": "云枢服务器AX-2",
    "institution": "国家信息技术安全研究中心",
    "report_number": "AQ-2026-0117",
    "tested_on": "2026-05-20",
    "fee": "480000.00",
    "passed": True,
}


def _tests_of(**changes: str) -> dict[str, Any]:
    return {"tests": [{**TEST, **changes}]}


ROWS: dict[str, tuple[str, list[tuple[str | None, dict[str, Any]]]]] = {
    "F1-product": (
        "first_equipment",
        [
            (key, {"unit_price": "8850000.00"})
            for key in (
                "云枢一代机器人(A型)",
                "云枢1代机器人（Ａ型）",
                "云枢 壹代 机器人【a型】",
                "云枢一代机器人\u200bA型",
            )
        ],
    ),
    "F1-project": (
        "national_innovation_task",
        [
            (key, {"task_level": "national", "research_cost": "6400000.00"})
            for key in (
                "揭榜项目2026—01号",
                "揭榜项目２０２６-０１号",
                "揭榜项目〔2026〕01号",
                "揭榜项目 二〇二六 01 号",
            )
        ],
    ),
    "F1-base": (
        "training_base",
        [
            (key, {"construction_cost": "5000000.00"})
            for key in ("云枢·第二实训基地", "云枢第2实训基地", "云枢•第贰实训基地", "（云枢）第二实训基地")
        ],
    ),
    "F2-person": (
        "talent_compute",
        [
            (key, {"talent_kind": "academician", "compute_cost": "1000000.00"})
            for key in ("阿迪力·买买提", "阿迪力•买买提", "阿迪力 买买提", "阿迪力．买买提\ufeff")
        ],
    ),
    "F2-report": (
        "security_testing",
        [
            (None, _tests_of()),
            (None, _tests_of(report_number="aq 2026 0117")),
            (None, _tests_of(report_number="ＡＱ－２０２６－０１１７", product_name="云枢服务器")),
            (None, _tests_of(report_number="AQ—2026—0117\u200b", institution="国家信息技术 安全研究中心")),
        ],
    ),
    "F6-another-day": (
        "security_testing",
        [
            (None, _tests_of(report_number="BZ-1")),
            (None, _tests_of(report_number="BZ-1", tested_on="2026-06-20")),
            (None, _tests_of(report_number="bz1", tested_on="2027-01-20", fee="900000.00")),
            (None, _tests_of(report_number="BZ–1", tested_on="2026-05-21", product_kind="terminal")),
        ],
    ),
}


@pytest.fixture
def numbered(served_settings: Settings) -> None:
    """Case numbers of this test's own under every type: all tests share one Temporal server."""
    engine = open_engine(served_settings.database_url)
    policy = load_catalogue().in_force(TODAY)
    with transaction(engine) as session:
        for code, _ in ROWS.values():
            number = policy.type(code).number
            session.merge(RunningNumber(key=f"2026-{number}", last=random.randrange(10**5, 10**9)))
    engine.dispose()


async def _filed(people: People, code: str, key: str | None, facts: dict[str, Any]) -> None:
    body = application(measure=code, facts=facts, award_base_key=key)
    headers = await people.known("yunshu") | new_key()
    filed = await people.http.post("/v1/applications", json=body, headers=headers)
    assert filed.status_code == 201, filed.text
    people.case = f"/v1/applications/{filed.json()['case_number']}"


@pytest.mark.parametrize("row", ROWS)
async def test_one_thing_is_granted_once_in_whatever_spelling(
    people: People, numbered: None, row: str
) -> None:
    code, spellings = ROWS[row]
    subsidy = load_catalogue().in_force(TODAY).type(code)
    on_paper = [each.code for each in subsidy.documents if each.phase == "filing" and not each.electronic]
    approve = {"decision": "approve", "checklist": {point.code: True for point in subsidy.review_points}}
    for index, (key, facts) in enumerate(spellings):
        await _filed(people, code, key, facts)
        await people.do("gxj", "/completeness", {"decision": "accept", "received_on_paper": on_paper})
        reviewed = await people.post("gxj", "/review", approve, new_key())
        if index == 0:
            assert reviewed.status_code == 200, reviewed.text
        else:
            assert reviewed.status_code == 422, (key, facts, reviewed.text)
            assert reviewed.json()["type"].endswith("not-eligible"), reviewed.text
