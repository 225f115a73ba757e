"""Punctuation as Chinese print wants it, and nothing else changed."""

import pytest

from adapters.letters.chinese import name, paragraphs, printed


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("经核实,符合条件。", "经核实，符合条件。"),
        ("2026年12月1日(暂定)", "2026年12月1日（暂定）"),
        (
            "收到退回款项 1,000.00 元;尚有 2,000.00 元未收回。",
            "收到退回款项 1,000.00 元；尚有 2,000.00 元未收回。",
        ),
        ("123,000,000.00 × 10% = 12,300,000.00", "123,000,000.00 × 10% = 12,300,000.00"),
        ("首台(套)装备", "首台（套）装备"),
        ("见 f(x) 与 GB/T 9704", "见 f(x) 与 GB/T 9704"),
        ("详见:https://example.com/a", "详见：https://example.com/a"),
        ("占10%,上限1000万元", "占10%，上限1000万元"),
        ("是否属实? 请说明", "是否属实？请说明"),
        ("附则(三)", "附则（三）"),
        ("取余额(口径:包含(暂行口径2026-01))", "取余额（口径：包含（暂行口径2026-01））"),
        ("口径:m2(第2条)", "口径：m2（第2条）"),
        ("09:30 前", "09:30 前"),
    ],
)
def test_punctuation_follows_the_words_around_it(given: str, wanted: str) -> None:
    assert printed(given) == wanted


def test_paragraphs_come_apart_and_empty_ones_are_left_out() -> None:
    assert paragraphs("一,\r\n\n 二;\n") == ["一，", "二；"]


def test_a_name_stays_as_it_is_but_for_what_cannot_be_printed() -> None:
    assert name(" 某某(廊坊)\u3000有限公司,\x07 ") == "某某(廊坊) 有限公司,"


@pytest.mark.parametrize("rare", ["䶮", "𬭎", "\U00031350", "\U0002ebf0", "\ue863"])
def test_no_rare_character_is_left_out_of_a_name(rare: str) -> None:
    assert name(f"{rare}某\u200b") == printed(f"{rare}某\u200b") == f"{rare}某"
