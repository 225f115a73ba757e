"""Mails to objectors: received, and what was found; they show nothing of the applicant."""

from datetime import UTC, datetime
from typing import Any

import pytest
from jinja2 import UndefinedError

from adapters.mail.render import _environment, render
from domain.case.record.events import Event
from domain.public_notice.objector_mail import (
    OBJECTOR_TITLES,
    ObjectorMailFacts,
    ObjectorMailKind,
    objector_message_id,
)
from domain.public_notice.outcome import ObjectionFinding

RECEIVED, ANSWERED = ObjectorMailKind.RECEIVED, ObjectorMailKind.ANSWERED
CASE = "LF2026-0101-00017"


def objector_facts(kind: ObjectorMailKind = ANSWERED, **given: Any) -> ObjectorMailFacts:
    """Facts of one mail; without ``given`` all optional ones are missing."""
    at = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    about = {"case_number": CASE, "number": "1.1", "name": "算力中心建设补助", "lead": "市发改委"}
    return ObjectorMailFacts(**{"kind": kind, "at": at, "raised_at": at, **about, **given})


def test_each_kind_has_a_title_and_is_no_event() -> None:
    assert set(OBJECTOR_TITLES) == set(ObjectorMailKind)
    assert {kind.value for kind in ObjectorMailKind}.isdisjoint(event.value for event in Event)


@pytest.mark.parametrize(
    ("kind", "finding", "said"),
    [
        (
            ObjectorMailKind.CONFIRMATION,
            ObjectionFinding.OPEN,
            ("【提交时间】", "请在2026年12月14日（含当日）之前打开", "\n不是您本人提交的：请忽略本邮件"),
        ),
        (
            RECEIVED,
            ObjectionFinding.OPEN,
            ("市发改委正在核查", "核查结论不晚于2026年12月14日作出", "该案件不拨付资金"),
        ),
        (
            ANSWERED,
            ObjectionFinding.DISMISSED,
            ("经市发改委核查，不成立", "【核查结论】", "投资额属实。", "按程序继续办理"),
        ),
        (
            ANSWERED,
            ObjectionFinding.UPHELD,
            ("经市发改委核查，成立", "【核查结论】", "投资额属实。", "退回市发改委重新审核"),
        ),
        (
            ANSWERED,
            ObjectionFinding.DROPPED,
            ("公示已终止，不再核查", "【终止原因】", "可以登录系统重新提出"),
        ),
    ],
)
def test_a_mail_says_what_became_of_the_objection_in_both_forms(
    kind: ObjectorMailKind, finding: ObjectionFinding, said: tuple[str, ...]
) -> None:
    reason = "投资额属实。" if kind is ANSWERED else ""
    url = f"https://duixian.example.com/public-notices/{CASE}"
    mail = render(objector_facts(kind, finding=finding, reason=reason, until="2026年12月14日", url=url))
    assert mail.subject == f"[兑现] {OBJECTOR_TITLES[kind]} · {CASE}"
    for word in (*said, CASE, "1.1 算力中心建设补助", "2026年11月23日 08:30", url, "不告知申请单位"):
        assert word in mail.text
        assert word.strip("【】") in mail.html


@pytest.mark.parametrize("finding", ObjectionFinding)
def test_who_has_no_account_is_told_a_way_that_needs_none(finding: ObjectionFinding) -> None:
    kind = RECEIVED if finding is ObjectionFinding.OPEN else ANSWERED
    for ticket in ("", "t" * 64):
        mail = render(
            objector_facts(kind, finding=finding, ticket=ticket, url="https://duixian.example.com/x")
        )
        for body in (mail.text, mail.html):
            assert ("登录系统" in body) is (
                not ticket and finding in (ObjectionFinding.DISMISSED, ObjectionFinding.DROPPED)
            )
            assert ("同一邮箱不再受理异议" in body) is (
                bool(ticket) and finding is ObjectionFinding.DISMISSED
            )
            is_found = finding in (ObjectionFinding.DISMISSED, ObjectionFinding.UPHELD)
            assert ("查看核查结论" in body) is (bool(ticket) and is_found)
            assert "您的异议已有结论" not in body


@pytest.mark.parametrize("kind", ObjectorMailKind)
def test_a_mail_without_optional_facts_leaves_no_gap(kind: ObjectorMailKind) -> None:
    mail = render(objector_facts(kind))
    for body in (mail.text, mail.html):
        assert not any(
            rest in body for rest in ("{{", "}}", "{%", "None", "不晚于", "核查结论】", "查看公示")
        )
    assert "\n\n\n" not in mail.text
    assert "\n\n本邮件由" in mail.text
    assert "\n\n查看" in render(objector_facts(ANSWERED, url="https://duixian.example.com/x")).text


def test_words_of_officials_are_escaped_in_html_alone() -> None:
    mail = render(objector_facts(reason="<b>&"))
    assert "&lt;b&gt;&amp;" in mail.html
    assert "<b>&" in mail.text


@pytest.mark.parametrize("name", ["unit_name", "amount", "contact_email", "sentence"])
def test_what_is_the_applicants_is_no_fact_of_such_a_mail(name: str) -> None:
    with pytest.raises(UndefinedError):
        _environment().from_string(f"{{{{ mail.{name} }}}}").render(mail=objector_facts())


def test_each_step_about_an_objection_has_a_mail_of_its_own() -> None:
    ids = {
        objector_message_id(CASE, seq, objection, "example.com")
        for seq in (7, 8)
        for objection in ("a" * 32, "b" * 32)
        for _ in range(2)
    }
    assert len(ids) == 4
