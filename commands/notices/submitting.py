"""Taking down what somebody without an account objects, and asking by mail whether it was they."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import uuid4

from adapters.files.media import ENDINGS
from adapters.files.names import file_name
from adapters.store.engine import transaction
from adapters.store.notices.outside import NoticeCrowded, keep_submission, queue_confirmation
from adapters.store.notices.queries import NoticeRecord, notices_of
from commands.acts.checks import wrong
from commands.cases.uploads import kind_of
from commands.wiring import Wiring
from domain.case.record.narrative import day_text
from domain.errors import CaseBusy, FieldError, FileTooLarge, NotFound, WrongStage
from domain.public_notice.objector_mail import ObjectorMailFacts, ObjectorMailKind
from domain.public_notice.outside import (
    MOST_BYTES,
    MOST_FILES,
    OVER,
    TELL_THE_LEAD,
    Evidence,
    Outside,
    token_digest,
    token_of,
)

NO_NOTICE = "没有这项公示。"


class Given(NamedTuple):
    """What somebody sent: words, and files with the names that they have there."""

    name: str
    contact: str
    content: str
    evidence: str
    files: Sequence[tuple[str | None, bytes]]


def submit(wired: Wiring, case_number: str, given: Given, key: str | None) -> NoticeRecord:
    """Take it down, and write to the address; who sends it is told the same whether a mail leaves or not.

    Args:
        wired: the adapters and the law.
        case_number: of the notice.
        given: what was sent.
        key: idempotency key; the same request once more asks nobody again.

    Returns:
        The notice.

    Raises:
        Refusal: there is no such notice, it takes no objections, or what was sent does not hold.
    """
    notice = open_notice(wired, case_number)
    files = _files_of(given)
    ticket, published = secrets.token_hex(32), notice.published
    outside = Outside(
        id=uuid4().hex,
        case_number=published.case_number,
        seq=published.seq,
        **given._asdict() | {"files": ()},
        ticket=ticket,
        created_at=datetime.now(UTC),
    )
    token = token_digest(token_of(wired.settings.signing_key(), ticket))
    request = sha256(f"{published.case_number}\n{key}".encode()).hexdigest() if key else ""
    try:
        with transaction(wired.engine) as session:
            kept = keep_submission(session, outside, token, request, files)
            if kept is not None:
                queue_confirmation(session, kept, _mail(kept, notice), wired.settings.mail_domain)
    except NoticeCrowded:
        raise CaseBusy(
            "这项公示待确认的异议过多，暂时不能再通过网上提交。",
            why="网上提交的异议须经邮件确认；为防止滥用，待确认的数量有上限。",
            remedy=f"请稍后再试，或书面向{notice.published.lead_name}提出。",
        ) from None
    return notice


def open_notice(wired: Wiring, case_number: str) -> NoticeRecord:
    """The notice that takes objections.

    Raises:
        NotFound: nothing was published under this number.
        WrongStage: it takes no objections any more.
    """
    kept = notices_of(wired.engine, case_number)
    if not kept:
        raise NotFound(NO_NOTICE, remedy="请从公示页面（/public-notices）中选择。")
    if not kept[0].takes_objections(wired.today()):
        raise WrongStage(OVER, remedy=TELL_THE_LEAD.format(lead=kept[0].published.lead_name))
    return kept[0]


def _files_of(given: Given) -> list[tuple[Evidence, bytes]]:
    """The files, told by their content; evidence is words, files or both.

    Raises:
        Refusal: there is no evidence, there are too many files, or one of them is of a kind that is not taken.
    """
    files = [(name, content) for name, content in given.files if name or content]
    found = []
    if not given.evidence and not files:
        found.append(FieldError(path="evidence", message="请写明证据或线索，或者上传证据文件"))
    if len(files) > MOST_FILES:
        found.append(FieldError(path="files", message=f"最多上传{MOST_FILES}个文件"))
    wrong("异议内容需要更正。", found)
    if sum(len(content) for _, content in files) > MOST_BYTES:
        raise FileTooLarge(
            f"证据文件合计不得超过{MOST_BYTES // 1024**2} MB。", remedy="请压缩后重新提交，或书面提交。"
        )
    return [_told(name, content) for name, content in files]


def _told(name: str | None, content: bytes) -> tuple[Evidence, bytes]:
    media_type = kind_of(content)
    return Evidence(
        id=uuid4().hex,
        name=file_name(name, ENDINGS[media_type]),
        media_type=media_type,
        size=len(content),
        sha256=sha256(content).hexdigest(),
    ), content


def _mail(kept: Outside, notice: NoticeRecord) -> ObjectorMailFacts:
    """Our words alone: nothing that was typed is in a mail of the city."""
    published, (until, provisional) = notice.published, notice.last_day
    return ObjectorMailFacts(
        kind=ObjectorMailKind.CONFIRMATION,
        at=kept.created_at,
        case_number=published.case_number,
        number=published.number,
        name=published.name,
        lead=notice.published.lead_name,
        raised_at=kept.created_at,
        until=day_text(until) + ("（暂定）" if provisional else "") if until else "",
        ticket=kept.ticket,
    )
