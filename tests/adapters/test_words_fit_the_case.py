"""What a person is told fits where the case stands, alike in the mail's text, its HTML and its letter."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.events import Event
from domain.case.record.part import part_text
from domain.case.record.stages import Stage
from domain.letters import LETTERS
from tests.adapters.telling import tellings

NOTHING_GOES_ON = "除复核外，本案没有其他正在办理的事项。"
STAYS = "本案的办理结果不变。"
GOES_ON = "追回前尚未办结的事项从原环节继续办理。"
AMOUNT = Decimal("72000.00")

CASES: dict[str, tuple[Event, dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    "all is back, and the case is over": (
        Event.RECOVERED,
        {"stage": Stage.RECOVERED},
        ("本案件已结束", "收回金额", "10,000,000.00元"),
        ("继续办理",),
    ),
    "all is back, and the case goes on": (
        Event.RECOVERED,
        {"stage": Stage.INSTALMENTS},
        ("本案继续办理",),
        ("已结束", "不再兑现"),
    ),
    "reversed, and something is owed again": (
        Event.RECOVERY_REVERSED,
        {"stage": Stage.FUND_DOCUMENT, "amount": AMOUNT, "subject": "R1"},
        ("应付金额", "72,000.00", "办理期限至2026年12月24日"),
        (GOES_ON, STAYS),
    ),
    "reversed in a case that goes on": (
        Event.RECOVERY_REVERSED,
        {"stage": Stage.INSTALMENTS, "amount": None},
        ("不需要再退回款项", GOES_ON),
        ("重新拨付", STAYS),
    ),
    "reversed after the end": (
        Event.RECOVERY_REVERSED,
        {"stage": Stage.CLOSED, "amount": None},
        (STAYS,),
        ("重新拨付", GOES_ON),
    ),
    "contested while the case goes on": (Event.DECISION_CONTESTED, {}, ("款项照常办理",), (NOTHING_GOES_ON,)),
    "contested after the end": (
        Event.DECISION_CONTESTED,
        {"stage": Stage.CLOSED},
        (NOTHING_GOES_ON,),
        ("照常办理",),
    ),
    "contested while money is stopped": (
        Event.DECISION_CONTESTED,
        {"is_stopped": True},
        ("停止拨付决定继续有效，不核准、不下达资金；其他事项照常办理",),
        ("款项照常办理",),
    ),
    "contested while money is recovered": (
        Event.DECISION_CONTESTED,
        {"stage": Stage.RECOVERY},
        ("复核期间追回继续进行",),
        ("照常办理",),
    ),
    "upheld after the end": (Event.DECISION_UPHELD, {"stage": Stage.CLOSED}, (), ("照常办理",)),
    "upheld while money is stopped": (Event.DECISION_UPHELD, {"is_stopped": True}, (), ("款项照常办理",)),
    "taken back after the end": (
        Event.CONTEST_WITHDRAWN,
        {"stage": Stage.CLOSED},
        (STAYS, "不能再次申请复核"),
        ("照常办理",),
    ),
    "a stop is lifted": (
        Event.STOP_LIFTED,
        {},
        ("恢复拨付资金", "从当前环节继续办理"),
        ("拨付继续停止",),
    ),
    "a stop is lifted and another one stands": (
        Event.STOP_LIFTED,
        {"is_stopped": True},
        ("另有停止拨付决定仍然有效，拨付继续停止",),
        ("恢复拨付资金", "从当前环节继续办理"),
    ),
    "a stop is lifted while money is recovered": (
        Event.STOP_LIFTED,
        {"stage": Stage.RECOVERY},
        ("追回尚未办结",),
        ("恢复拨付资金",),
    ),
    "a stop is lifted after the end, and another one stands": (
        Event.STOP_LIFTED,
        {"stage": Stage.CLOSED, "is_stopped": True},
        ("另有停止拨付决定仍然有效", STAYS),
        ("恢复拨付资金", "见“当前状态”"),
    ),
    "a difference comes to nothing": (
        Event.AMOUNT_ADJUSTED,
        {"subject": "T1", "amount": Decimal(0), "stage": Stage.INSTALMENTS},
        ("补足差额", "0.00元", "不再拨付；已拨付的款项不受影响。"),
        ("办理期限至", "不需要您办理", "核定金额（小写）"),
    ),
    "another amount without a sheet": (Event.AMOUNT_ADJUSTED, {"lines": ()}, ("有调整",), ("计算过程",)),
    "a difference without a sheet": (Event.TOPPED_UP, {"lines": ()}, ("补足差额",), ("计算过程",)),
    "a year is topped up": (
        Event.TOPPED_UP,
        {"subject": "1T1", "deemed_days": 15},
        ("第1期", "金额偏低", "如不服本决定"),
        ("1T1", "本通知之日"),
    ),
    "a difference is paid": (Event.PAID, {"subject": "1T2"}, ("（第1期补足差额）",), ("1T2",)),
    "what came back is paid": (
        Event.PAID,
        {"subject": "R1"},
        ("（撤销追回后应重新拨付的款项）",),
        ("R1",),
    ),
    "the money of a difference is arranged again": (
        Event.FUNDS_AWAITED_AGAIN,
        {"subject": "T1", "deemed_days": None},
        ("重新安排资金（补足差额）", "此前告知您的决定没有变化"),
        ("如不服",),
    ),
    "what is awaited is no acceptance": (
        Event.ACCEPTANCE_AWAITED,
        {"awaited": "首个纳税年度"},
        ("约定事项达成（首个纳税年度）",),
        ("验收证书",),
    ),
    "what is awaited was reported": (
        Event.ACCEPTANCE_REPORTED,
        {},
        ("您报告的验收（或约定事项达成）情况",),
        ("验收报告",),
    ),
    "a report is given back": (Event.ACCEPTANCE_REPORT_RETURNED, {}, ("案件继续等待",), ("验收报告",)),
}
"""Event, what is so, what is said, what is not."""


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_fits_the_case(case: str) -> None:
    event, given, said, unsaid = CASES[case]
    told = tellings(event, **given)
    assert ("letter" in told) is (event in LETTERS)
    for where, words in told.items():
        assert [word for word in said if "".join(word.split()) not in words] == [], where
        assert [word for word in unsaid if word in words] == [], where


@pytest.mark.parametrize(
    ("event", "changes", "who"),
    [
        (Event.DECISION_CONTESTED, {}, "由牵头部门其他人员办理，作出该决定的人员回避"),
        (Event.RECONSIDERATION_REQUESTED, {}, "由牵头部门其他人员重新办理，原经办人员回避"),
        (Event.REJECTED, {"may_reconsider": True}, "由牵头部门其他人员办理，作出本决定的人员回避"),
    ],
)
def test_who_reconsiders_is_told_plainly(event: Event, changes: dict[str, Any], who: str) -> None:
    for where, words in tellings(event, **changes).items():
        assert who in words, where


@pytest.mark.parametrize("event", [Event.FUNDS_AWAITED, Event.AMOUNT_ADJUSTED, Event.RECOVERY_DECIDED])
def test_a_decision_made_anew_is_told_as_what_came_of_the_reconsideration(event: Event) -> None:
    for where, words in tellings(event).items():
        assert "复核申请的处理结果" in words, where


def test_every_way_of_service_is_told() -> None:
    for where, words in tellings(Event.REJECTED, deemed_days=15).items():
        assert "满15日视为送达。以直接、邮寄、公告等其他方式送达的，以该方式送达之日为收到之日" in words, (
            where
        )
        assert "以最早的为准" in words, where


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        *(("", ""), ("1", "第1期"), ("1T1", "第1期补足差额"), ("T2", "补足差额")),
        *(("R1", "撤销追回后应重新拨付的款项"), ("LF2026-0101-00001-P1", ""), ("unit", "")),
    ],
)
def test_a_part_of_the_money_is_named(subject: str, said: str) -> None:
    assert part_text(subject) == said
