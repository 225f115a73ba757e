"""Files of cases as people write and save them: read like our other tables."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.files.spreadsheet import write_xlsx
from tests.simulation.test_files import GOOD, amounts, read, refused

AS_PEOPLE_WRITE: list[dict[str, str]] = [
    {"audited_investment": "123,000,000.00"},
    {"audited_investment": "１２３００００００．００"},
    {"audited_investment": "123 000 000"},
    {"commissioned_on": "2026.03.01"},
    {"commissioned_on": "２０２６年３月１日", "complete_at": "2026/3/2"},
    {"commissioned_on": "20260301", "complete_at": "2026年3月2日"},
    {"序号": "1", "备注": "加急"},
]


@pytest.mark.parametrize("change", AS_PEOPLE_WRITE, ids=str)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "xlsx"])
def test_a_file_is_read_as_people_have_it(tmp_path: Path, change: dict[str, str], encoding: str) -> None:
    row = {**GOOD, **change}
    if encoding == "xlsx":
        table = [tuple(row), tuple(row.values())]
        content = write_xlsx(table, name="案件", widths=[20] * len(row), titles_at=1)
    else:
        content = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in (row, row.values())).encode(
            encoding
        )
    (tmp_path / "a.csv").write_bytes(content)
    assert amounts(read(tmp_path / "a.csv")) == [1_000_000_000]


@pytest.mark.parametrize(
    "title", ["audited_investment(万元)", "audited_investment（万元）", " audited_investment （万元）"]
)
@pytest.mark.parametrize("cell", ["8888.5", "8,888.5", "８８８８．５０"])
def test_a_column_in_ten_thousands_is_read_as_named(tmp_path: Path, title: str, cell: str) -> None:
    row = {title if name == "audited_investment" else name: value for name, value in GOOD.items()}
    lines = (row, {**row, title: cell}.values())
    text = "\n".join(",".join(f'"{value}"' for value in line) for line in lines)
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert amounts(read(tmp_path / "a.csv")) == [888_850_000]


def test_a_hidden_row_is_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (tuple(GOOD), tuple(GOOD.values())):
        sheet.append(line)
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "a.csv")
    assert "第 2 行被隐藏" in refused(tmp_path / "a.csv").what
