"""Files of cases: what is read, and what is refused by row and field with nothing taken."""

import csv
import json
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from domain.catalogue.registry import load_catalogue
from domain.errors import Refusal, RefusalFacts
from simulation.files.cases import Cases, read_cases
from simulation.files.source import Source
from simulation.generate import generate
from simulation.meeting import who_meets
from simulation.running import run

POLICY = load_catalogue().policy("langfang-ai-2026")
COLUMNS = (
    *("case_number", "code", "unit", "locality", "complete_at", "award_base_key"),
    *("audited_investment", "commissioned_on", "parameter_count", "scenario_count", "compute_cost", "tests"),
)
GOOD = {
    "case_number": "1",
    "code": "compute_centre_construction",
    "unit": "甲",
    "locality": "kfq",
    "complete_at": "2026-03-02",
    "award_base_key": "一号",
    "audited_investment": "123000000.00",
    "commissioned_on": "2026-03-01",
}
TESTING = {
    "case_number": "2",
    "code": "security_testing",
    "unit": "乙",
    "locality": "kfq",
    "complete_at": "2026-03-02",
}


def entries(*reports: str, **changes: object) -> str:
    """Tests as a cell has them, one for each report."""
    entry = {
        "product_kind": "server",
        "product_name": "安芯",
        "institution": "测试中心",
        "report_number": "",
        "tested_on": "2026-02-20",
        "fee": "1.00",
        "passed": True,
    }
    return json.dumps(
        [{**entry, "report_number": report, **changes} for report in reports or ("AQ-1",)], ensure_ascii=False
    )


def quiet(_: object) -> None:
    """Nobody looks."""


def read(path: Path) -> Cases:
    return read_cases(Source(path), POLICY, quiet)


def written(
    path: Path, *rows: dict[str, str], columns: Sequence[str] = COLUMNS, encoding: str = "utf-8"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def refused(path: Path) -> RefusalFacts:
    with pytest.raises(Refusal) as found:
        read(path)
    return found.value.facts


def amounts(cases: Cases) -> list[int | None]:
    return run(POLICY, cases.frames, who_meets(cases, POLICY), quiet).rows.sort("row")["Amount"].to_list()


def test_the_example_is_read() -> None:
    assert read(Path("simulation/example.csv")).count == 10


def test_a_byte_order_mark_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", GOOD, encoding="utf-8-sig")
    path.write_bytes(path.read_bytes() + b"\r\n\r\n")
    assert amounts(read(path)) == [1_000_000_000]


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("audited_investment", "1230万", "以万或亿为单位"),
        ("audited_investment", "12,300,00.00", "含逗号"),
        ("audited_investment", "-1", "不小于 0"),
        ("audited_investment", "1.234", "2 位小数"),
        ("audited_investment", "1e7", "金额须为"),
        ("audited_investment", "NaN", "金额须为"),
        ("audited_investment", "", "为必填项"),
        ("commissioned_on", "2026-3/1", "须为日期"),
        ("commissioned_on", "2026-02-30", "须为日期"),
        ("commissioned_on", "2026-03-03", "不得晚于"),
        ("code", "free_lunch", "没有这一事项代码"),
        ("locality", "北京", "没有这一属地代码"),
        ("complete_at", "昨天", "须为日期或时刻"),
        ("complete_at", "2026-02-30T09:00:00", "须为日期或时刻"),
        ("unit", " ", "须填写申请单位"),
        ("case_number", "", "须填写案件编号"),
        ("award_base_key", "", "须填写平台名称"),
        ("compute_cost", "5", "没有这一数据项"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_field(tmp_path: Path, name: str, cell: str, words: str) -> None:
    wrong = {**GOOD, "case_number": "9", name: cell}
    facts = refused(written(tmp_path / "a.csv", GOOD, wrong))
    assert [field.path for field in facts.fields] == [f"rows[3].{name}"]
    assert words in facts.fields[0].message
    assert "未读入任何一行" in facts.what


@pytest.mark.parametrize(
    ("tests", "path"),
    [
        ("not json", "rows[2].tests"),
        ("[]", "rows[2].tests"),
        (entries(fee=480000.5), "rows[2].tests[0].fee"),
        (entries(fee="10000000000.01"), "rows[2].tests[0].fee"),
        (entries(product_kind="toaster"), "rows[2].tests[0].product_kind"),
        (entries(passed=None), "rows[2].tests[0].passed"),
        (entries(report_number=""), "rows[2].tests[0].report_number"),
        (entries(tested_on="2026-02-30"), "rows[2].tests[0].tested_on"),
        (entries(tested_on="2026-03-03"), "rows[2].tests[0].tested_on"),
        (entries(*["AQ-1", "ａｑ 1"]), "rows[2].tests[1].report_number"),
        (entries(*map(str, range(201))), "rows[2].tests"),
    ],
)
def test_a_wrong_list_is_named_by_its_entry(tmp_path: Path, tests: str, path: str) -> None:
    facts = refused(written(tmp_path / "a.csv", {**TESTING, "tests": tests}))
    assert [field.path for field in facts.fields] == [path]


def test_a_list_may_be_written_in_any_order_of_fields(tmp_path: Path) -> None:
    (entry,) = json.loads(entries(fee="480000.01"))
    texts = (
        json.dumps([entry], separators=(",", ":"), ensure_ascii=False),
        json.dumps([dict(reversed((entry | {"report_number": "AQ-2"}).items()))], separators=(" ,\t", " : ")),
    )
    rows = [{**TESTING, "case_number": str(n), "unit": str(n), "tests": text} for n, text in enumerate(texts)]
    assert amounts(read(written(tmp_path / "a.csv", *rows))) == [24_000_001, 24_000_001]


@pytest.mark.parametrize(
    ("columns", "path", "words"),
    [
        (("audited_investment（亿元）",), "audited_investment（亿元）", "（万元）"),
        (("audited_investmnet",), "audited_investmnet", "是否为“audited_investment”"),
        (("compute_cost", "compute_cost"), "compute_cost", "出现了两次"),
    ],
)
def test_a_wrong_column_is_named(tmp_path: Path, columns: tuple[str, ...], path: str, words: str) -> None:
    core = COLUMNS[:6]
    (tmp_path / "a.csv").write_text(",".join((*core, *columns)) + "\n", encoding="utf-8")
    facts = refused(tmp_path / "a.csv")
    assert [field.path for field in facts.fields] == [path]
    assert words in facts.fields[0].message


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("case_number,code,unit,locality\n", encoding="utf-8")
    assert [field.path for field in refused(tmp_path / "a.csv").fields] == ["complete_at"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"PK\x03\x04rest", "XLSX"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        ("案件,编号\n".encode("utf-16"), "UTF-16"),
        (b"a,b\n1,\xff\xfe\xff\n", "不是 UTF-8"),
        (b"a,b\n1,\x00\n", "NUL"),
        (b"case_number;code;unit\n", "逗号"),
        (b"PAR1 and then nothing", "Parquet"),
    ],
)
def test_another_kind_of_file_gets_a_clear_answer(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert words in refused(tmp_path / "a.csv").what + str(refused(tmp_path / "a.csv").fields)


def test_a_file_that_breaks_off_is_not_taken_half(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", GOOD, {**GOOD, "case_number": "2"})
    path.write_bytes(path.read_bytes()[:-30])
    assert [field.path for field in refused(path).fields] == ["rows[3]"]


def test_a_line_break_inside_a_cell_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", {**GOOD, "award_base_key": "一号\n平台"})
    assert "换行" in refused(path).fields[0].message


def test_a_header_alone_is_no_file_of_cases(tmp_path: Path) -> None:
    assert "只有表头" in refused(written(tmp_path / "a.csv")).what


def test_a_case_given_twice_counts_once_and_years_of_one_case_may_share_a_number(tmp_path: Path) -> None:
    facts = refused(written(tmp_path / "a.csv", GOOD, {**GOOD, "case_number": "2"}, GOOD))
    assert [field.path for field in facts.fields] == ["rows[4].case_number"]
    year = {
        **GOOD,
        "code": "compute_centre_operation",
        "audited_investment": "",
        "operating_cost": "15000000.00",
    }
    columns = (*COLUMNS, "operating_cost")
    three = written(tmp_path / "b.csv", *([year] * 3), columns=columns)
    assert amounts(read(three)) == [300_000_000] * 3
    four = written(tmp_path / "c.csv", *([year] * 4), columns=columns)
    assert [field.path for field in refused(four).fields] == ["rows[5].case_number"]


def test_a_thousand_errors_are_counted_and_the_first_hundred_told(tmp_path: Path) -> None:
    rows = [{**GOOD, "case_number": str(number), "audited_investment": "x"} for number in range(1000)]
    facts = refused(written(tmp_path / "a.csv", *rows))
    assert "1000 处" in facts.what
    assert len(facts.fields) == 100


def test_an_instant_with_a_zone_is_read_on_the_clocks_of_langfang(tmp_path: Path) -> None:
    forms = ("2026-03-02", "2026-03-02 00:00:00", "2026-03-01T16:00:00Z", "2026-03-02T00:00:00.000+08:00")
    rows = [{**GOOD, "case_number": str(n), "complete_at": text} for n, text in enumerate(forms)]
    frame = read(written(tmp_path / "a.csv", *rows)).frames["compute_centre_construction"]
    assert set(frame["complete_at"]) == {datetime(2026, 3, 2)}  # noqa: DTZ001 - the clocks of Langfang


def test_parquet_with_typed_columns_equals_the_same_as_text(tmp_path: Path) -> None:
    typed = {
        **{name: [value] for name, value in GOOD.items()},
        "audited_investment": [Decimal("123000000.00")],
        "commissioned_on": [date(2026, 3, 1)],
        "complete_at": [datetime(2026, 3, 1, 17, tzinfo=UTC)],
    }
    pl.DataFrame(typed).write_parquet(tmp_path / "a.parquet")
    assert amounts(read(tmp_path / "a.parquet")) == [1_000_000_000]


def test_floats_are_no_money(tmp_path: Path) -> None:
    pl.DataFrame(
        {**{name: [value] for name, value in GOOD.items()}, "audited_investment": [1.5]}
    ).write_parquet(tmp_path / "a.parquet")
    facts = refused(tmp_path / "a.parquet")
    assert [field.path for field in facts.fields] == ["rows[2].audited_investment"]
    assert "浮点数" in facts.fields[0].message


def test_the_same_seed_makes_the_same_cases_as_csv_and_as_parquet(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.parquet"):
        generate(POLICY, 500, 7, tmp_path / name, quiet)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert amounts(read(tmp_path / "a.csv")) == amounts(read(tmp_path / "c.parquet"))


def test_row_ids_and_localities_may_be_numbers_in_parquet(tmp_path: Path) -> None:
    row = {**{name: [value] for name, value in GOOD.items()}, "case_number": [17], "locality": [131002]}
    pl.DataFrame(row).write_parquet(tmp_path / "a.parquet")
    frame = read(tmp_path / "a.parquet").frames["compute_centre_construction"]
    assert frame.select("case_number", "locality").row(0) == ("17", "131002")


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused_and_breaks_nothing(tmp_path: Path, seed: int) -> None:
    dice, path = random.Random(seed), tmp_path / "a"
    path.write_bytes(Path("simulation/example.csv").read_bytes())
    if seed % 4 == 0:
        pl.read_csv("simulation/example.csv", infer_schema=False).write_parquet(path)
    content = bytearray(path.read_bytes())
    for _ in range(dice.choice([1, 2, 5])):
        place = dice.randrange(len(content))
        junk = dice.choice([b'"', b",", b"\n", b"\x1f", b"\r", "万".encode(), b"\xff", b"9" * 20, b"[{"])
        content[place : place + dice.choice([0, 1, 40])] = junk
    path.write_bytes(content)
    answer = ""
    try:
        rows = read(path).count
    except Refusal as refused:
        rows, answer = 0, refused.facts.what
    assert 0 < rows <= 10 or answer.endswith("。")
