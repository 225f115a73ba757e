"""Mails to officials: every kind has words, they list the cases, and they show nothing of an applicant."""

from datetime import date

import pytest
from jinja2 import UndefinedError

from adapters.mail.render import _environment, render
from domain.case.record.events import Event
from domain.office_mail import (
    OFFICE_TITLES,
    OfficeMailKind,
    office_message_id,
    week_key,
)
from tests.adapters.mail.both_forms import assert_alike
from tests.adapters.mail.office_mails import LINE, WHOLE_LINE, office_facts

ALL = pytest.mark.parametrize("kind", OfficeMailKind, ids=lambda kind: kind.value)


def test_no_kind_is_also_an_event_and_each_has_a_title() -> None:
    assert {kind.value for kind in OfficeMailKind}.isdisjoint(event.value for event in Event)
    assert set(OFFICE_TITLES) == set(OfficeMailKind)


@ALL
def test_a_mail_lists_its_cases_in_both_forms(kind: OfficeMailKind) -> None:
    mail = render(office_facts(kind, cases=(LINE, WHOLE_LINE), reason="节前办结。"))
    assert mail.subject == f"[兑现] {OFFICE_TITLES[kind]} · 共 2 件"
    for body in (mail.text, mail.html):
        for word in (
            "市发改委：",
            LINE.case_number,
            WHOLE_LINE.case_number,
            "1.1 算力中心建设补助（牵头审核中）",
            LINE.sentence,
            "原办理期限：2026年11月13日（含当日）",
            "现办理期限：2026年11月16日（暂定）（含当日）",
            "已逾期 5 个工作日",
            "请先核对投资额。",
            WHOLE_LINE.link,
            "节前办结。",
            "2026年11月23日 08:30",
        ):
            assert word in body, word


@ALL
def test_a_mail_without_optional_facts_leaves_no_gap(kind: OfficeMailKind) -> None:
    mail = render(office_facts(kind))
    assert mail.subject == f"[兑现] {OFFICE_TITLES[kind]} · {LINE.case_number}"
    for body in (mail.text, mail.html):
        assert not any(
            rest in body for rest in ("{{", "}}", "{%", "None", "Undefined", "已逾期 ", "期限：", "说明")
        )
    assert "\n\n\n" not in mail.text
    assert render(office_facts(kind, cases=())).subject == f"[兑现] {OFFICE_TITLES[kind]}"


@ALL
def test_text_and_html_say_the_same(kind: OfficeMailKind) -> None:
    for given in (
        {},
        {"cases": (LINE, WHOLE_LINE), "reason": "节前办结。", "calendar": "国办发明电〔2027〕1号"},
    ):
        assert_alike(render(office_facts(kind, **given)))


def test_a_moved_term_names_the_announcement_by_which_it_moved() -> None:
    mail = render(office_facts(OfficeMailKind.CALENDAR_MOVED, calendar="国办发明电〔2027〕1号"))
    assert "原因：国办发明电〔2027〕1号。" in mail.text


def test_words_of_officials_are_escaped_in_html_and_stay_themselves_in_text() -> None:
    mail = render(office_facts(reason="<b>&"))
    assert "&lt;b&gt;&amp;" in mail.html
    assert "<b>&" in mail.text


@pytest.mark.parametrize("name", ["unit_name", "contact_email", "amount", "bank_account"])
def test_what_is_the_applicants_is_no_fact_of_such_a_mail(name: str) -> None:
    for source in (f"{{{{ mail.{name} }}}}", f"{{{{ mail.cases[0].{name} }}}}"):
        with pytest.raises(UndefinedError):
            _environment().from_string(source).render(mail=office_facts())


def test_the_same_matter_told_to_the_same_account_is_one_mail_and_shows_no_account() -> None:
    kinds = (OfficeMailKind.URGED, OfficeMailKind.REASSIGNED)
    ids = {
        office_message_id(kind, matter, account, "example.com")
        for kind in kinds
        for matter in ("LF2026-0101-00017/7", "LF2026-0101-00017/8")
        for account in ("zhang-san", "li-si")
        for _ in range(2)
    }
    assert len(ids) == 8
    assert all(one.startswith("<office.") and one.endswith("@example.com>") for one in ids)
    assert not any("zhang-san" in one for one in ids)


def test_a_week_keeps_its_key_over_new_year() -> None:
    assert {week_key(date(2026, 12, 28)), week_key(date(2027, 1, 3))} == {"2026-W53"}
