"""Numbers that lead to a person, found in words that others will read: a warning, never a refusal, since it may be meant."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from stdnum import luhn
from stdnum.cn import ric

READ_BY_OTHERS: Final = frozenset(
    {"reason", "problem", "new_fact", "supervisor_reason", "note", "statement", "summary"}
)
"""Fields of requests in which people write freely and which parties of the case read, by mail and letter as well."""

_SPACED: Final = re.compile(r"(?<=[0-9])[ -](?=[0-9Xx])")
_KINDS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = (
    ("居民身份证号码", re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])"), ric.is_valid),
    ("手机号码", re.compile(r"(?<![0-9A-Za-z])(?:\+?86)?1[3-9][0-9]{9}(?![0-9A-Za-z])"), lambda _: True),
    ("银行卡号", re.compile(r"(?<![0-9A-Za-z])[3-69][0-9]{14,18}(?![0-9A-Za-z])"), luhn.is_valid),
)
"""What it is called, how it is written (GB 11643; numbering plan; ISO/IEC 7812), and whether its check digit fits."""

ADVICE: Final = "{field}中似有{kinds}。这段文字会被本案的其他各方看到；如非必要，请不要写入个人信息。"


def numbers_in(words: str) -> tuple[str, ...]:
    """Which kinds of numbers of persons stand in a text; spaces and hyphens within a number hide nothing."""
    plain = _SPACED.sub("", words)
    return tuple(
        kind for kind, written, fits in _KINDS if any(fits(found.upper()) for found in written.findall(plain))
    )


def warnings_of(said: Mapping[str, Any]) -> list[str]:
    """A warning for each field of a request that others read and in which such numbers stand."""
    found: dict[str, dict[str, None]] = {}
    for field, words in _words(said):
        for kind in numbers_in(words):
            found.setdefault(field, {})[kind] = None
    return [ADVICE.format(field=field, kinds="、".join(kinds)) for field, kinds in found.items()]


def _words(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, value in said.items():
        if isinstance(value, str) and field in READ_BY_OTHERS:
            yield field, value
        for each in value if isinstance(value, list | tuple) else (value,):
            if isinstance(each, Mapping):
                yield from _words(each)
