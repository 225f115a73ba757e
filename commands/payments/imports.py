"""Taking the treasury's file: read whole, judged whole, kept whole; with one wrong row nothing is kept."""

from datetime import UTC, datetime
from uuid import uuid4

from adapters.store.payments.imports import (
    KNOWN,
    OPEN,
    WAITING,
    ImportRecord,
    ImportRow,
    find_import,
    keep_import,
)
from adapters.store.payments.list_queries import acts_of, lists_of
from commands.access.audit_trail import party_of_caller
from commands.access.caller import Caller
from commands.uploaded_tables import uploaded_table
from commands.wiring import Wiring
from domain.payment_list.four_eyes import bar_from_confirming
from domain.payment_list.listing import PAID, Line, PaymentList
from domain.payment_list.reply import Reply, read_reply
from domain.payment_list.verdict import ReplyJudge, ReplyVerdict, digest_of_reply

MOST_BYTES = 1000 * 1024
"""Of a file; a list of 500 payments has about a hundred KiB."""

_STATUS = {"right": WAITING, "known": KNOWN, "open": OPEN}


class RowsRefused(Exception):
    """Some row is wrong: nothing is taken, and every row has its verdict."""

    def __init__(self, verdicts: tuple[ReplyVerdict, ...]) -> None:
        super().__init__(f"{sum(verdict.judgement == 'wrong' for verdict in verdicts)} rows are wrong")
        self.verdicts = verdicts


def take_file(wired: Wiring, caller: Caller, listed: PaymentList, content: bytes) -> ImportRecord:
    """Keep a file in which every row is right; the same content gives what was kept first, whoever sends it.

    Raises:
        RowsRefused: with a verdict on every row.
        FileUnsupported, FileTooLarge: the file cannot be a list.
        InvalidInput: it is damaged, empty or in an unknown encoding.
    """
    reply = read_file(content)
    digest = digest_of_reply(listed.id, reply.rows)
    first = find_import(wired.engine, listed.id, digest) if reply.is_sound else None
    if first is not None and reply.list_id in ("", listed.id):
        return first
    verdicts = judge_of(wired, caller, listed, reply).verdicts(reply)
    if any(verdict.judgement == "wrong" for verdict in verdicts):
        raise RowsRefused(verdicts)
    lines = {line.payment: line for line in listed.lines}
    record = ImportRecord(
        id=uuid4().hex,
        list_id=listed.id,
        digest=digest,
        made_by=caller.account,
        made_at=datetime.now(UTC),
        rows=tuple(_row(verdict, lines) for verdict in verdicts),
    )
    return keep_import(wired.engine, record, party_of_caller(caller))


def read_file(content: bytes) -> Reply:
    """What the file says.

    Raises:
        FileUnsupported, FileTooLarge: it cannot be a list.
        InvalidInput: it cannot be read.
    """
    return read_reply(uploaded_table(content, "请使用本系统导出的清单填写结果后上传。"))


def judge_of(wired: Wiring, caller: Caller, listed: PaymentList, reply: Reply) -> ReplyJudge:
    """A judge who knows the day, what this person did in the cases, and where strange payments belong."""
    done = acts_of(wired.engine, caller.account, [line.case_number for line in listed.lines])
    barred = {
        line.payment: bar_from_confirming(done.get(line.case_number, ()), listed.document_number)
        for line in listed.lines
    }
    strange = {row.payment for row in reply.rows} - set(barred)
    return ReplyJudge(
        listed, latest=wired.latest_day(), barred=barred, elsewhere=lists_of(wired.engine, strange)
    )


def _row(verdict: ReplyVerdict, lines: dict[str, Line]) -> ImportRow:
    told, line = verdict.told, lines[verdict.told.payment]
    return ImportRow(
        **told.model_dump(include={"row", "payment", "result", "paid_on", "reason"}),
        case_number=line.case_number,
        was_paid=line.status == PAID,
        status=_STATUS[verdict.judgement],
        words=verdict.words,
    )
