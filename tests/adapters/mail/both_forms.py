"""Whether the two forms of a mail say the same: every line of one is found in the other."""

import re
from html import unescape

from adapters.mail.render import RenderedMail

MARKS = re.compile(r"[\s\d【】：；:—.\-（）]+")
"""What only sets apart: in one form it is a mark, in the other a place on the page. Numbers of lists are among them."""


def assert_alike(mail: RenderedMail) -> None:
    """Each piece of words of one form is in the other."""
    body = mail.html[mail.html.index("<body") :]
    html_pieces = [unescape(piece) for piece in re.split(r"<[^>]*>", body)]
    in_text, in_html = bare(mail.subject + mail.text), bare("".join(html_pieces))
    for line in mail.text.splitlines():
        for piece in re.split("[【】：；]", line):
            assert bare(piece).removeprefix("结果") in in_html, piece
    for piece in html_pieces:
        assert bare(piece) in in_text or piece.strip() in SET_APART, piece


def bare(words: str) -> str:
    """The words without what sets them apart."""
    return MARKS.sub("", words)


SET_APART = {"步骤", "计算", "依据", "结果"}
"""The heads of the calculation sheet, which the text writes into its lines."""
