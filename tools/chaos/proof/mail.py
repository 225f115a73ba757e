"""Every mail that a timeline owes came at least once, under its one Message-ID; the mail catcher's folder is the witness."""

import asyncio
import time
from collections import Counter
from email.parser import BytesHeaderParser
from pathlib import Path

from adapters.store.audit.proof import OwedMail, office_mail_ids, timeline_with_mails
from adapters.store.reach import Engine
from domain.case.record.events import MAILED, Event
from tools.chaos.proof.findings import Findings, Wrong

MAILED_EVENTS = frozenset(event.value for event in MAILED)
SENT_WITHIN_SECONDS = 240.0
"""The post office pauses up to a minute, and a batch whose worker was killed is missed after two."""


def caught(folder: Path) -> Counter[str]:
    """Message-ID → how often it came."""
    parser = BytesHeaderParser()
    count: Counter[str] = Counter()
    for path in folder.glob("*.eml"):
        with path.open("rb") as file:
            count[str(parser.parse(file)["Message-ID"]).strip()] += 1  # a long one is folded
    return count


def owed(engine: Engine) -> list[OwedMail]:
    """What the applicants must be written about."""
    return [line for line in timeline_with_mails(engine) if line.event in MAILED_EVENTS]


async def until_all_sent(engine: Engine) -> None:
    """Wait until the post office has caught up, or long enough."""
    deadline = time.monotonic() + SENT_WITHIN_SECONDS
    while time.monotonic() < deadline:
        lines = await asyncio.to_thread(owed, engine)
        if all(line.sent or line.failed for line in lines):
            return
        await asyncio.sleep(1)


def check_mails(engine: Engine, folder: Path, findings: Findings) -> Counter[str]:
    """Compare timeline, outbox and mailbox; gives what came."""
    lines, came = owed(engine), caught(folder)
    for line in lines:
        what = f"{line.case_number} {Event(line.event)} ({line.seq})"
        if line.message_id is None:
            findings.add(Wrong.LOST, f"no mail about {what} is in the outbox")
        elif not came[line.message_id]:
            findings.add(Wrong.LOST, f"the mail about {what} never came")
        elif not line.sent:
            findings.add(Wrong.STUCK, f"the mail about {what} came and is not marked as sent")
    known = {line.message_id for line in lines} | office_mail_ids(engine)
    findings.add(Wrong.TWICE, *(f"a mail {message} that nobody owes" for message in set(came) - known))
    return came
