"""What is answered about stops and recoveries."""

from datetime import datetime

from pydantic import BaseModel, Field

from domain.money import Yuan


class NettingView(BaseModel):
    """A sum that was set off, and the payment that it was taken off."""

    payment: str
    amount: Yuan


class RecoveryView(BaseModel):
    """A recovery (追回) and how it stands, by the ledger."""

    number: str
    amount: Yuan
    left: Yuan = Field(description="Still to come back.")
    recovered: Yuan = Field(description="Came back, or was set off.")
    netted: list[NettingView]
    means: str
    reason: str
    clause: str
    document_number: str
    decided_at: datetime


class StopView(BaseModel):
    """A stop of payment (停拨) that stands."""

    scope: str
    party: str
    party_name: str
    reason: str
    clause: str


class RecoveriesView(BaseModel):
    """What stands against the payments of a case, and what of them is to come back."""

    paid: Yuan = Field(description="What was paid and not reclaimed.")
    stops: list[StopView]
    recoveries: list[RecoveryView]
