"""Every letter says what it must, the same every time, whatever stands in its facts."""

import threading
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.letters.chinese import paragraphs
from adapters.letters.fonts import FontsMissing, chosen_faces, find_fonts, package_folders
from adapters.letters.typesetter import TEMPLATES, LetterNotSet, Typesetter
from adapters.mail.render import render
from domain.calculator.award import SheetLine
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.letters import LETTERS, Letter, LetterKind
from domain.money import LARGEST, capital_text, plain
from tests.adapters.letters.letters import LONG_NAME, defects, gallery, letter, sheet
from tests.adapters.letters.offices import the_typesetter
from tests.adapters.letters.reading import feet_of, pages_of, title_of, words_of
from tests.adapters.mail.mails import CASE

REFUSALS = [event for event, form in LETTERS.items() if form.kind is LetterKind.REFUSAL]
APPEALED = [*REFUSALS, Event.FUNDS_AWAITED, Event.AMOUNT_ADJUSTED, Event.RECOVERY_DECIDED]
OF_MONEY = [
    event
    for event, form in LETTERS.items()
    if form.kind in {LetterKind.AWARD, LetterKind.VOUCHER, LetterKind.PAYMENT}
]


@pytest.mark.parametrize("event", LETTERS)
def test_every_letter_names_its_case_its_reader_its_issuer_and_its_day(event: Event) -> None:
    made = letter(event)
    pdf = the_typesetter().pdf(made)
    words = words_of(pdf)
    issuer = "廊坊市财政局" if made.kind is LetterKind.PAYMENT else "廊坊市发改委"
    wanted = (
        CASE,
        made.number,
        made.title,
        issuer,
        "2026年11月23日",
        "廊坊云枢智算科技有限公司：",
        "1.1算力中心建设补助",
    )
    assert [word for word in wanted if word not in words] == []
    assert title_of(pdf) == f"{made.title} {made.number}"


@pytest.mark.parametrize("event", APPEALED)
def test_what_can_be_appealed_tells_reason_clause_and_remedies(event: Event) -> None:
    words = words_of(the_typesetter().pdf(letter(event)))
    wanted = (
        "核定建设投资额123,000,000.00元。",
        "《廊坊市促进人工智能产业发展十三条措施》第1条",
        "60日内依法申请行政复议",
        "6个月内依法向人民法院提起行政诉讼",
    )
    assert [word for word in wanted if word not in words] == []


@pytest.mark.parametrize("event", LETTERS)
def test_a_letter_keeps_nothing_back_that_its_mail_tells(event: Event) -> None:
    made = letter(event)
    mail, words = render(made.facts).text, words_of(the_typesetter().pdf(made))
    for told in ("60日", "6个月", "行政复议", "行政诉讼"):
        assert told in words or told not in mail
    for paragraph in paragraphs(made.facts.reason):
        assert "".join(paragraph.split()) in words


@pytest.mark.parametrize("event", REFUSALS)
def test_a_refusal_quotes_the_law(event: Event) -> None:
    assert "补助金额为建设投资额的10%，上限1000万元”" in words_of(the_typesetter().pdf(letter(event)))


@pytest.mark.parametrize("event", [*OF_MONEY, Event.RECOVERY_DECIDED])
@pytest.mark.parametrize("amount", [Decimal("0.01"), Decimal("10000000.00"), LARGEST])
def test_an_amount_is_told_in_figures_and_in_capitals(event: Event, amount: Decimal) -> None:
    words = words_of(the_typesetter().pdf(letter(event, amount=amount)))
    assert f"￥{plain(amount)}元" in words
    assert capital_text(amount) in words


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Event.ACCEPTED, "审核期限至2026年12月24日。全程办理期限至2027年2月26日。"),
        (Event.FUNDS_AWAITED, "下达资金文件，办理期限至2026年12月24日。"),
        (Event.AMOUNT_ADJUSTED, "下达资金文件，办理期限至2026年12月24日。"),
        (Event.RECONSIDERATION_REQUESTED, "办理期限至2026年12月24日。"),
    ],
)
def test_until_when_the_office_has_is_told(event: Event, said: str) -> None:
    assert said in words_of(the_typesetter().pdf(letter(event)))


def test_after_the_last_year_the_letter_promises_no_later_one() -> None:
    last = letter(Event.INSTALMENT_REFUSED, stage=Stage.CLOSED)
    assert "以后年度" not in words_of(the_typesetter().pdf(last))


def test_the_calculation_sheet_is_an_annex_with_every_line() -> None:
    first, *annex = pages_of(the_typesetter().pdf(letter(Event.FUNDS_AWAITED, lines=sheet(12))))
    assert "附件：计算单" in first
    assert len(annex) == 2
    assert all("结果（元）" in page for page in annex), "the head of the table is repeated"
    assert "".join(annex).count("单位年度上限") == 12


def test_all_defects_are_in_one_letter() -> None:
    pages = pages_of(the_typesetter().pdf(letter(Event.SUPPLEMENT_REQUESTED, defects=defects(30))))
    words = "".join("".join(pages).split())
    assert "共30项" in words
    assert [place for place in range(1, 31) if f"1.1-{place}专项审计报告" not in words] == []
    assert all("需要补正的内容" in page for page in pages if "专项审计报告" in page)


@pytest.mark.parametrize("problems", [("漏页，请补。" * 149,), ("漏页，请补。" * 600,), ("漏页。",) * 60])
def test_what_is_wrong_with_one_document_may_be_longer_than_a_page(problems: tuple[str, ...]) -> None:
    one, *others = defects(3)
    long = tuple(one.model_copy(update={"problem": problem}) for problem in problems)
    check_all_is_on_paper(
        letter(Event.RETURNED, defects=(*long, *others)), "漏", "".join(problems).count("漏")
    )


def test_a_line_of_the_sheet_may_be_longer_than_a_page() -> None:
    fees = " + ".join(["480,000.00"] * 200)
    lines = tuple(line.model_copy(update={"explanation": f"服务费 {fees}"}) for line in sheet(2))
    check_all_is_on_paper(letter(Event.FUNDS_AWAITED, lines=lines), "480,000.00", 400)


def check_all_is_on_paper(made: Letter, word: str, count: int) -> None:
    """A PDF has words that no paper shows: those that run over the end of a page."""
    pdf = the_typesetter().pdf(made)
    assert words_of(pdf).count(word) == count
    feet = feet_of(pdf)
    assert feet == [f"{made.number}第{page}页，共{len(feet)}页" for page in range(1, len(feet) + 1)]


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("lines", [(), sheet(1)], ids=["alone", "with-sheet"])
def test_no_page_has_the_signature_alone(kind: LetterKind, lines: tuple[SheetLine, ...]) -> None:
    event = next(event for event, form in LETTERS.items() if form.kind is kind)
    for paragraphs_given in range(2, 20, 3):
        made = letter(event, reason="经核实，不符合条件。\n" * paragraphs_given, lines=lines)
        later = ["".join(page.split()) for page in pages_of(the_typesetter().pdf(made))[1:]]
        assert [page for page in later if page.startswith((made.issuer, "附件："))] == []


@pytest.mark.parametrize(
    "nasty",
    [
        '#import "/etc/passwd"',
        "#panic()",
        "$x^2$ *粗* _斜_ `码` @引用 <标签> = 标题 // 注 /* 注 */",
        "[#sys.inputs.letter]",
        'a"b\\"c\\\\u{41} ]}){',
        "#set page(width: 1pt)",
        "- 一\n+ 二\n/ 三：四",
        "https://example.com ~ --- ... 'x' \"y\"",
    ],
)
def test_nothing_in_the_facts_is_markup(nasty: str) -> None:
    given = letter(Event.NOT_ACCEPTED, unit_name=nasty, reason=nasty, quote=nasty, name=nasty)
    words = words_of(the_typesetter().pdf(given))
    line = "".join(nasty.split())
    assert f"{line}：" in words, "the name stands as it was given"
    assert "不予受理决定书" in words
    listed = letter(Event.SUPPLEMENT_REQUESTED, defects=(defects(1)[0].model_copy(update={"item": nasty}),))
    assert line.partition(":")[0] in words_of(the_typesetter().pdf(listed))


@pytest.mark.parametrize("name", sorted(gallery()))
def test_the_same_facts_give_the_same_bytes(name: str) -> None:
    made = gallery()[name]
    first = the_typesetter().pdf(made)
    the_typesetter().pdf(letter(Event.ACCEPTED, unit_name="别的单位"))
    assert the_typesetter().pdf(gallery()[name]) == first
    assert b"/GTS_PDFA1" in first, "an archival PDF"


def test_another_typesetter_gives_the_same_bytes() -> None:
    made = letter(Event.FUNDS_AWAITED)
    assert Typesetter(package_folders(), system_fonts=False).pdf(made) == the_typesetter().pdf(made)


def test_the_date_of_the_document_is_that_of_the_event() -> None:
    late = letter(Event.PAID, at=datetime(2028, 12, 31, 16, 30, tzinfo=UTC))
    assert "2029年1月1日" in words_of(the_typesetter().pdf(late)), "in Langfang it is the next day"
    assert the_typesetter().pdf(late) != the_typesetter().pdf(letter(Event.PAID))


def test_a_character_that_no_font_has_costs_the_archival_form_and_not_the_letter() -> None:
    pdf = Typesetter(package_folders(), system_fonts=False).pdf(
        letter(Event.ACCEPTED, unit_name="𰻝𰻝面馆🍜")
    )
    assert b"/GTS_PDFA1" not in pdf
    assert CASE in words_of(pdf)


def test_many_threads_share_one_typesetter() -> None:
    made, wanted = letter(Event.ACCEPTED), the_typesetter().pdf(letter(Event.ACCEPTED))
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(the_typesetter().pdf(made))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 8


def test_a_code_of_ours_is_not_for_readers() -> None:
    line = sheet(1)[0].model_copy(update={"reading": "m2.cap_includes_settlement"})
    assert "m2." not in words_of(the_typesetter().pdf(letter(Event.FUNDS_AWAITED, lines=(line,))))


def test_a_long_address_stays_in_its_cell() -> None:
    address = "https://duixian.example.com/" + "very_long_path/" * 20
    (defect,) = defects(1)
    given = letter(Event.RETURNED, defects=(defect.model_copy(update={"item": address}),))
    pages = pages_of(the_typesetter().pdf(given))
    assert address in "".join("".join(pages).replace("\u200b", "").split())
    assert max(len(line) for line in pages[0].splitlines()) < 80


def test_a_long_name_is_told_whole() -> None:
    assert LONG_NAME in words_of(the_typesetter().pdf(letter(Event.ACCEPTED, unit_name=LONG_NAME)))


def test_every_kind_has_its_template_and_no_template_is_left_over() -> None:
    assert {path.parent.name for path in TEMPLATES.glob("*/letter.typ")} == {
        kind.value for kind in LetterKind
    }
    assert {form.kind for form in LETTERS.values()} == set(LetterKind)


def test_a_mistake_in_a_template_is_told_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "acceptance"
    folder.mkdir()
    (folder / "letter.typ").write_text("#no-such-thing")
    with pytest.raises(LetterNotSet, match="acceptance: unknown variable"):
        Typesetter(templates=tmp_path).pdf(letter(Event.ACCEPTED))


def test_without_a_chinese_font_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        find_fonts([tmp_path], system=False)


def test_the_faces_are_the_best_that_are_there() -> None:
    assert chosen_faces(["DejaVu Sans", "Noto Serif SC", "FangSong"]).body == "FangSong"
    only = chosen_faces(["DejaVu Sans", "WenQuanYi Zen Hei"])
    assert (only.body, only.heading) == ("WenQuanYi Zen Hei", "WenQuanYi Zen Hei")
