"""The columns of a list of earlier awards of one type. The file that goes out as a template comes back filled in."""

from decimal import Decimal
from typing import Final

from domain.catalogue.schema import SubsidyType
from domain.spreadsheet.cells import Cell, Row
from domain.spreadsheet.titles import InputColumn, spelled

UNIT: Final = "统一社会信用代码"
BASE: Final = "项目标识"
_YEARS: Final = {False: "奖补所属的年度，四位年份", True: "该补助年度开始之日所在的年份，四位年份"}
"""How the year is written: of most types, and of one that is paid in instalments."""


class AwardColumn(InputColumn):
    """One column: the field of a row that it fills, and how a cell is written."""

    field: str
    hint: str
    example: Cell

    @property
    def width(self) -> int:
        """How wide it is shown, in characters."""
        return max(14, 2 * len(self.title) + 2)


def columns_of(subsidy: SubsidyType) -> tuple[AwardColumn, ...]:
    """The columns of a list for one type, in their order."""
    base = subsidy.award_base
    keyed = (f"{BASE}（{base.key_label}）", "award_base_key", "同一项目只用一个名称", base.key_label)
    return (
        _column(UNIT, "unit", "18 位，校验位须正确", "91131071MAFAKE019W"),
        _column("单位名称", "unit_name", "批准时的单位全称", "廊坊云枢智算科技有限公司"),
        *((_column(*keyed, also=base.key_label),) if base.needs_key else ()),
        _column("所属年度", "year", _YEARS[subsidy.instalments is not None], Decimal(2025)),
        _column(
            "奖补金额（元）", "amount", "批准的金额，至多两位小数", Decimal("500000.00"), also="奖补金额"
        ),
        _column("批准日期", "granted_on", "日期", "2025-06-30"),
        _column("批准文号", "document_number", "批准文件的文号", "廊工信〔2025〕12号"),
        _column("备注", "note", "可不填", "", needed=False),
    )


def _column(
    title: str, field: str, hint: str, example: Cell, *, needed: bool = True, also: str = ""
) -> AwardColumn:
    names = frozenset(filter(None, (spelled(title), spelled(also), field)))
    return AwardColumn(
        title=title,
        field=field,
        names=names,
        needed=needed,
        is_money=field == "amount",
        hint=hint,
        example=example,
    )


def template_of(subsidy: SubsidyType) -> tuple[Row, ...]:
    """The empty list of a type: its name, how each column is written, the titles. The rows are filled in below."""
    columns = columns_of(subsidy)
    return (
        (f"本系统启用前的奖补：{subsidy.number} {subsidy.name}",),
        tuple(
            f"{column.hint}（例：{column.example}）" if column.example else column.hint for column in columns
        ),
        tuple(column.title for column in columns),
    )
