"""The one normal form (比对形式) in which names and numbers that people type are compared; shown is what they typed.

Two spellings of one thing are equal in it: 智算一期(A区), 智算 1期（Ａ区） and 智算1期【a区】 are one project. Numbers stay apart:
what stands between two of them is written as one sign, so that V1.1 is not V11, and 〔2026〕1-12 not 〔2026〕11-2.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_PLAIN: Final = str.maketrans(
    {
        **dict(zip("〇○壹贰貳叁叄參肆伍陆陸柒捌玖兩", "零零一二二三三三四五六六七八九两", strict=True)),
        **dict(zip("拾佰仟萬億", "十百千万亿", strict=True)),
        "廿": "二十",
        "卅": "三十",
        "卌": "四十",
    }
)
"""Signs of numerals as banks and old texts write them, in the usual ones."""

_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_SIGNS: Final = str.maketrans(
    {
        "d": f"[{''.join(_DIGITS)}]",
        "o": "零",
        **dict(zip("sbqwy", _UNITS, strict=True)),
    }
)
_TENS: Final = "d?sd?"
_HUNDREDS: Final = f"db(?:o?{_TENS}|o?d)?"
_THOUSANDS: Final = f"dq(?:o?{_HUNDREDS}|o?{_TENS}|o?d)?"
_COUNTED: Final = f"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS})"
_MYRIADS: Final = f"(?:{_COUNTED}|d)w(?:o?{_COUNTED}|o?d)?"
_MANY: Final = f"(?:{_COUNTED}|d)y(?:o?{_MYRIADS}|o?{_COUNTED}|o?d)?"
_SPELLED: Final = "d(?:d|0+(?=d))*"
_NUMERAL: Final = re.compile(f"(?=d|s)(?:{_MANY}|{_MYRIADS}|{_COUNTED}|{_SPELLED})".translate(_SIGNS))
"""Counted, as in 二十三, or digit by digit, as in 二〇二六 and 二0二六."""

_ARABIC_COUNTED: Final = re.compile(r"(?<![0-9-])([0-9]+)([百千万亿]+)(?=([0-9])?)")
_ZEROS: Final = {"百": "00", "千": "000", "万": "0000", "亿": "00000000"}
"""What a unit is worth behind an Arabic number: 3千万."""

_NOT_WRITTEN: Final = frozenset("CM")
"""Unicode's classes of controls and formats, and of marks."""

_ALSO_PUNCTUATION: Final = frozenset("~|<>=^`⁄−˗─━➖∼∣¦")
"""Symbols that people type for a dash, a stroke or a bracket."""

_SEPARATOR: Final = "-"
_BLANKS_ELSEWHERE: Final = re.compile(r"(?<![0-9 ]) +| ++(?![0-9])")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9])[ -]+(?=[0-9])")
_ELSEWHERE: Final = re.compile(r"(?<![0-9 -])[ -]+|[ -]++(?![0-9])")


def normal_form(text: str) -> str:
    """Write a text as it is compared: NFKC, without case, blanks, invisible signs and punctuation, numerals Arabic.

    Args:
        text: as it was typed.

    Returns:
        The normal form; empty where nothing that can be compared was typed. Between two numbers one ``-`` is left.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(map(_written, plain))
    together = unicodedata.normalize("NFKC", _BLANKS_ELSEWHERE.sub("", kept))  # what parted one sign is gone
    written = together.translate(_PLAIN)
    numbered = _BETWEEN_DIGITS.sub(_SEPARATOR, _NUMERAL.sub(_in_digits, written))
    joined = unicodedata.normalize("NFKC", _ELSEWHERE.sub("", numbered))
    return _ARABIC_COUNTED.sub(_with_zeros, joined)


def number_form(text: str) -> str:
    """Write the number of an invoice, a report or an account as it is compared: as a name, and without any separator.

    12-34, 12—34 and 1234 are one number. Two numbers that differ in their separators alone are not to be expected.
    """
    return normal_form(text).replace(_SEPARATOR, "")


def says_something(text: str) -> bool:
    """Whether a text has a letter, a sign of writing or a digit by which it can be told from another."""
    return any(sign.isalnum() for sign in normal_form(text))


@lru_cache(maxsize=65_536)
def _written(sign: str) -> str:
    """A sign, a blank or ``-`` for what parts others, nothing for what is not seen."""
    kind = unicodedata.category(sign)
    if kind[0] == "Z" or sign.isspace():
        return " "
    if kind[0] == "P" or sign in _ALSO_PUNCTUATION:
        return _SEPARATOR
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    return "" if kind[0] in _NOT_WRITTEN else sign


def _in_digits(found: re.Match[str]) -> str:
    """二十三 → 23, 二〇二六 → 2026; parted from numbers beside it."""
    said = found.group()
    if _UNITS.keys().isdisjoint(said):
        digits = "".join(str(_DIGITS.get(sign, sign)) for sign in said)
        return f"{_SEPARATOR}{digits}{_SEPARATOR}"
    return f"{_SEPARATOR}{_counted(said)}{_SEPARATOR}"


def _counted(said: str) -> int:
    """一万零五十 → 10050; a digit right behind a unit is of the next lower one: 一百二 → 120."""
    for unit, worth in reversed(_UNITS.items()):
        before, found, behind = said.partition(unit)
        if found:
            rest = behind.removeprefix("零")
            is_short = len(rest) == 1 and rest == behind and worth > 10 and rest in _DIGITS
            below = _DIGITS[rest] * worth // 10 if is_short else _counted(rest)
            return (_counted(before) or 1) * worth + below
    return _DIGITS.get(said, 0)


def _with_zeros(found: re.Match[str]) -> str:
    """3千万 → 30000000; parted from a number behind it."""
    digits, units, number_behind = found.groups()
    return digits + "".join(map(_ZEROS.__getitem__, units)) + (_SEPARATOR if number_behind else "")
