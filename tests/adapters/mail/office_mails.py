"""Facts of mails to officials, as whoever writes to them puts them together."""

from datetime import UTC, datetime
from typing import Any

from domain.office_mail import OfficeMailCase, OfficeMailFacts, OfficeMailKind

LINE = OfficeMailCase(
    case_number="LF2026-0101-00017",
    number="1.1",
    name="算力中心建设补助",
    stage="牵头审核中",
    sentence="牵头审核中（已逾期），自2026年11月2日起；等待：市发改委牵头审核。",
)
WHOLE_LINE = LINE.model_copy(
    update={
        "case_number": "LF2026-0601-00002",
        "due": "2026年11月16日（暂定）",
        "due_before": "2026年11月13日",
        "days_overdue": 5,
        "link": "https://duixian.example.com/v1/applications/LF2026-0601-00002",
        "reason": "请先核对投资额。",
    }
)


def office_facts(kind: OfficeMailKind = OfficeMailKind.URGED, **given: Any) -> OfficeMailFacts:
    """Facts of one mail about one case; without ``given`` all optional ones are missing."""
    at = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    fields = {"kind": kind, "department": "市发改委", "at": at, "cases": (LINE,)}
    return OfficeMailFacts(**{**fields, **given})
