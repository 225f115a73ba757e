"""Made-up units, registered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection

from adapters.store.schema import UnitEntryRow, UnitRow
from domain.departments import LOCALITIES
from domain.normal_form import normal_form, number_form
from domain.units.unit import UnitField

SIGNS: Final = (
    "云枢天灵犀安芯智语算力鼎盛博瑞华远中科宏图海纳星辰光启辰曦睿思恒润泽蓝鲸磐石青藤翼展卓越凌飞鸿志明德"
)
TRADES: Final = (
    "智算科技",
    "人工智能",
    "机器人",
    "软件",
    "数据服务",
    "智能装备",
    "信息技术",
    "芯片",
    "自动化",
    "云计算",
)
ENDINGS: Final = ("有限公司", "股份有限公司", "（廊坊）有限公司", "研究院")
AT: Final = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Unit:
    """A unit, and how its projects are called."""

    code: str
    name: str
    locality: str
    brands: tuple[str, ...]

    @cached_property
    def form(self) -> str:
        """The name as it is compared."""
        return number_form(self.name)


def made_units(count: int) -> Iterator[Unit]:
    """So many units, the same each time."""
    chance, places = random.Random(count), sorted(LOCALITIES)  # noqa: S311 - made-up names
    for number in range(count):
        brand = "".join(chance.sample(SIGNS, chance.choice((2, 2, 2, 3, 4))))
        name = f"{chance.choice(('廊坊', '霸州', '三河', '河北'))}{brand}{chance.choice(TRADES)}{chance.choice(ENDINGS)}"
        yield Unit(f"911310{number:08}BNCH", name, chance.choice(places), (brand, brand[:2]))


def register(writing: Connection, units: list[Unit]) -> None:
    """Enter them."""
    entries: Any = UnitEntryRow.__table__  # type: ignore[attr-defined]
    registered: Any = UnitRow.__table__  # type: ignore[attr-defined]
    writing.execute(registered.insert(), [{"code": unit.code, "registered_at": AT} for unit in units])
    said = {"since": AT.date(), "entered_by": "bench", "entered_at": AT, "until": None, "document_on": None}
    rows = []
    for unit in units:
        values = {
            UnitField.NAME: unit.name,
            UnitField.LOCALITY: unit.locality,
            UnitField.CONTACT_EMAIL: f"{unit.code.lower()}@example.com",
        }
        for field, value in values.items():
            form = normal_form(value) if field is UnitField.NAME else ""
            rows.append(
                {"code": unit.code, "field": field.value, "value": value, "form": form, "document_number": ""}
                | said
            )
    writing.execute(entries.insert(), rows)
