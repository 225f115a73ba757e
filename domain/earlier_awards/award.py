"""An award from before this system ran (本系统启用前的奖补), as it counts for 就高, caps and "once"."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from domain.calculator.award import PriorAward
from domain.frozen import Frozen
from domain.money import Yuan
from domain.words import dotted

BEFORE = "（本系统启用前）"


class ListStatus(StrEnum):
    """Where a list stands: nothing of it counts before another official has confirmed it."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


STATUS_NAMES = {
    ListStatus.ENTERED: "待另一人确认",
    ListStatus.CONFIRMED: "已确认",
    ListStatus.DECLINED: "不予登记",
}


class EarlierAward(Frozen):
    """One award as it stands in the books of before.

    Attributes:
        code: subsidy type.
        award_base: what it is about, as of a case of the type.
        award_base_key: the project as it was written; empty where the type derives it.
        year: that its caps and its base count by.
        amount: 元 granted.
        document_number: of the document that granted it.
    """

    code: str
    unit: str
    unit_name: Annotated[str, AfterValidator(dotted)]
    award_base: str
    award_base_key: str = ""
    year: int
    amount: Yuan
    granted_on: date
    document_number: str
    note: str = ""

    def as_prior(self, name: str) -> PriorAward:
        """As the calculator wants to know it; ``name`` is its type's."""
        return PriorAward(
            case_number=self.document_number,
            code=self.code,
            name=f"{name}{BEFORE}",
            amount=self.amount,
            paid=self.amount,
        )
