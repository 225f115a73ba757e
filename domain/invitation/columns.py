"""The columns of an invitation list: who is invited, then one column for each figure that the type asks at filing.

The file that goes out as a template is the one that comes back filled in. A column is also known by its name in JSON.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from domain.catalogue.facts import FactKind, FactSpec, Phase
from domain.catalogue.schema import SubsidyType
from domain.spreadsheet.cells import Cell, Row
from domain.spreadsheet.titles import InputColumn, spelled

UNIT, UNIT_NAME, LOCALITY, EMAIL = "统一社会信用代码", "单位名称", "属地", "联系邮箱"
BASE: Final = "项目标识"
LIST_FIELDS: Final = "|"
LIST_ENTRIES: Final = ";"
"""A list stands in one cell: fields apart by ``|``, entries by ``;`` or line breaks."""

_WRITTEN: Final = {
    FactKind.MONEY: "元，至多两位小数；列标题中的“元”改为“万元”时以万元填写",
    FactKind.INTEGER: "整数",
    FactKind.YEAR: "四位年份",
    FactKind.DATE: "日期，如 2026-03-01",
    FactKind.BOOLEAN: "是或否",
    FactKind.TEXT: "文字",
}


class ListColumn(InputColumn):
    """One column of a list.

    Attributes:
        field: of a row, or the name of a fact.
        fact: the fact that it holds; None for what is said of the unit.
        hint: how a cell is written.
        example: a cell as the template shows it.
    """

    field: str
    fact: FactSpec | None = None
    hint: str = ""
    example: Cell = None

    @property
    def width(self) -> int:
        """How wide it is shown, in characters."""
        return max(14, 2 * len(self.title) + 2)


def columns_of(subsidy: SubsidyType) -> tuple[ListColumn, ...]:
    """The columns of a list for one type, in their order."""
    facts = subsidy.facts_for((Phase.FILING,))
    base = subsidy.award_base
    labels = {spelled(fact.label) for fact in facts}
    about = [
        _about(UNIT, "unit", "18 位，校验位须正确", "91131071MAFAKE019W"),
        _about(UNIT_NAME, "unit_name", "单位全称", "廊坊云枢智算科技有限公司"),
        _about(LOCALITY, "locality", "县(市、区)或开发区的名称或代码", "廊坊开发区"),
        _about(EMAIL, "contact_email", "单位在本系统有账号的可不填", "unit@example.com", needed=False),
    ]
    if base.needs_key:
        names = {spelled(base.key_label)} - labels
        title = f"{BASE}（{base.key_label}）"
        about.append(_about(title, "award_base_key", "同一项目只列一次", base.key_label, also=names))
    return (*about, *(_of_fact(fact) for fact in facts))


def _about(
    title: str,
    field: str,
    hint: str,
    example: str,
    *,
    needed: bool = True,
    also: set[str] | frozenset[str] = frozenset(),
) -> ListColumn:
    names = frozenset({spelled(title), field} | also)
    return ListColumn(title=title, field=field, names=names, needed=needed, hint=hint, example=example)


def _of_fact(fact: FactSpec) -> ListColumn:
    title = f"{fact.label}（{fact.unit}）" if fact.unit else fact.label
    return ListColumn(
        title=title,
        field=fact.name,
        names=frozenset({spelled(title), spelled(fact.label), fact.name}),
        needed=fact.required,
        fact=fact,
        is_money=fact.kind is FactKind.MONEY,
        hint=_hint(fact),
        example=_example(fact),
    )


def _hint(fact: FactSpec) -> str:
    if fact.kind is FactKind.CHOICE:
        return "填：" + "、".join(fact.choices.values())
    if fact.kind is FactKind.LIST:
        fields = LIST_FIELDS.join(item.label for item in fact.items)
        return f"每项写作“{fields}”，各项以“{LIST_ENTRIES}”或换行分隔"
    return _WRITTEN[fact.kind]


def _example(fact: FactSpec) -> Cell:
    shown = fact.shown_example
    if fact.kind is FactKind.LIST:
        entries = shown if isinstance(shown, list) else []
        return LIST_ENTRIES.join(_entry_text(fact.items, entry) for entry in entries)
    if fact.kind is FactKind.MONEY:
        return Decimal(str(shown)).quantize(Decimal("0.01"))
    if fact.kind in (FactKind.INTEGER, FactKind.YEAR):
        return Decimal(str(shown))
    return _word(fact, shown)


def _entry_text(items: Sequence[FactSpec], entry: object) -> str:
    given = entry if isinstance(entry, dict) else {}
    return LIST_FIELDS.join(_word(item, given.get(item.name, item.shown_example)) for item in items)


def _word(fact: FactSpec, value: object) -> str:
    if fact.kind is FactKind.BOOLEAN:
        return "是" if value else "否"
    return fact.choices.get(str(value), str(value))


def template_of(subsidy: SubsidyType) -> tuple[Row, ...]:
    """The empty list of a type: its name, how each column is written, the titles. The rows are filled in below.

    An example stands in the hints only: a row of it in the list would be invited one day.
    """
    columns = columns_of(subsidy)
    hints = [f"{column.hint}（例：{_shown(column.example)}）" for column in columns]
    return (
        (f"免申即享邀请名单：{subsidy.number} {subsidy.name}",),
        tuple(hints),
        tuple(column.title for column in columns),
    )


def _shown(example: Cell) -> str:
    return f"{example:f}" if isinstance(example, Decimal) else str(example)
