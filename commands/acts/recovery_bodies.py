"""The bodies of stops and recoveries, and what is answered about them."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from commands.bodies import Body, ShortWords, Words
from domain.money import Yuan

Scope = Literal["case", "unit"]


def _example(**content: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [content]})


class StopBody(Body):
    """停止拨付: of the case, or of all cases of its unit."""

    model_config = _example(scope="case", reason="正在核查投资额的真实性。", clause="附则(四)")

    scope: Scope = "case"
    reason: Words
    clause: ShortWords


class LiftBody(Body):
    """恢复拨付."""

    model_config = _example(scope="case", reason="核查完毕，未发现问题。")

    scope: Scope = "case"
    reason: Words


class RecoveryBody(Body):
    """决定追回. ``means``: the unit repays, or its next payments are set off."""

    model_config = _example(
        amount="4000000.00",
        reason="经审计，投资额虚增。",
        clause="附则(四)",
        means="repayment",
        document_number="廊发改追〔2026〕1号",
    )

    amount: Yuan
    reason: Words
    clause: ShortWords
    means: Literal["repayment", "netting"]
    document_number: ShortWords


class RepaymentBody(Body):
    """登记退回款项."""

    model_config = _example(amount="1500000.00", received_on="2026-12-01")

    amount: Yuan
    received_on: date
    reason: str = Field("", max_length=2000)


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
