"""Lists of awards from before this system ran: each row is answered, and nothing is taken half."""

from typing import Any

import pytest

from tests.api.asking import OTHER_UNIT, UNIT, paths_of, problem_of
from tests.api.earlier_desk import NAME, PATH, ROW, TITLES, Desk, table
from tests.api.earlier_desk import desk as desk
from tests.api.earlier_desk import engine as engine
from tests.api.listed_payments import as_csv, as_xlsx, opened


@pytest.mark.parametrize("written", [as_xlsx, as_csv])
async def test_a_dry_run_answers_every_row_and_stores_nothing(desk: Desk, written: Any) -> None:
    rows = table(
        ROW,
        [*ROW[:5], "廊发改[2025]12号", "另一种写法"],
        [UNIT[:-1] + "X", NAME, 2025, 500000, "2025-06-30", "13号", ""],
        [OTHER_UNIT, "霸州灵犀装备有限公司", 2025, "五十万", "昨天", " ", ""],
        [OTHER_UNIT, "霸州灵犀装备有限公司", 1999, 0, "2027-01-01", "14号", ""],
        [OTHER_UNIT, "霸州灵犀装备有限公司", 2025, "1,200.50", "2025/7/1", "15号", "补登"],
    )
    answer = await desk.load(written(rows), dry_run=True)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [row["result"] for row in told["rows"]] == ["good", "duplicate", "wrong", "wrong", "wrong", "good"]
    assert told["counts"] == {"good": 2, "duplicate": 1, "wrong": 3}
    assert told["rows"][1]["words"] == "与第 2 行是同一笔奖补。"
    assert [fault["path"] for fault in told["rows"][2]["faults"]] == ["rows[4].统一社会信用代码"]
    assert {fault["path"] for fault in told["rows"][3]["faults"]} == {
        f"rows[5].{title}" for title in ("奖补金额（元）", "批准日期", "批准文号")
    }
    assert {fault["path"] for fault in told["rows"][4]["faults"]} == {
        f"rows[6].{title}" for title in ("所属年度", "奖补金额（元）", "批准日期")
    }
    assert told["rows"][5]["amount"] == "1200.50"
    assert (await desk.get(PATH, "fgw")).json() == []
    problem_of(await desk.load(written(rows)), 422, "invalid-input")
    assert (await desk.get(PATH, "fgw")).json() == []
    taken = await desk.load(written(table(rows[1], rows[6])))
    assert (taken.status_code, taken.json()["total"]) == (201, "501200.50")
    again = await desk.load(written(table(rows[1])), dry_run=True)
    assert again.json()["rows"][0]["result"] == "known"


async def test_a_file_that_is_no_such_list_is_refused_by_column(desk: Desk) -> None:
    other = table(ROW, titles=[*TITLES[:3], "奖补金额（美元）", *TITLES[4:]])
    problem = problem_of(await desk.load(as_xlsx(other)), 422, "invalid-input")
    assert paths_of(problem) == {"rows[1].奖补金额（元）", "rows[1].奖补金额（美元）"}
    in_wan = table([*ROW[:3], 50, *ROW[4:]], titles=[*TITLES[:3], "奖补金额（万元）", *TITLES[4:]])
    judged = await desk.load(as_xlsx(in_wan), dry_run=True)
    assert judged.json()["rows"][0]["amount"] == "500000.00"
    problem_of(await desk.load(as_xlsx(table())), 422, "invalid-input")
    problem_of(await desk.load(as_xlsx([["别的表"]])), 422, "invalid-input")
    problem_of(await desk.load(b"%PDF-1.7"), 415, "unsupported-type")


@pytest.mark.parametrize(
    ("kind", "code", "by"), [("xlsx", "settlement_voucher", "fgw"), ("csv", "first_equipment", "gxj")]
)
async def test_the_template_comes_back_filled_in(desk: Desk, kind: str, code: str, by: str) -> None:
    answer = await desk.get(f"{PATH}/template?measure={code}&format={kind}", by)
    assert answer.status_code == 200
    rows = opened(answer.content)
    keyed = ["焊接机器人LX-8"] if code == "first_equipment" else []
    rows.append([UNIT, NAME, *keyed, 2025, "500000.00", "2025-06-30", "廊发改〔2025〕12号", ""])
    judged = await desk.load(as_xlsx(rows), measure=code, by=by, dry_run=True)
    assert judged.json()["counts"] == {"good": 1}, judged.text


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"unit": "1234"}, "unit"),
        ({"unit_name": "别的公司"}, "unit_name"),
        ({"unit_name": "——"}, "unit_name"),
        ({"award_base_key": "一号平台"}, "award_base_key"),
        ({"year": 2027}, "year"),
        ({"amount": "0.00"}, "amount"),
        ({"granted_on": "2026-12-31"}, "granted_on"),
        ({"document_number": "〔〕"}, "document_number"),
    ],
)
async def test_a_wrong_entry_is_told_by_its_field(desk: Desk, item: dict[str, Any], field: str) -> None:
    problem = problem_of(await desk.enter({}, item), 422, "invalid-input")
    assert paths_of(problem) >= {f"items[1].{field}"}
    assert all(path.startswith("items[1].") for path in paths_of(problem))


@pytest.mark.parametrize("key", ["￥", "+", "——", ""])
async def test_a_project_that_is_named_by_signs_alone_is_told_by_its_field(desk: Desk, key: str) -> None:
    item = {"award_base_key": key}
    problem = problem_of(await desk.enter(item, measure="compute_centre_construction"), 422, "invalid-input")
    assert paths_of(problem) == {"items[0].award_base_key"}
