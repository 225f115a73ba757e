"""Lists are found by any part of what is looked for, and read to their end page by page, by everybody who reads them."""

from typing import Any, Final

import httpx
import pytest

from adapters.store import search
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.verbs import ENTER_STAGE
from tests.activities.casework import Casework, lead_task, step
from tests.api.asking import OTHER_UNIT, UNIT, log_in
from tests.api.filed_case import filed

READERS: Final = ("auditor", "fgw", "kfq", "yunshu")
OURS, THEIRS = "廊坊云枢智算科技有限公司", "霸州灵犀装备（集团）有限公司"

SOUGHT: Final = {
    "一": (1, 2, 3, 4),
    "枢": (1, 2, 3),
    "云枢": (1, 2, 3),
    "翼": (2, 3),
    "翼磐": (2,),
    "磐翼": (3,),
    "云枢智": (1, 2, 3),
    "智算科技有限": (1, 2, 3),
    "云枢智算科技有限公司": (1, 2, 3),
    "1": (1, 2, 3, 4),
    "03": (3,),
    "00003": (3,),
    "ＬＦ２０２５－０１０１－００００２": (2,),
    "3 期": (2,),
    "三期": (2,),
    "灵犀装备(集团)": (4,),
    "云犀": (),
    "无此项目": (),
    "—（）": (),
    "%": (),
    "_": (),
}
"""What somebody types, and the cases that are found by it."""


@pytest.fixture
def cases(casework: Casework) -> dict[str, int]:
    """Four cases: three of our unit, about projects whose names have signs in common, and one of another."""
    projects = {1: "一号平台", 2: "翼磐3期", 3: "磐翼", 4: "灵犀"}
    return {
        filed(
            casework,
            running,
            award_base_key=project,
            unit=UNIT if running < 4 else OTHER_UNIT,
            unit_name=OURS if running < 4 else THEIRS,
        ): running
        for running, project in projects.items()
    }


@pytest.mark.parametrize("few", [search.FEW, 0], ids=["few have it", "many have it"])
@pytest.mark.parametrize("who", READERS)
async def test_a_case_is_found_by_any_part_of_its_names(
    http: httpx.AsyncClient, cases: dict[str, int], monkeypatch: pytest.MonkeyPatch, who: str, few: int
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    headers = await log_in(http, who)
    for sought, wanted in SOUGHT.items():
        answer = await http.get("/v1/applications", params={"q": sought}, headers=headers)
        found = [cases[case["case_number"]] for case in answer.json()["items"]]
        seen = [running for running in wanted if who != "yunshu" or running < 4]
        assert sorted(found) == seen, sought


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize(
    "filters", [{}, {"q": "枢"}, {"measure": "1"}, {"lead": "development_and_reform"}, {"locality": "kfq"}]
)
async def test_cases_are_read_to_their_end(
    http: httpx.AsyncClient, cases: dict[str, int], who: str, filters: dict[str, str]
) -> None:
    headers = await log_in(http, who)
    whole = (await http.get("/v1/applications", params=filters, headers=headers)).json()["items"]
    found: list[Any] = []
    asked: dict[str, str] | None = filters
    while asked is not None:
        page = (await http.get("/v1/applications", params={**asked, "limit": "1"}, headers=headers)).json()
        found += page["items"]
        asked = {**filters, "after": page["next"]} if page["next"] else None
    assert found == whole
    assert [cases[case["case_number"]] for case in whole][-3:] == [3, 2, 1]


async def test_a_worklist_is_read_to_its_end(
    http: httpx.AsyncClient, casework: Casework, cases: dict[str, int]
) -> None:
    for number in cases:
        tasks = (lead_task("review"),)
        casework.do(ENTER_STAGE, step(number, 1, Stage.LEAD_REVIEW, Event.ACCEPTED, tasks=tasks))
    headers = await log_in(http, "fgw")
    whole = (await http.get("/v1/tasks", headers=headers)).json()
    found: list[Any] = []
    onward = "/v1/tasks?limit=1"
    while onward:
        answer = await http.get(onward, headers=headers)
        found += answer.json()
        onward = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == whole
    assert {cases[task["case_number"]] for task in whole} == {1, 2, 3, 4}
