"""The bodies of requests about awards from before this system ran."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from commands.bodies import Body
from domain.closed import example
from domain.day import Day
from domain.earlier_awards.award import ListStatus
from domain.earlier_awards.reading import MOST_ROWS
from domain.frozen import Frozen
from domain.money import Yuan, wire_text
from domain.words import Code, OneLine, Reason, ShortWords, Words

Cell = Annotated[str, StringConstraints(max_length=500), OneLine]


class AwardItem(Body):
    """One award; judged like a row of a file."""

    unit: Cell
    unit_name: Cell
    award_base_key: Cell = ""
    year: int
    amount: Yuan
    granted_on: Day
    document_number: Cell
    note: Cell = ""

    def in_words(self) -> dict[str, Any]:
        """Each field as a cell says it."""
        return self.model_dump() | {
            "year": str(self.year),
            "amount": wire_text(self.amount),
            "granted_on": self.granted_on.isoformat(),
        }


class AwardListBody(Body):
    """登记本系统启用前的奖补: one award by hand, or several of one subsidy type."""

    model_config = example(
        measure="settlement_voucher",
        items=[
            {
                "unit": "91131071MAFAKE019W",
                "unit_name": "廊坊云枢智算科技有限公司",
                "year": 2025,
                "amount": "500000.00",
                "granted_on": "2025-06-30",
                "document_number": "廊发改〔2025〕12号",
            }
        ],
    )

    measure: Code = Field(description="Code of the subsidy type.")
    items: list[AwardItem] = Field(min_length=1, max_length=MOST_ROWS)


class AwardListDeclined(Body):
    """不予登记: what was entered is not so."""

    model_config = example(reason="批准文件与清单所列金额不符。")

    reason: Words


class WithdrawalBody(Body):
    """撤销一笔以往奖补: it was entered wrongly and counts no more."""

    model_config = example(reason="原批准文件已撤销。", document_number="廊发改〔2026〕20号")

    reason: Words
    document_number: ShortWords = Field(description="The document that says so.")


class Settlement(Frozen):
    """What another official says of a list."""

    status: ListStatus
    reason: Reason = ""
