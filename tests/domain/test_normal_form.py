"""What people type in different ways is compared as one thing, and what they number differently stays apart."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.normal_form import normal_form, number_form

SPELLINGS = [
    (
        "智算一期(A区)",
        "智算一期（A区）",
        "智算 一期(A区)",
        "智算1期(Ａ区)",
        "智算一期(a区)",
        "智算一期(A区)\u200b",
        "智算\t一\u3000期【A 区】",
    ),
    ("冀财〔2026〕15号", "冀财[2026]15号", "冀财（2026）15号", "冀财【2026】 15号", "冀财〔二〇二六〕十五号"),
    ("霸州灵犀（北京）装备有限公司", "霸州灵犀(北京)装备有限公司", " 霸州灵犀 (北京) 装备有限公司"),
    (
        "云枢V1.1",
        "云枢v１．１",
        "云枢 V1-1",
        "云枢V1·1",
        "云枢V1\u22121",
        "云枢V1 1",
        "云枢V1——1",
        "云枢V1~1",
        "云枢V1  1",
        "云枢V1 - 1",
    ),
    ("LX-8", "LX8", "LX—8", "LX\u22128", "lx 8", "LX_8", "LX\u20108", "LX─8"),
    ("第十二期", "第12期", "第一十二期", "第 十 二 期", "第拾贰期", "第一二期"),
    ("二十三号", "23号", "贰拾叁号", "廿三号", "２３号", "٢٣号"),
    ("一百零五号", "105号", "壹佰零伍号"),
    ("一百二十", "一百二", "120"),
    ("二〇二六年", "2026年", "二零二六年", "二○二六年", "贰零贰陆年", "二0二六年"),
    ("一万卡集群", "10000卡集群", "1万卡集群", "壹万卡集群", "壹萬卡集群", "一 万卡集群"),
    ("两万五千", "二万五千", "25000", "贰万伍仟", "两万五"),
    ("三千万", "3千万", "3000万", "30000000"),
    ("一亿零三万", "100030000", "壹亿零叁万"),
    ("十万", "10万", "100000"),
    ("一万亿", "1万亿", "1000000000000"),
    ("卅一", "三十一", "31"),
    ("一、二期", "1、2期", "1-2期", "（一）（二）期"),
    ("<云枢>", "《云枢》", "云枢", "「云枢」"),
    ("阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽・买买提", "阿依古丽‧买买提"),
]


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_spellings_of_one_thing_are_one(spellings: tuple[str, ...]) -> None:
    assert len({normal_form(each) for each in spellings}) == 1, [normal_form(each) for each in spellings]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("智算一期", "智算二期"),
        ("云枢1期", "云枢11期"),
        ("云枢V1.1", "云枢V11"),
        ("云枢V1.12", "云枢V11.2"),
        ("2026-1-12", "2026-11-2"),
        ("冀财〔2026〕1-12号", "冀财〔2026〕11-2号"),
        ("云枢2026一期", "云枢20261期"),
        ("一、二期", "十二期"),
        ("一万", "一千"),
        ("一百零二", "一百二"),
        ("万达", "1达"),
        ("C++实训", "C实训"),
        ("百度", "千度"),
        ("十期", "一期"),
    ],
)
def test_different_things_stay_different(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("nothing", ["", " ", "\u200b", "——", "（）", "\u202e\ufeff", "\u2212", "<>"])
def test_what_cannot_be_compared_is_empty(nothing: str) -> None:
    assert normal_form(nothing) == number_form(nothing) == ""


@pytest.mark.parametrize(
    "numbers",
    [
        ("12-34", "1234", "12－34", "12—34", "１２３４", "12 34", "12\u22123\u200b4"),
        ("AQ-2026-0117", "aq20260117", "AQ 2026/0117"),
        ("6217 0000 1234 5678 901", "6217000012345678901"),
    ],
)
def test_a_number_is_one_in_whatever_groups(numbers: tuple[str, ...]) -> None:
    assert len({number_form(each) for each in numbers}) == 1


SIGNS = st.sampled_from("云枢期A1203零一二九十百千万亿两廿拾○〇-－—−·.()（）〔〕 \t\u3000\u200b\u202e+")
UNSEEN = dict.fromkeys(map(ord, "\u200b\u202e"))
TYPED = st.text(SIGNS | st.characters(), max_size=12)


@given(TYPED)
@example("ᄀ ᅡ")
@example("e\u200b\u0301")
def test_the_normal_form_is_its_own(text: str) -> None:
    form = normal_form(text)
    assert normal_form(form) == form
    assert number_form(form) == number_form(text)


@given(TYPED, st.sampled_from(["\u200b", "\ufeff", "\u202e", "\u2060"]), st.integers(0, 12))
def test_what_is_not_seen_changes_nothing(text: str, sign: str, at: int) -> None:
    assert normal_form(text[:at] + sign + text[at:]) == normal_form(text)


@given(st.text(SIGNS, max_size=12), st.integers(0, 12))
def test_a_blank_changes_nothing_but_between_two_numbers(text: str, at: int) -> None:
    before, behind = text[:at], text[at:]
    seen = [each.translate(UNSEEN) for each in (before, behind)]
    if not (seen[0][-1:].isdecimal() and seen[1][:1].isdecimal()):
        assert normal_form(f"{before} {behind}") == normal_form(text)


PARTING = st.text(st.sampled_from("-.·、/ （〕−"), min_size=1, max_size=3)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=4), PARTING)
def test_numbers_are_told_apart_by_what_stands_between_them(numbers: list[int], sign: str) -> None:
    assert normal_form(sign.join(map(str, numbers))).split("-") == list(map(str, numbers))


@given(st.integers(1, 10**12 - 1))
def test_a_number_in_words_is_the_number(number: int) -> None:
    assert normal_form(_in_words(number)) == str(number)
    assert normal_form(f"云枢{_in_words(number)}期") == f"云枢{number}期"


def _in_words(number: int) -> str:
    """As it is said: 10050 is 一万零五十."""
    for worth, unit in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= worth:
            rest = number % worth
            gap = "零" if 0 < rest < worth // 10 else ""
            return _in_words(number // worth) + unit + gap + (_in_words(rest) if rest else "")
    return "零一二三四五六七八九"[number]
