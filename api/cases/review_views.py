"""What readers see of checks and signatures: the library of defects, what is accepted, whose signature stands."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from domain.money import Yuan
from domain.other_funding.declared import OtherFunding
from domain.other_funding.judgement import Finding

State = Literal["awaited", "signed", "silent", "objected", "stands"]


class DefectReasonView(BaseModel):
    """A reason of the library (补正事项库); ``{document}`` in the text stands for the title of the document."""

    code: str
    name: str
    text: str
    about: list[str]
    clause: str


class ItemView(BaseModel):
    """A document, figure or part of the form."""

    item: str
    title: str


class OpenItemView(ItemView):
    """Something to be made good; ``is_answered`` once the applicant replaced or changed it."""

    problems: list[str]
    is_answered: bool


class ItemsView(BaseModel):
    """What of the phase in hand is accepted, and what is still open; both empty before the first decision."""

    accepted: list[ItemView]
    open: list[OpenItemView]


class SignatureView(BaseModel):
    """A department's or locality's signature (会签).

    ``state``: ``awaited``; ``signed``, ``objected``; ``silent`` where the term passed and that agrees; ``stands`` where a later round did not need it again.
    """

    party: str
    name: str
    state: State
    signed_at: datetime | None
    why: str = Field("", description="Why it is asked again, or stands, in a later round.")


class FundingJudgementView(BaseModel):
    """What an office found of money of other policies for the same matter (其他政策资金认定)."""

    act: str
    act_label: str
    subject: str = Field(description="Year of support or redemption; empty for the award of the case.")
    kind: Finding
    label: str = Field(description="The finding in Chinese.")
    amount: Yuan | None = Field(description="What is deducted.")
    reason: str
    sources: str = Field(description="Declared entries and document that it is about.")
    declared: list[OtherFunding]
    party: str
    party_name: str
    at: datetime
    clause: str
