"""Texts as people may write them: read into one spelling, of sensible length, on one line where one is meant.

What nobody sees (zero-width signs, byte order marks, fillers) is taken out, since it slips in by copying. What shows a text
as another than it is, signs that turn its direction or control a terminal, is refused and named, and never guessed away.
"""

import re
import unicodedata
from typing import Annotated, Any, Final

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, StringConstraints

_LINE_BREAK: Final = re.compile("\r\n|[\r\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's default ignorable signs (DerivedCoreProperties) without those of direction, and the blank of Braille."""
_DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKING: Final = re.compile("[\n\t]")
_DOTS: Final = re.compile(r"\s*[\u00b7\u2022\u2027\u2219\u22c5\u2e31\u30fb\uff65]\s*")
"""The dot between the parts of a name of a minority or a foreigner, as keyboards write it."""


def tidy(text: str) -> str:
    """A text in the one spelling that is kept: NFC, line breaks alike, nothing invisible, no blanks around it."""
    seen = _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", seen).strip()


def sign_fault(text: str, *, lines: bool = False) -> str:
    """What is wrong with the signs of a text, in Chinese; empty where nothing is.

    Args:
        text: after ``tidy``.
        lines: whether it may have several lines, and tabs.
    """
    if found := _DIRECTION.search(text):
        return f"含有改变文字方向的控制符（U+{ord(found[0]):04X}），请删除后重新输入"
    if found := _CONTROL.search(text):
        return f"含有控制字符（U+{ord(found[0]):04X}），请删除后重新输入"
    return "须写在一行内，请删除其中的换行和制表符" if not lines and _BREAKING.search(text) else ""


def one_line(value: Any) -> Any:
    """A text of one line, tidy.

    Raises:
        ValueError: with what is wrong, in Chinese.
    """
    return _read(value, lines=False)


def several_lines(value: Any) -> Any:
    """A text that may have several lines, tidy; raises as ``one_line``."""
    return _read(value, lines=True)


def dotted(name: str) -> str:
    """A name in which every dot is ``·``: 买买提•吐尔逊 → 买买提·吐尔逊."""
    return _DOTS.sub("·", name)


def name_text(value: Any) -> Any:
    """A name with its dots alike; raises as ``one_line``."""
    text = one_line(value)
    return dotted(text) if isinstance(text, str) else text


def _read(value: Any, *, lines: bool) -> Any:
    if not isinstance(value, str):
        return value
    text = tidy(value)
    if fault := sign_fault(text, lines=lines):
        raise ValueError(fault)
    return text


def tidied(content: Any) -> Any:
    """JSON with every text in it tidy; whether one may be what it is, whoever knows the field says."""
    if isinstance(content, str):
        return tidy(content)
    if isinstance(content, dict):
        return {name: tidied(value) for name, value in content.items()}
    return [tidied(value) for value in content] if isinstance(content, list) else content


OneLine: Final = BeforeValidator(one_line)
"""For texts of a length of their own: ``Annotated[str, StringConstraints(max_length=64), OneLine]``."""

SeveralLines: Final = BeforeValidator(several_lines)

LONGEST: Final = 2000
"""Characters of what somebody writes."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST), SeveralLines]
"""Something that must be said."""

Reason = Annotated[str, StringConstraints(max_length=LONGEST), SeveralLines]
"""Something that may be said."""

ShortWords = Annotated[str, StringConstraints(min_length=1, max_length=200), OneLine]
"""A title, a number of a document."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=200), BeforeValidator(name_text)]
"""The name of a unit, a person, an account."""

Code = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,64}$")]
"""A key of ours."""

LONGEST_ADDRESS: Final = 254
NO_ADDRESS: Final = "不是有效的邮箱地址，格式如 name@example.com"


def mail_address(text: str) -> str:
    """One mail address in its normal form (RFC 5321), checked without asking the network.

    Only ASCII: hardly a server takes more. No comments, quotes or numbers of hosts, and no domain that leads nowhere.

    Raises:
        ValueError: it is none; in Chinese.
    """
    try:
        checked = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise ValueError(NO_ADDRESS) from None
    if not checked.ascii_email:
        raise ValueError(NO_ADDRESS)
    return str(checked.ascii_email)


MailAddress = Annotated[
    str, StringConstraints(max_length=LONGEST_ADDRESS), OneLine, AfterValidator(mail_address)
]
"""Where somebody is written to."""
