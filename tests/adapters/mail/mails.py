"""Facts of mails, as the activities of a case write them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from domain.calculator.award import SheetLine
from domain.case.act import Defect
from domain.case.record.events import Event
from domain.case.record.mail_facts import MailFacts
from domain.case.record.stages import Stage

CASE = "LF2026-0101-00017"

OPTIONAL: dict[str, Any] = {
    "reason": "核定建设投资额 123,000,000.00 元。",
    "clause": "第一条",
    "quote": "按照建设投资额的10%给予补助",
    "defects": (
        Defect(item="C3 信用承诺书", problem="未加盖公章"),
        Defect(item="审计报告", problem="缺第 3 页"),
    ),
    "act_label": "提交补正材料",
    "due": "2026年12月1日（暂定）",
    "office_due": "2026年12月24日",
    "promised": "2027年2月26日",
    "amount": Decimal("10000000.00"),
    "lines": (
        SheetLine(
            step="按比例计算",
            clause="第一条",
            quote="10%",
            explanation="123,000,000.00 × 10% = 12,300,000.00",
            result=Decimal("12300000.00"),
        ),
        SheetLine(
            step="单项上限",
            clause="第一条",
            quote="最高1000万元",
            explanation="取 10,000,000.00 元",
            reading="口径：示例",
        ),
    ),
    "subject": "2",
    "url": f"https://duixian.example.com/cases/{CASE}",
}


def facts(event: Event = Event.ACCEPTED, **given: Any) -> MailFacts:
    """Facts of one mail; without ``given`` all optional ones are missing."""
    fields = {
        "case_number": CASE,
        "number": "1.1",
        "name": "算力中心建设补助",
        "unit_name": "廊坊云枢智算科技有限公司",
        "event": event,
        "stage": Stage.LEAD_REVIEW,
        "at": datetime(2026, 11, 23, 1, 30, tzinfo=UTC),
        "sentence": "牵头审核中，自2026年11月23日起；等待：市发改委牵头审核。",
    }
    return MailFacts(**{**fields, **given})
