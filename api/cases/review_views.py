"""What readers see of checks and signatures: the library of defects, what is accepted, whose signature stands."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

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
