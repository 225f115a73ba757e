"""A list is read by the kind of its columns, whatever the spreadsheet made of them."""

from datetime import date
from decimal import Decimal

import pytest

from adapters.files.spreadsheet import write_csv, write_xlsx
from adapters.files.spreadsheet_reading import read_table
from domain.catalogue.facts import FactKind, Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from domain.invitation.columns import columns_of, template_of
from domain.invitation.reading import ListTable, read_cell, read_list
from domain.spreadsheet.cells import Cell, Row, Unreadable
from domain.spreadsheet.titles import spelled

POLICY = load_catalogue().policies[-1]
LATER = date(2028, 12, 29)
REVENUE = POLICY.type("revenue_milestone")
TITLES = (
    "统一社会信用代码",
    "单位名称",
    "属地",
    "所属行业",
    "营收所属年度",
    "本年主营业务收入（元）",
    "以往年度最高主营业务收入",
)
UNIT = ("91131071MAFAKE019W", "廊坊云枢智算科技有限公司", "廊坊开发区")


def read(*rows: Row) -> ListTable:
    return read_list(rows, REVENUE)


@pytest.mark.parametrize("code", sorted(POLICY.types))
def test_the_template_of_every_type_is_read_again_with_all_its_columns(code: str) -> None:
    """Filled in with the examples of its own columns, it gives the facts of the examples."""
    subsidy = POLICY.type(code)
    columns = columns_of(subsidy)
    assert len({name for column in columns for name in column.names}) == sum(len(c.names) for c in columns)
    filled = (*template_of(subsidy), tuple(column.example for column in columns))
    widths = [column.width for column in columns]
    written = (write_csv(filled), write_xlsx(filled, name="名单", widths=widths, titles_at=3))
    for content in written:
        table = read_list(read_table(content), subsidy)
        assert table.faults == ()
        (row,) = table.rows
        assert (row.row, row.unit, row.locality) == (4, "91131071MAFAKE019W", "廊坊开发区")
        assert bool(row.award_base_key) is subsidy.award_base.needs_key
        validate_facts(subsidy, row.facts, (Phase.FILING,), LATER)


def test_an_empty_template_invites_nobody() -> None:
    assert read(*template_of(REVENUE)) == ListTable()


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (FactKind.MONEY, Decimal("520000000.5"), "520000000.5"),
        (FactKind.MONEY, "520,000,000.00", "520000000.00"),
        (FactKind.MONEY, "5,20", "5,20"),
        (FactKind.INTEGER, Decimal("3.0"), 3),
        (FactKind.INTEGER, Decimal("3.5"), "3.5"),
        (FactKind.YEAR, "2026", 2026),
        (FactKind.DATE, date(2026, 3, 1), "2026-03-01"),
        (FactKind.DATE, "2026/3/1", "2026-03-01"),
        (FactKind.DATE, "2026年3月1日", "2026-03-01"),
        (FactKind.DATE, "2026-02-30", "2026-02-30"),
        (FactKind.BOOLEAN, "是", True),
        (FactKind.BOOLEAN, "否", False),
        (FactKind.BOOLEAN, "也许", "也许"),
        (FactKind.CHOICE, "软件", "software"),
        (FactKind.CHOICE, "software", "software"),
        (FactKind.CHOICE, "硬件", "硬件"),
        (FactKind.TEXT, Decimal("12"), "12"),
    ],
)
def test_a_cell_is_read_by_its_kind_and_what_is_none_stays_as_it_is(
    kind: FactKind, cell: Cell, value: object
) -> None:
    fact = REVENUE.fact("sector").model_copy(update={"kind": kind})
    assert read_cell(fact, cell) == value


def test_a_list_in_a_cell_is_read_entry_by_entry() -> None:
    tests = POLICY.type("security_testing").fact("tests")
    label = next(iter(tests.items[0].choices.values()))
    code = next(iter(tests.items[0].choices))
    read = read_cell(
        tests,
        f"{label}|安芯|测试中心|AQ-1|2026-05-20|480,000.00|是\n{label}|安芯|测试中心|AQ-2|2026/5/21|620000|否；坏",
    )
    said = {"product_kind": code, "product_name": "安芯", "institution": "测试中心"}
    assert read == [
        {**said, "report_number": "AQ-1", "tested_on": "2026-05-20", "fee": "480000.00", "passed": True},
        {**said, "report_number": "AQ-2", "tested_on": "2026-05-21", "fee": "620000", "passed": False},
        "坏",
    ]


def test_titles_are_known_by_label_name_and_in_full_width() -> None:
    told = ("单位：元", None)
    names = (
        "统一社会信用代码",
        "unit_name",
        " 属地",
        "sector",
        "营收所属年度（年）",
        "本年主营业务收入（元）",
        "以往年度最高主营业务收入",
    )
    table = read(told, names, (*UNIT, "软件", Decimal(2026), Decimal(520_000_000), "96000000"))
    assert [row.facts["revenue"] for row in table.rows] == ["520000000"]


@pytest.mark.parametrize(
    ("titles", "message"),
    [
        (("名称", "金额"), "没有找到列标题行"),
        (TITLES[:-1], "缺少这一列"),
        ((*TITLES, "属地"), "这一列出现了两次"),
        ((*TITLES, "经手人"), "名单中没有这一列"),
        ((*TITLES[:-1], "以往年度最高主营业务收入（亿元）"), "不接受“亿元”"),
    ],
    ids=["foreign", "missing", "twice", "unknown", "ten thousands"],
)
def test_wrong_titles_are_named(titles: Row, message: str) -> None:
    table = read(titles, (*UNIT, "软件", "2026", "1", "2"))
    assert table.rows == ()
    assert any(message in fault.message for fault in table.faults)


@pytest.mark.parametrize(
    ("title", "cell", "yuan"),
    [
        ("本年主营业务收入（万元）", Decimal("52000.5"), "520005000.00"),
        ("本年主营业务收入(万元)", "５２,０００", "520000000.00"),
        (" 本年主营业务收入 （ 万元 ） ", "0.3", "3000.00"),
        ("revenue(万元)", "1 234.5678", "12345678.00"),
        ("本年主营业务收入（万元）", "0.0000001", "0.0010000"),
        ("本年主营业务收入（万元）", "约五万", "约五万"),
    ],
)
def test_a_column_in_ten_thousands_is_read_as_named(title: str, cell: str | Decimal, yuan: str) -> None:
    titles = tuple(title if known == "本年主营业务收入（元）" else known for known in TITLES)
    (row,) = read((*titles, "序号", "备注"), (*UNIT, "软件", "2026", cell, "1", "7", "加急")).rows
    assert row.facts["revenue"] == yuan


def test_a_formula_is_a_fault_of_its_cell() -> None:
    (row,) = read(TITLES, (*UNIT, "软件", "2026", Unreadable(why="不得为公式"), Decimal(1))).rows
    assert [fault.path for fault in row.faults] == ["rows[2].本年主营业务收入（元）"]
    assert row.path_of("facts.revenue") == row.faults[0].path
    assert "revenue" not in row.facts


def test_spelling_knows_full_width_brackets() -> None:
    assert spelled("金额（元）") == "金额(元)"
