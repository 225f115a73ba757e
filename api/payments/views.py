"""The bodies about payment lists: account numbers are masked here, and whole in the treasury's file alone."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus

from pydantic import BaseModel, ConfigDict, Field

from adapters.store.payments.imports import ImportRecord
from adapters.store.payments.list_queries import ListSummary
from api.paging import Page
from api.problems import Problem
from commands.bodies import Body
from domain.money import Yuan, capital_text
from domain.payment_list.columns import ARRIVED, SENT_BACK
from domain.payment_list.listing import PAID, RETURNED, HeldBack, Line, PaymentList
from domain.payment_list.verdict import ReplyVerdict
from domain.words import ShortWords

RESULT_NAMES = {PAID: ARRIVED, RETURNED: SENT_BACK}


class PaymentListBody(Body):
    """The fund document whose ordered payments are to be paid."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"document_number": "廊财建〔2026〕12号"}]}
    )

    document_number: ShortWords


class PaymentListLineView(BaseModel):
    """One payment on a list; ``transfer`` is what the bank moves of ``amount``, ``account`` ends in four digits."""

    number: int
    payment: str
    case_number: str
    purpose: str
    account_name: str
    bank: str
    account: str = Field(examples=["***************4567"])
    amount: Yuan
    city_amount: Yuan
    locality_amount: Yuan
    transfer: Yuan
    status: str
    state: str = Field(description="待拨付、停拨、已到账、已退票。")
    withheld: str = Field(description="Why the present version leaves it out.")
    note: str = Field(description="What else has changed since the list was made.")
    ordered_on: date
    paid_on: date | None
    reason: str


class PaymentListHead(BaseModel):
    """A list as a list of lists shows it."""

    id: str = Field(examples=["PL2026-00001"])
    document_number: str
    made_by: str
    made_at: datetime
    version: int = Field(description="What came since the list was made leads to a new version.")
    count: int = Field(description="Payments that the present version tells to pay.")
    total: Yuan


class PaymentListVersionView(BaseModel):
    """What the list told to pay at one time; ``withheld`` has each payment that was left out, and why."""

    version: int
    made_at: datetime
    why: str
    count: int
    total: Yuan
    withheld: dict[str, str]


class PaymentListView(PaymentListHead):
    """A list whole, with its total in words (大写)."""

    total_in_words: str
    lines: list[PaymentListLineView]
    versions: list[PaymentListVersionView] = Field(description="The first one first.")
    held_back: list[HeldBack] = Field(
        [], description="Told when the list is made: payments under a stop (停拨)."
    )


class PaymentListPage(Page[PaymentListHead, str]):
    """A page of lists, newest first."""


def list_head(summary: ListSummary) -> PaymentListHead:
    """One entry of the list of lists."""
    return PaymentListHead(**summary.model_dump())


def list_view(listed: PaymentList) -> PaymentListView:
    """A list as JSON."""
    return PaymentListView(
        **listed.model_dump(exclude={"lines"}),
        version=listed.version,
        count=len(listed.payable),
        total=listed.total,
        total_in_words=capital_text(listed.total),
        lines=[_line_view(line) for line in listed.lines],
    )


def _line_view(line: Line) -> PaymentListLineView:
    return PaymentListLineView(
        **line.model_dump(exclude={"account_number"}), account=line.masked_number, state=line.state
    )


class ImportRowView(BaseModel):
    """One row of the treasury's file.

    ``status``: done, known (recorded before), open (the file says nothing of it), refused, waiting, unknown.
    """

    row: int
    payment: str
    case_number: str
    result: str
    paid_on: date | None
    reason: str
    status: str
    words: str


class ImportView(BaseModel):
    """A file that was taken; not ``complete``, the same file again goes on with what is waiting or unknown."""

    id: str
    list_id: str
    made_by: str
    made_at: datetime
    complete: bool
    counts: dict[str, int]
    rows: list[ImportRowView]


class RefusedRow(BaseModel):
    """One row of a file that was refused: wrong with its faults, or right and not taken all the same."""

    row: int
    payment: str
    status: str
    faults: list[str]


class RowsProblem(Problem):
    """A problem with an answer for every row of the file."""

    rows: list[RefusedRow]


def import_view(record: ImportRecord) -> ImportView:
    """A file as JSON."""
    rows = [
        ImportRowView(**row.model_dump(exclude={"result"}), result=RESULT_NAMES.get(row.result, ""))
        for row in record.rows
    ]
    return ImportView(
        **record.model_dump(exclude={"rows", "digest"}),
        complete=record.complete,
        counts=dict(Counter(row.status for row in rows)),
        rows=rows,
    )


def rows_problem(verdicts: Sequence[ReplyVerdict]) -> RowsProblem:
    """Every row's answer; nothing was taken."""
    faults = [fault for verdict in verdicts for fault in verdict.faults]
    wrong = sum(verdict.judgement == "wrong" for verdict in verdicts)
    return RowsProblem(
        type="urn:duixian:problem:invalid-input",
        title=HTTPStatus(422).phrase,
        status=422,
        detail=f"文件有 {wrong} 行需要更正，全部未登记。",
        remedy="请按各行提示更正后重新导入整个文件。",
        errors=faults,
        rows=[_refused_row(verdict) for verdict in verdicts],
    )


def _refused_row(verdict: ReplyVerdict) -> RefusedRow:
    told = verdict.told
    faults = [f"{fault.path.partition('.')[2]}：{fault.message}" for fault in verdict.faults]
    return RefusedRow(row=told.row, payment=told.payment[:64], status=verdict.judgement, faults=faults)
