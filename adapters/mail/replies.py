"""Whose fault a refusal is: by its enhanced code (RFC 3463) where the server gives one, else by the plain one (RFC 5321).

What cannot be said for certain is doubtful: it is the address's, unless the server says the same of several.
"""

import re

from domain.post_office import MailFault

BY_ENHANCED_CODE: tuple[tuple[str, MailFault], ...] = (
    (r"1\.[78]", MailFault.OURS),  # the sender's address
    (r"1\.0", MailFault.DOUBTFUL),
    (r"1\.\d+", MailFault.ADDRESS),
    (r"2\.2", MailFault.THEIRS),  # full
    (r"2\.1", MailFault.ADDRESS),  # disabled
    (r"2\.3", MailFault.OURS),  # our message is too long
    (r"2\.\d+", MailFault.DOUBTFUL),
    (r"4\.4", MailFault.ADDRESS),  # no way to its domain
    (r"4\.1", MailFault.DOUBTFUL),
    (r"[34567]\.\d+", MailFault.OURS),
)
"""Subject and detail of a 5.x.x code, the first that fits."""

BY_PLAIN_CODE: dict[int, MailFault] = {
    **dict.fromkeys((500, 501, 502, 503, 504, 530, 534, 535, 538), MailFault.OURS),
    552: MailFault.THEIRS,
}
"""Replies for good without an enhanced code; all others are doubtful."""

_ENHANCED = re.compile(r"(?<![\d.])5\.(\d{1,3}\.\d{1,3})(?!\.?\d)")
_RELAYING = re.compile(r"\brelay", re.IGNORECASE)
_OF_ONE_MAIL = re.compile(r"<[^>]*>|\S*@\S*|\S*\d\S*")


def fault_of(code: int, words: str) -> MailFault:
    """Whose fault it is that the server answers so.

    Args:
        code: of three digits; below 500 the server asks to try again.
        words: what it says besides, with the enhanced code at the beginning, or in brackets as qmail has it.
    """
    if code < 500:
        return MailFault.THEIRS
    enhanced = _ENHANCED.search(words)
    if enhanced is not None:
        detail = enhanced.group(1)
        return next(
            (fault for form, fault in BY_ENHANCED_CODE if re.fullmatch(form, detail)), MailFault.DOUBTFUL
        )
    if _RELAYING.search(words):
        return MailFault.OURS
    return BY_PLAIN_CODE.get(code, MailFault.DOUBTFUL)


def same_for_all(code: int, words: str) -> str:
    """A reply without what differs from mail to mail (addresses, queue ids, times), so that like ones can be found."""
    enhanced = _ENHANCED.search(words)
    rest = " ".join(_OF_ONE_MAIL.sub(" ", words).split())
    return f"{code} {enhanced.group(0) if enhanced else ''} {rest}"[:200]
