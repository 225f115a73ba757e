"""The library of defects (补正事项库): what may be wrong with a document or figure, in words that are always the same."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from domain.catalogue.ruled import Ruled, Words


class Item(StrEnum):
    """What a defect is found in."""

    DOCUMENT = "document"
    FACT = "fact"
    PART = "part"


ITEM_NAMES: Final[dict[Item, str]] = {Item.DOCUMENT: "材料", Item.FACT: "数据", Item.PART: "申报内容"}

FORM_PARTS: Final[dict[str, str]] = {
    "form": "申报表",
    "unit_name": "单位名称",
    "locality": "属地",
    "award_base_key": "项目（平台、产品等）名称",
    "credit_commitment": "信用承诺书",
    "other_funding": "其他财政资金情况声明",
    "contact_email": "联系方式",
}
"""Parts of the electronic form that are neither a document nor a figure of a type."""

Text = Annotated[str, Field(pattern=r"^[^{}]*(\{document\}[^{}]*)*$", min_length=1)]
"""Words in which ``{document}`` stands for the title of what they are about."""


class DefectReason(Ruled):
    """One kind of defect.

    Attributes:
        name: what a clerk picks.
        text: what the applicant reads.
        about: in what it can be found.
        clause: on what it rests.
    """

    name: Words
    text: Text
    about: tuple[Item, ...] = Field(default=(Item.DOCUMENT,), min_length=1)
    clause: Words = "附则(五)"

    def worded(self, title: str, note: str = "") -> str:
        """The text about one document or figure, with what the official adds.

        Example: ``未提交“竣工验收或投运证明”,请补交。``
        """
        text = self.text.replace("{document}", f"“{title}”")
        return f"{text}（{note.strip()}）" if note.strip() else text
