"""One spelling for what people type: what nobody sees is gone, what deceives is refused and named."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.words import Name, Reason, ShortWords, Words, sign_fault, tidied, tidy

TEXT = "云枢一期"


@pytest.mark.parametrize(
    "typed",
    [
        f" {TEXT}\u3000\n",
        f"\ufeff{TEXT}",
        "云枢\u200b一期",
        "云\u200d枢\u2060一\u00ad期",
        f"{TEXT}\ufe0f",
        f"{TEXT}\U000e0041",
        f"\u2800{TEXT}\u3164",
    ],
)
@pytest.mark.parametrize("kind", [Words, Reason, ShortWords, Name])
def test_what_nobody_sees_is_taken_out(kind: Any, typed: str) -> None:
    assert TypeAdapter(kind).validate_python(typed) == TEXT


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("报告\u202efdp.exe", "U+202E"),
        ("\u2066云枢\u2069", "U+2066"),
        ("云枢\u200f", "U+200F"),
        ("云枢\x1b[31m", "U+001B"),
        ("云\x00枢", "U+0000"),
        ("云\u0085枢", "U+0085"),
        ("云\ud800枢", "U+D800"),
        ("云\uffff枢", "U+FFFF"),
    ],
)
@pytest.mark.parametrize("kind", [Words, Reason, ShortWords, Name])
def test_what_deceives_is_refused_and_named(kind: Any, typed: str, told: str) -> None:
    with pytest.raises(ValidationError, match=f"{told[:1]}.{told[2:]}".replace(".", r"\+")):
        TypeAdapter(kind).validate_python(typed)


@pytest.mark.parametrize("typed", ["云枢\n一期", "云枢\t一期", "云枢\r\n一期", "云枢\u2028一期"])
def test_one_line_is_one_line_and_reasons_have_several(typed: str) -> None:
    for kind in (ShortWords, Name):
        with pytest.raises(ValidationError, match="须写在一行内"):
            TypeAdapter(kind).validate_python(typed)
    assert TypeAdapter(Words).validate_python(typed) == typed.replace("\r\n", "\n").replace("\u2028", "\n")


@pytest.mark.parametrize("typed", ["\u200b", " \ufeff ", "\u3164\u2800", "", "\n"])
def test_a_text_of_nothing_is_none(typed: str) -> None:
    for kind in (Words, ShortWords, Name):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(typed)
    assert TypeAdapter(Reason).validate_python(typed) == ""


@pytest.mark.parametrize("dot", ["·", "•", "‧", "∙", "⋅", "・", "･", "\u0387", " · "])
def test_the_dot_of_a_name_is_one(dot: str) -> None:
    assert TypeAdapter(Name).validate_python(f"买买提{dot}吐尔逊") == "买买提·吐尔逊"


def test_letters_of_two_parts_are_one_and_rare_ones_stay() -> None:
    assert TypeAdapter(Name).validate_python("Cafe\u0301") == "Café"
    rare = "𬭛𫟷䶮𠮷㛃"
    assert TypeAdapter(Name).validate_python(rare) == rare


@given(st.text())
def test_tidy_is_done_once_and_lawful_texts_hold_nothing_odd(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert tidied({"a": [text, 1, None]}) == {"a": [once, 1, None]}
    if not sign_fault(once):
        assert not {unicodedata.category(sign) for sign in once} & {"Cc", "Cs", "Zl", "Zp"}
