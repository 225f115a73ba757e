"""The bodies of the answers about awards from before this system ran."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel, Field

from adapters.store.money.earlier_awards import KeptEarlierAward, KeptList
from adapters.store.people.accounts import account_by_id
from commands.wiring import Wiring
from domain.earlier_awards.award import STATUS_NAMES, ListStatus
from domain.earlier_awards.judging import RESULT_NAMES, LineResult, LineVerdict
from domain.errors import FieldError
from domain.money import ZERO, Yuan


class EarlierAwardView(BaseModel):
    """An award from before. ``counts``: it is taken into account for 就高, caps and "once"."""

    id: str
    list_id: str
    code: str
    name: str = Field(description="Of the subsidy type.")
    unit: str
    unit_name: str
    award_base_key: str
    year: int
    amount: Yuan
    granted_on: date
    document_number: str
    note: str
    counts: bool
    withdrawn_at: datetime | None
    withdrawn_reason: str
    withdrawn_document: str


class AwardListView(BaseModel):
    """A list: who entered it, who confirmed or declined it, and its awards."""

    id: str
    code: str
    name: str
    department: str
    status: ListStatus
    status_name: str
    made_by: str = Field(description="Username.")
    made_at: datetime
    settled_by: str
    settled_at: datetime | None
    reason: str
    total: Yuan
    awards: list[EarlierAwardView]


class LineView(BaseModel):
    """The answer to one row."""

    row: int
    unit: str
    result: LineResult
    title: str
    words: str
    faults: list[FieldError]
    amount: Yuan | None


class JudgedAwards(BaseModel):
    """What a list would come to; nothing is stored."""

    counts: dict[str, int]
    rows: list[LineView]


def award_view(wired: Wiring, award: KeptEarlierAward) -> EarlierAwardView:
    """An award with the name of its type."""
    content = award.model_dump(include=set(EarlierAwardView.model_fields))
    return EarlierAwardView(name=wired.catalogue.name_of(award.code), **content)


def list_view(wired: Wiring, kept: KeptList) -> AwardListView:
    """A list as its office sees it."""
    content = kept.model_dump(include=set(AwardListView.model_fields) - {"awards", "made_by", "settled_by"})
    return AwardListView(
        name=wired.catalogue.name_of(kept.code),
        status_name=STATUS_NAMES[kept.status],
        made_by=_username(wired, kept.made_by),
        settled_by=_username(wired, kept.settled_by),
        total=sum((award.amount for award in kept.awards), ZERO),
        awards=[award_view(wired, award) for award in kept.awards],
        **content,
    )


def judged_awards(verdicts: Sequence[LineVerdict]) -> JudgedAwards:
    """The answers to the rows."""
    rows = [
        LineView(
            title=RESULT_NAMES[verdict.result],
            faults=list(verdict.faults),
            amount=verdict.award.amount if verdict.award else None,
            **verdict.model_dump(include={"row", "unit", "result", "words"}),
        )
        for verdict in verdicts
    ]
    results = [row.result.value for row in rows]
    return JudgedAwards(
        counts={result: results.count(result) for result in dict.fromkeys(results)}, rows=rows
    )


def _username(wired: Wiring, account: str) -> str:
    found = account_by_id(wired.engine, account) if account else None
    return found.username if found else account
