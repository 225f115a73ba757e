"""One project is one project through HTTP: shown at the first check, found before approval, and then 就高 in both directions."""

import asyncio
import random
from typing import Any

import pytest

from adapters.store.engine import transaction
from adapters.store.schema import AuditEntryRow, LedgerEntry, RunningNumber
from tests.activities.casework import Casework
from tests.api.asking import application, new_key, paths_of, problem_of
from tests.api.procedure import POINTS, People

ALL_ON_PAPER = {"decision": "accept", "received_on_paper": ["1.1-1", "1.1-2", "1.1-3"]}
APPROVE = {"decision": "approve", "checklist": POINTS}
PLATFORM_POINTS = {"ministry": True, "joint": True}
WHY = "两案为同一平台，投资与科研平台建设重合。"


async def _filed(people: People, key: str, **changes: Any) -> str:
    filed = await people.http.post(
        "/v1/applications",
        json=application(award_base_key=key, **changes),
        headers=await people.known("yunshu") | new_key(),
    )
    assert filed.status_code == 201, filed.text
    return f"/v1/applications/{filed.json()['case_number']}"


async def _platform(people: People, casework: Casework, key: str) -> str:
    """A case of 5.2, which another department leads, ready for its review."""
    with transaction(casework.engine) as session:
        session.merge(RunningNumber(key="2026-5.2", last=random.randrange(10**5, 10**9)))
    body = {"measure": "national_research_platform", "facts": {"platform_kind": "key_laboratory"}}
    return await _filed(people, key, **body)


async def _seen(people: People, case: str, username: str = "fgw") -> list[dict[str, Any]]:
    answer = await people.http.get(case, headers=await people.known(username))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["same_project"]
    return found


def _number(case: str) -> str:
    return case.rpartition("/")[2]


async def _accepted(people: People, case: str) -> None:
    people.case = case
    await people.do("fgw", "/completeness", ALL_ON_PAPER)


async def _review(people: People, case: str) -> Any:
    headers = await people.known("fgw") | new_key()
    return await people.http.post(f"{case}/review", json=APPROVE, headers=headers)


async def _find(people: People, case: str, other: str, decision: str, username: str = "fgw") -> Any:
    body = {"decision": decision, "other_case": _number(other), "reason": WHY}
    headers = await people.known(username) | new_key()
    return await people.http.post(f"{case}/same-project", json=body, headers=headers)


async def test_four_filings_at_once_see_each_other_at_the_first_check(people: People) -> None:
    first = people.case
    keys = ("一号算力中心", "1号算力中心", "（壹号）算力中心")
    others = await asyncio.gather(*(_filed(people, key) for key in keys))
    for case in (first, *others):
        seen = await _seen(people, case)
        beside = {each for each in (first, *others) if each != case}
        assert {each["case_number"] for each in seen} == set(map(_number, beside))
        assert {(each["state"], each["stage"]) for each in seen} == {("same_base", "形式审查中")}
        assert {each["award_base_key"] for each in seen} <= {*keys, "一号算力中心"}


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("万卡集群V1.1（一万卡）", "万卡集群 V1-1 10000卡", "same_base"),
        ("云枢平台 贰零贰陆−1", "云枢平台2026-一", "same_base"),
        ("云枢平台V1.1", "云枢平台V11", "open"),
        ("2026-1-12", "2026-11-2", "open"),
    ],
)
async def test_numbers_in_words_are_numbers_and_what_parts_them_tells_them_apart(
    people: People, one: str, other: str, state: str
) -> None:
    facts = {"audited_investment": "50000000.00", "commissioned_on": "2026-03-01"}
    first = await _filed(people, one, facts=facts)
    second = await _filed(people, other, facts=facts | {"audited_investment": "60000000.00"})
    seen = {each["case_number"]: each["state"] for each in await _seen(people, second)}
    assert seen[_number(first)] == state


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("廊坊一号算力中心", {"audited_investment": "50000000.00"}),
        ("一号算力中心（扩容）", {"audited_investment": "50000000.00"}),
        ("云枢数据基地", {"audited_investment": "123000000.00"}),
    ],
)
async def test_an_approval_waits_for_a_finding_on_what_looks_alike(
    people: People, key: str, facts: dict[str, str]
) -> None:
    first = people.case
    await _accepted(people, first)
    assert (await _review(people, first)).status_code == 200
    second = await _filed(people, key, facts={**facts, "commissioned_on": "2026-03-01"})
    (suspected,) = await _seen(people, second)
    assert (suspected["state"], suspected["amount"]) == ("open", "10000000.00")
    assert await _seen(people, second, "yunshu") == []
    await _accepted(people, second)
    refused = problem_of(await _review(people, second), 409, "wrong-stage")
    assert (paths_of(refused), refused["clause"]) == ({f"same_project.{_number(first)}"}, "附则(三)")
    problem_of(await _find(people, second, first, "same", "gxj"), 403, "not-allowed")
    assert (await _find(people, second, first, "same")).status_code == 200
    problem_of(await _review(people, second), 422, "not-eligible")  # one platform is paid once
    assert (await _find(people, second, first, "not_the_same")).status_code == 200
    assert (await _review(people, second)).status_code == 200


async def test_an_approval_waits_for_a_finding_on_what_verified_figures_make_alike(people: People) -> None:
    """Declared 50,000,000; verified, it is to the 分 what another centre of the unit cost."""
    first = people.case
    facts = {"audited_investment": "50000000.00", "commissioned_on": "2026-03-01"}
    second = await _filed(people, "云枢数据基地", facts=facts)
    assert await _seen(people, second) == []
    await _accepted(people, second)
    verified = APPROVE | {
        "verified_facts": {"audited_investment": "123000000.00"},
        "reason": "按审计报告核实。",
    }
    headers = await people.known("fgw")
    refused = await people.http.post(f"{second}/review", json=verified, headers=headers | new_key())
    told = problem_of(refused, 409, "wrong-stage")
    assert (paths_of(told), "费用数额相同" in str(told)) == ({f"same_project.{_number(first)}"}, True)
    assert (await _find(people, second, first, "not_the_same")).status_code == 200
    passed = await people.http.post(f"{second}/review", json=verified, headers=headers | new_key())
    assert (passed.status_code, passed.json()["amount"]) == (200, "10000000.00")


async def test_higher_of_holds_across_measures_from_the_finding_on(
    people: People, casework: Casework
) -> None:
    centre = people.case
    await _accepted(people, centre)
    laboratory = await _platform(people, casework, "一号算力中心实验平台")
    people.case = laboratory
    await people.do("gxj", "/completeness", {"decision": "accept", "received_on_paper": ["5.2-1"]})
    bare = problem_of(await people.post("gxj", "/review", {"decision": "approve"}), 422, "invalid-input")
    points = {path.removeprefix("checklist."): True for path in paths_of(bare)}
    approve = {"decision": "approve", "checklist": points}
    problem_of(await people.post("gxj", "/review", approve), 409, "wrong-stage")
    assert (await _find(people, laboratory, centre, "same", "gxj")).status_code == 200
    assert (await people.do("gxj", "/review", approve))["amount"] == "1000000.00"
    approved = (await _review(people, centre)).json()
    assert (approved["stage"], approved["amount"]) == ("部门会签中", "9000000.00")
    (shown,) = await _seen(people, centre, "kfq")
    assert (shown["state"], shown["finding"], shown["reason"]) == ("same", "同一项目", WHY)
    assert shown["found_by"] == "市工信局"
    whole = (await people.http.get(centre, headers=await people.known("yunshu"))).json()
    assert any(WHY.rstrip("。") in line["explanation"] for line in whole["sheet"])
    assert [each["state"] for each in whole["same_project"]] == ["same"]
    told = [entry for entry in casework.rows(AuditEntryRow) if entry.action == "project:found"]
    assert [(entry.chain, entry.subject) for entry in told] == [(_number(centre), _number(laboratory))]


async def test_two_cases_of_one_project_approved_at_once_get_the_higher_once(
    people: People, casework: Casework
) -> None:
    first = people.case
    await _accepted(people, first)
    facts = {"audited_investment": "60000000.00", "commissioned_on": "2026-03-01"}
    second = await _filed(people, "廊坊一号算力中心", facts=facts)
    await _accepted(people, second)
    assert (await _find(people, second, first, "same")).status_code == 200
    await asyncio.gather(_review(people, first), _review(people, second))
    promised = [entry.amount for entry in casework.rows(LedgerEntry)]
    assert f"{sum(promised)}" == "10000000.00"


async def test_a_finding_names_another_case_of_the_unit_and_says_why(people: People) -> None:
    first = people.case
    same = await _filed(people, "1号算力中心")
    problem_of(await _find(people, first, first, "same"), 404, "not-found")
    problem_of(await _find(people, first, "/LF2026-0101-99999999999", "same"), 404, "not-found")
    problem_of(await _find(people, first, same, "not_the_same"), 409, "wrong-stage")
    body = {"decision": "same", "other_case": _number(same)}
    refused = problem_of(await people.post("fgw", "/same-project", body), 422, "invalid-input")
    assert paths_of(refused) == {"reason"}
