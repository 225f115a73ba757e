"""Every event that an applicant is written to has a mail that says what an applicant needs."""

import re
from html import unescape

import pytest
from jinja2 import UndefinedError

from adapters.mail.render import TEMPLATES, moment_text, render
from domain.case.record.events import MAILED, TITLES, Event
from domain.case.record.stages import Stage
from domain.invitation.mail_facts import InvitationMailKind
from domain.office_mail import OfficeMailKind
from domain.public_notice.objector_mail import ObjectorMailKind
from tests.adapters.mail.both_forms import assert_alike
from tests.adapters.mail.mails import CASE, OPTIONAL, facts

ALL = pytest.mark.parametrize("event", MAILED, ids=lambda event: event.value)
PROMISING = [
    *(Event.SUBMITTED, Event.ACCEPTED, Event.APPROVED, Event.EXPERTS_ASKED, Event.BATCH_AWAITED),
    *(Event.NOTICE_PUBLISHED, Event.OBJECTION_RAISED, Event.OBJECTION_DISMISSED, Event.OBJECTION_UPHELD),
    *(Event.ACCEPTANCE_RECORDED, Event.FUNDS_AWAITED, Event.AMOUNT_ADJUSTED, Event.PAYMENT_ORDERED),
    *(Event.INSTALMENT_CLAIMED, Event.REDEMPTION_CLAIMED, Event.VOUCHER_QUEUED),
    Event.RECONSIDERATION_REQUESTED,
]
"""After these the applicant waits, and is told how long."""
TOLD_APART = (
    *(Stage.LEAD_REVIEW, Stage.RECOVERY, Stage.PAYMENT_RETURNED),
    *(Stage.VOUCHER, Stage.INSTALMENTS, Stage.CLOSED),
)
"""Stages that some mail has words of its own for, and one that none has."""
ENDS = [Event.NOT_ACCEPTED, Event.REJECTED, Event.NOT_SELECTED, Event.TERMINATED]


def test_the_folders_are_those_of_what_anybody_is_written_about() -> None:
    folders = [folder.name for folder in TEMPLATES.iterdir() if folder.is_dir()]
    kinds = (*MAILED, *OfficeMailKind, *InvitationMailKind, *ObjectorMailKind)
    assert sorted(folders) == sorted(kind.value for kind in kinds)


@ALL
def test_a_mail_with_every_fact_shows_them_in_both_forms(event: Event) -> None:
    mail = render(facts(event, **OPTIONAL))
    assert mail.subject == f"[兑现] {CASE} · 牵头审核中 · {TITLES[event]}"
    for body in (mail.text, mail.html):
        for word in (
            "廊坊云枢智算科技有限公司",
            CASE,
            "牵头审核中，自2026年11月23日起",
            "核定建设投资额 123,000,000.00 元。",
            "第一条",
            "按照建设投资额的10%给予补助",
            "C3 信用承诺书",
            "缺第 3 页",
            "10,000,000.00 元（1,000 万元）",
            "123,000,000.00 × 10% = 12,300,000.00",
            "12,300,000.00 元（1,230 万元）",
            "承诺至2027年2月26日",
            "提交补正材料",
            "2026年12月1日（暂定）",
            f"https://duixian.example.com/cases/{CASE}",
            "无需回复",
        ):
            assert word in body, word


@ALL
def test_a_mail_begins_with_our_words_and_never_with_those_of_an_applicant(event: Event) -> None:
    mail = render(facts(event, **OPTIONAL, unit_name="中奖通知：请登录 www.example.com"))
    shown = re.sub(r"\s+", "", re.sub(r"<title>.*</title>|<[^>]+>", "", mail.html))
    for body in (mail.text.strip(), shown):
        assert body.startswith(TITLES[event])


@ALL
def test_a_mail_without_optional_facts_leaves_no_gap(event: Event) -> None:
    mail = render(facts(event))
    for body in (mail.text, mail.html):
        assert CASE in body
        assert not any(rest in body for rest in ("{{", "}}", "{%", "None", "Undefined", "计算单", "政策依据"))
        assert "办理期限：" not in body
    assert "\n\n\n" not in mail.text


@ALL
def test_paragraphs_of_the_text_are_set_apart_as_those_of_the_html_are(event: Event) -> None:
    for stage in TOLD_APART:
        for given in ({}, OPTIONAL, {**OPTIONAL, "act_label": "", "deemed_days": 15, "may_reconsider": True}):
            mail = render(facts(event, stage=stage, **given))
            assert "\n\n\n" not in mail.text
            for begin in ("本邮件由", *(["查看案件："] if given else [])):
                assert f"\n\n{begin}" in mail.text, begin
            for paragraph in re.findall("<p>([^<]+)</p>", mail.html.partition("下一步")[2]):
                assert f"\n{unescape(paragraph)}\n" in mail.text


@ALL
def test_no_reader_meets_the_code_of_a_reading(event: Event) -> None:
    mail = render(facts(event, **OPTIONAL))
    assert not any("口径" in body for body in (mail.text, mail.html))


@ALL
def test_text_and_html_say_the_same(event: Event) -> None:
    for stage in TOLD_APART:
        for given in ({}, OPTIONAL, {**OPTIONAL, "act_label": "", "due": "", "is_reconsidered": True}):
            assert_alike(render(facts(event, stage=stage, **given)))


@pytest.mark.parametrize("event", PROMISING, ids=lambda event: event.value)
def test_what_an_office_is_to_do_is_told_with_its_last_day(event: Event) -> None:
    given = {**OPTIONAL, "act_label": "", "due": "", "stage": Stage.FUND_DOCUMENT}
    mail = render(facts(event, **given))
    told = mail.text.split("【下一步】")[1]
    assert re.search("(至|最迟|为)2026年12月24日", told), told


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.SUPPLEMENT, "逾期未办理的，本案件将关闭"),
        (Stage.RECOVERY, "逾期未退回的，有关部门将依法处理"),
        (Stage.PAYMENT_RETURNED, "款项仍为您保留"),
        (Stage.VOUCHER, "到期未兑付的余额失效"),
        (Stage.INSTALMENTS, "逾期未申请的，本年度不再兑现"),
    ],
)
def test_a_reminder_says_what_silence_costs_in_this_stage(stage: Stage, said: str) -> None:
    mail = render(facts(Event.APPLICANT_REMINDED, stage=stage, **OPTIONAL))
    assert said in mail.text
    assert ("关闭" in mail.text) is (stage is Stage.SUPPLEMENT)
    assert ("尚未退回的金额" in mail.text) is (stage is Stage.RECOVERY)


@pytest.mark.parametrize(
    "event", [Event.INSTALMENT_MISSED, Event.INSTALMENT_REFUSED], ids=lambda event: event.value
)
def test_after_the_last_year_no_later_one_is_promised(event: Event) -> None:
    last, other = (render(facts(event, stage=stage)).text for stage in (Stage.CLOSED, Stage.INSTALMENTS))
    assert "以后年度" not in last
    assert "以后年度" in other


@pytest.mark.parametrize("event", ENDS, ids=lambda event: event.value)
def test_a_decision_against_the_applicant_names_the_remedies(event: Event) -> None:
    mail = render(facts(event))
    for body in (mail.text, mail.html):
        assert "60日内依法申请行政复议" in body
        assert "6个月内依法向人民法院提起行政诉讼" in body


def test_a_request_for_supplements_names_the_day_and_what_lapse_means() -> None:
    mail = render(facts(Event.SUPPLEMENT_REQUESTED, **OPTIONAL))
    assert "请在2026年12月1日（暂定）（含当日）之前" in mail.text
    assert "逾期未补正的，本案件将关闭" in mail.text


def test_expert_review_tells_how_long_it_takes_and_that_the_clock_stands_still() -> None:
    text = render(facts(Event.EXPERTS_ASKED)).text
    assert "30个工作日" in text
    assert "暂停计算" in text


def test_words_of_people_are_escaped_in_html_and_stay_themselves_in_text() -> None:
    mail = render(facts(Event.REJECTED, reason="<script>&", unit_name="甲<b>公司"))
    assert "<script>" not in mail.html
    assert "&lt;script&gt;&amp;" in mail.html
    assert "<script>&" in mail.text


def test_a_line_break_in_a_fact_does_not_break_the_subject() -> None:
    assert "\n" not in render(facts(case_number="LF\r\nBcc: x@example.com")).subject


def test_an_event_without_mail_is_an_error() -> None:
    with pytest.raises(Exception, match="office_reminded"):
        render(facts(Event.OFFICE_REMINDED))


def test_a_name_that_is_no_fact_is_an_error() -> None:
    from adapters.mail.render import _environment

    with pytest.raises(UndefinedError):
        _environment().from_string("{{ mail.bank_account }}").render(mail=facts())


def test_an_instant_is_told_in_the_time_of_the_city() -> None:
    assert moment_text(facts().at) == "2026年11月23日 09:30"
