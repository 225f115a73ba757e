"""A notice of defects as a letter and as a mail: grouped by document, counted, with the ground of a second one."""

from adapters.letters.page import page_of
from adapters.mail.render import render
from domain.case.act import Defect
from domain.case.record.events import Event
from tests.adapters.letters.letters import letter
from tests.adapters.letters.offices import the_typesetter
from tests.adapters.letters.reading import words_of
from tests.adapters.mail.mails import facts

DEFECTS = (
    Defect(item="1.1-3", problem="缺第3页。", name="专项审计报告"),
    Defect(item="unit_name", problem="与营业执照不一致。", name="单位名称"),
    Defect(item="1.1-3", problem="未加盖公章。", name="专项审计报告"),
)
GROUND = "本通知为第2次补正通知。新情况：新交的报告缺页。"


def test_the_letter_lists_each_document_once_with_all_that_is_wrong_with_it() -> None:
    made = letter(Event.RETURNED, defects=DEFECTS)
    assert page_of(made)["defects"] == [
        {"item": "专项审计报告", "problems": ["（1）缺第3页。", "（2）未加盖公章。"]},
        {"item": "单位名称", "problems": ["与营业执照不一致。"]},
    ]
    words = words_of(the_typesetter().pdf(made))
    assert "共2项" in words
    assert "（1）缺第3页。（2）未加盖公章。" in words
    assert "没有列出的材料视为已经接受，无须重新提交。" in words


def test_only_a_second_letter_says_that_it_is_one() -> None:
    first = words_of(the_typesetter().pdf(letter(Event.SUPPLEMENT_REQUESTED, defects=DEFECTS, notice=1)))
    second = letter(Event.SUPPLEMENT_REQUESTED, defects=DEFECTS, notice=2, note=GROUND)
    assert "次补正通知" not in first
    assert "本通知为第2次补正通知。新情况：新交的报告缺页。现将" in words_of(the_typesetter().pdf(second))


def test_a_letter_without_listed_defects_promises_nothing_about_the_rest() -> None:
    words = words_of(the_typesetter().pdf(letter(Event.RETURNED, defects=())))
    assert "视为已经接受" not in words
    assert "一次性告知如下" not in words


def test_the_mail_says_the_same_in_both_forms() -> None:
    mail = render(facts(Event.RETURNED, defects=DEFECTS, notice=2, note=GROUND))
    assert "共 2 项\n1. 专项审计报告：\n   （1）缺第3页。\n   （2）未加盖公章。\n2. 单位名称：与" in mail.text
    assert mail.subject.endswith("审核退回，请补正（第2次）")
    assert "次）" not in render(facts(Event.RETURNED, defects=DEFECTS, notice=1)).subject
    for body in (mail.text, mail.html):
        assert GROUND in body
        assert body.count("专项审计报告") == 1
