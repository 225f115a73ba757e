"""A list goes out and comes back: whatever names and banks are called, its rows are found unchanged."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.files.spreadsheet import write_csv, write_xlsx
from adapters.files.spreadsheet_reading import read_table
from domain.payment_list.columns import COLUMNS, PAID_ON, REASON, RESULT, TITLES
from domain.payment_list.listing import Line, PaymentList, masked
from domain.payment_list.reply import read_reply
from domain.payment_list.table import sheet_of
from domain.payment_list.verdict import ReplyJudge, digest_of_reply
from domain.spreadsheet.cells import Row
from domain.words import sign_fault, tidy

TEXT = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
    .map(tidy)
    .filter(lambda text: bool(text) and not sign_fault(text, lines=True))
)
FEN = st.integers(min_value=1, max_value=10**12)
WHEN = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def listed_with(lines: list[tuple[str, str, int]], document_number: str) -> PaymentList:
    return PaymentList(
        id="PL2026-00001",
        document_number=document_number,
        made_by="a1",
        made_at=WHEN,
        lines=tuple(
            Line(
                number=number,
                payment=f"LF2026-0502-{number:05}-P1",
                case_number=f"LF2026-0502-{number:05}",
                purpose="5.2 国家级平台奖励",
                account_name=name,
                bank=bank,
                account_number=f"62170001{number:011}",
                amount=Decimal(fen).scaleb(-2),
                city_amount=Decimal(fen).scaleb(-2),
                locality_amount=Decimal("0.00"),
                transfer=Decimal(fen).scaleb(-2),
                ordered_on=WHEN.date(),
            )
            for number, (name, bank, fen) in enumerate(lines, start=1)
        ),
    )


def judged(listed: PaymentList, rows: tuple[Row, ...]) -> Any:
    judge = ReplyJudge(listed, latest=date(2026, 11, 23), barred={}, elsewhere={})
    return judge.verdicts(read_reply(rows))


def filled(row: Row) -> Row:
    """The row with its result."""
    told = {RESULT: "已到账", PAID_ON: "2026-11-20", REASON: None}
    cells = (*row, *(None,) * (len(TITLES) - len(row)))
    return tuple(told.get(title, cell) for title, cell in zip(TITLES, cells, strict=True))


@given(st.lists(st.tuples(TEXT, TEXT, FEN), min_size=1, max_size=4), TEXT)
@settings(max_examples=60, deadline=None)
def test_every_list_is_found_unchanged_in_both_formats(
    lines: list[tuple[str, str, int]], document_number: str
) -> None:
    listed = listed_with(lines, document_number)
    sheet = sheet_of(listed)
    last = 3 + len(lines)
    digests = set()
    for content in (
        write_xlsx(sheet, name="拨付清单", widths=[column.width for column in COLUMNS], titles_at=3),
        write_csv(sheet),
    ):
        rows = read_table(content)
        faults = [fault.message for verdict in judged(listed, rows) for fault in verdict.faults]
        assert faults == ["各行均未填写结果，没有可登记的内容"]
        answered = (*rows[:3], *map(filled, rows[3:last]), *rows[last:])
        assert [(verdict.judgement, verdict.faults) for verdict in judged(listed, answered)] == [
            ("right", ())
        ] * len(lines)
        digests.add(digest_of_reply(listed.id, read_reply(answered).rows))
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("number", "shown"),
    [("6217000100012345678", "***************5678"), ("123456789", "*****6789"), ("12345678", "********")],
)
def test_an_account_number_is_masked_but_its_last_four_digits(number: str, shown: str) -> None:
    assert masked(number) == shown
