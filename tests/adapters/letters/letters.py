"""Letters of every kind, ordinary and extreme, for tests and to look at."""

from decimal import Decimal
from typing import Any

from domain.calculator.award import SheetLine
from domain.case.act import Defect
from domain.case.record.events import Event
from domain.letters import LETTERS, Letter, letter_of
from domain.money import LARGEST
from tests.adapters.mail.mails import OPTIONAL, facts

LEAD = "development_and_reform"
LONG_NAME = "廊坊临空经济区国际数字智能算力基础设施投资建设运营服务集团（京津冀）人工智能产业发展有限责任公司第一分公司"
QUOTE = "承担平台建设的主体可获得一次性补助,补助金额为建设投资额的10%,上限1000万元"


def letter(event: Event, seq: int = 12, **given: Any) -> Letter:
    """The letter of an event with the usual facts."""
    content = {**OPTIONAL, "quote": QUOTE, "clause": "第1条", "subject": "", **given}
    made = letter_of(facts(event, **content), seq, LEAD)
    assert made is not None
    return made


def sheet(lines: int) -> tuple[SheetLine, ...]:
    """A calculation sheet of so many lines."""
    line = SheetLine(
        step="单位年度上限",
        clause="第1条",
        quote=QUOTE,
        explanation="123,000,000.00 元 × 10% = 12,300,000.00 元，超过单项上限，取 10,000,000.00 元（见口径）",
        reading="口径：按审计报告认定的建设投资额计算",
        result=Decimal("10000000.00"),
    )
    return (line,) * lines


def defects(count: int) -> tuple[Defect, ...]:
    """So many defects, of different lengths."""
    return tuple(
        Defect(
            item=f"1.1-{place} 专项审计报告(建设投资额)",
            problem="缺第 3 页；金额与申报表不一致，请核对后重新出具并加盖公章。" * (1 + place % 3),
        )
        for place in range(1, count + 1)
    )


def gallery() -> dict[str, Letter]:
    """One letter of each event, and the extreme ones."""
    ordinary = {event.value: letter(event) for event in LETTERS}
    extreme = {
        "long_name": letter(Event.ACCEPTED, unit_name=LONG_NAME, act_label="", defects=()),
        "thirty_defects": letter(Event.SUPPLEMENT_REQUESTED, unit_name=LONG_NAME, defects=defects(30)),
        "twelve_lines": letter(Event.FUNDS_AWAITED, lines=sheet(12), unit_name=LONG_NAME),
        "one_fen": letter(Event.FUNDS_AWAITED, amount=Decimal("0.01")),
        "largest": letter(
            Event.RECOVERY_DECIDED, amount=LARGEST, reason=f"应退回 {LARGEST:,.2f} 元。理由充分。"
        ),
        "largest_award": letter(
            Event.FUNDS_AWAITED,
            amount=LARGEST,
            lines=tuple(line.model_copy(update={"result": LARGEST}) for line in sheet(3)),
        ),
    }
    return {**ordinary, **extreme}
