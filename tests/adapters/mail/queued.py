"""Mails put into the outbox as a case does it."""

from datetime import UTC, date, datetime, timedelta

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.tables.case_file import CaseFile
from adapters.store.tables.mail import Mail
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from tests.activities.casework import plain_plan
from tests.adapters.mail.mails import CASE, facts

BEGINNING = datetime.now(UTC) - timedelta(hours=1)

PLAN = plain_plan(CASE)
PROGRESS = Progress(case_number=CASE, seq=1, stage=Stage.LEAD_REVIEW, since=BEGINNING, at=BEGINNING)


def queue_mail(
    engine: Engine, number: int, recipient: str = "unit@example.com", at: datetime | None = None
) -> str:
    """Commit one mail; the higher the number, the later it was created."""
    message_id = f"<{CASE}.{number}.accepted@duixian.example.com>"
    created_at = at or BEGINNING + timedelta(seconds=number)
    _file_case(engine)
    with open_session(engine) as session:
        session.add(
            Mail(
                message_id=message_id,
                case_number=CASE,
                event="accepted",
                seq=number,
                recipient=recipient,
                facts=facts(at=created_at).model_dump(mode="json"),
                created_at=created_at,
            )
        )
        session.commit()
    return message_id


def outbox_row(engine: Engine, message_id: str) -> Mail:
    """One mail as it stands in the outbox."""
    with open_session(engine) as session:
        row: Mail = session.get_one(Mail, message_id)
        return row


def _file_case(engine: Engine) -> None:
    """The case of all these mails, once."""
    with open_session(engine) as session:
        known = session.get(CaseFile, CASE)
    if known is None:
        with open_session(engine) as session:
            session.add(_case_file())
            session.commit()


def _case_file() -> CaseFile:
    return CaseFile(
        number=CASE,
        code="compute_centre_construction",
        measure_number="1.1",
        policy_version="2026-01-01",
        unit="91131071MAFAKE019W",
        unit_name="廊坊云枢智算科技有限公司",
        locality="kfq",
        lead="development_and_reform",
        award_base="platform:1",
        applicant_account="applicant",
        contact_email="unit@example.com",
        declared_facts={},
        other_funding=[],
        readings={},
        plan=PLAN.model_dump(mode="json"),
        progress=PROGRESS.model_dump(mode="json"),
        fiscal_year=2026,
        filed_on=date(2026, 11, 23),
        stage="牵头审核中",
        since=BEGINNING,
        filing_key="1",
        filing_digest="",
    )
