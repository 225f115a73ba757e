"""A notice publishes figures and never words; how it stands follows from what was recorded."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.calculator.award import SheetLine
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.catalogue.facts import FactKind
from domain.catalogue.registry import load_catalogue
from domain.public_notice.figures import figures_of
from domain.public_notice.notice import masked, notice_of
from domain.public_notice.outcome import (
    Happened,
    NoticeObjection,
    ObjectionFinding,
    is_readable,
    standing_of,
)

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TYPES = [subsidy for policy in load_catalogue().policies for subsidy in policy.types.values()]
SECRET = "张三13800000000"


@pytest.mark.parametrize("subsidy", TYPES, ids=lambda subsidy: subsidy.code)
def test_no_type_publishes_free_text(subsidy: Any) -> None:
    declared: dict[str, Any] = {}
    for spec in subsidy.facts:
        words = SECRET if spec.kind is FactKind.TEXT else spec.shown_example
        declared[spec.name] = words
        if spec.kind is FactKind.LIST:
            declared[spec.name] = [
                {
                    item.name: SECRET if item.kind is FactKind.TEXT else item.shown_example
                    for item in spec.items
                }
            ]
    line = SheetLine(
        step="确定金额",
        clause="第13条",
        quote="按相关政策",
        explanation=f"依据文件核定 1.00 元（文号：{SECRET}）",
        inputs={spec.label: SECRET for spec in subsidy.facts if spec.kind is FactKind.TEXT}
        or {"金额": "1.00"},
    )
    notice = notice_of(
        subsidy,
        case_number="LF2026-0101-00001",
        seq=6,
        unit_name="某公司",
        maker="欧阳小芳",
        locality="kfq",
        declared=declared,
        verified=declared,
        amount=None,
        lines=(line,) if any(spec.kind is FactKind.TEXT for spec in subsidy.facts) else (),
        published_at=AT,
        until=date(2026, 11, 23),
        provisional=False,
    )
    assert SECRET not in notice.model_dump_json()
    assert "某公司" not in notice.model_dump_json()
    kinds = {figure.kind for figure in notice.figures}
    assert "text" not in kinds


def test_verified_figures_stand_beside_declared_ones_only_where_they_differ() -> None:
    subsidy = next(each for each in TYPES if each.code == "security_testing")
    one = {"product_kind": "server", "fee": "480000.00", "passed": True}
    found = figures_of(
        subsidy.facts, {"tests": [one]}, {"tests": [{**one, "fee": "450000.00"}, {**one, "passed": False}]}
    )
    told = {figure.name: (figure.declared, figure.verified) for figure in found}
    assert told == {
        "tests[0].product_kind": ("服务器", ""),
        "tests[0].fee": ("480000.00", "450000.00"),
        "tests[0].passed": ("是", ""),
        "tests[1].product_kind": ("", "服务器"),
        "tests[1].fee": ("", "480000.00"),
        "tests[1].passed": ("", "否"),
    }


@pytest.mark.parametrize(("person", "shown"), [("张三", "张*"), ("欧阳小芳", "欧***"), ("张", "张*")])
def test_a_person_is_masked(person: str, shown: str) -> None:
    assert masked(person) == shown


def after(*events: tuple[Event, Stage]) -> list[Happened]:
    """What was recorded, a day apart."""
    return [
        Happened(seq=place, at=AT + timedelta(days=place), event=event.value, stage=stage.value)
        for place, (event, stage) in enumerate(events, start=7)
    ]


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ((Event.PAYEE_ASKED, Stage.PAYEE_DETAILS), "stood"),
        ((Event.OBJECTION_UPHELD, Stage.LEAD_REVIEW), "upheld"),
        ((Event.DECISION_CORRECTED, Stage.LEAD_REVIEW), "corrected"),
        ((Event.WITHDRAWN, Stage.WITHDRAWN), "withdrawn"),
        ((Event.TERMINATED, Stage.REJECTED), "terminated"),
    ],
)
def test_an_ended_notice_tells_how(ending: tuple[Event, Stage], code: str) -> None:
    stages = ((Event.OBJECTION_RAISED, Stage.OBJECTION_FINDING), ending, (Event.PAID, Stage.CLOSED))
    standing = standing_of(
        "已办结",
        is_latest=True,
        is_open=False,
        after=after(*stages),
        objections=[NoticeObjection(raised_at=AT)],
    )
    assert standing.outcome is not None
    assert (standing.outcome.code, standing.outcome.ended_at) == (code, AT + timedelta(days=8))


def test_an_earlier_notice_has_ended_though_the_case_is_on_notice_again() -> None:
    history = after(
        (Event.OBJECTION_UPHELD, Stage.LEAD_REVIEW), (Event.NOTICE_PUBLISHED, Stage.PUBLIC_NOTICE)
    )
    earlier = standing_of("公示中", is_latest=False, is_open=True, after=history, objections=[])
    latest = standing_of("公示中", is_latest=True, is_open=True, after=[], objections=[])
    assert (earlier.is_current, earlier.stage) == (False, "公示已结束")
    assert (latest.is_current, latest.takes_objections) == (True, True)


def test_a_finding_that_is_awaited_keeps_the_notice_current_though_it_takes_no_more() -> None:
    waiting = standing_of(
        "异议核查中",
        is_latest=True,
        is_open=False,
        after=[],
        objections=[NoticeObjection(raised_at=AT, finding=ObjectionFinding.OPEN)],
    )
    assert (waiting.is_current, waiting.takes_objections, waiting.outcome) == (True, False, None)


def test_a_notice_is_readable_for_a_year() -> None:
    assert is_readable(AT, date(2027, 11, 16))
    assert not is_readable(AT, date(2027, 11, 17))
