"""The message is what mail programs expect, and folds no word wrongly."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from adapters.mail.message import AddressInvalid, compose
from adapters.mail.render import RenderedMail, render
from domain.case.record.events import TITLES
from domain.case.record.stages import Stage
from tests.adapters.mail.mails import CASE, OPTIONAL, facts

MESSAGE_ID = f"<{CASE}.12.accepted@duixian.langfang.example.com>"


def received(rendered: RenderedMail, recipient: str = "unit@example.com") -> EmailMessage:
    message = compose(
        rendered,
        message_id=MESSAGE_ID,
        sender="兑现 <duixian@example.com>",
        recipient=recipient,
        at=facts().at,
    )
    content = message.as_bytes()
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    return message_from_bytes(content, policy=policy.default)  # type: ignore[return-value, unused-ignore]


def test_a_message_has_the_headers_of_a_notice() -> None:
    message = received(render(facts(**OPTIONAL)))
    assert message["Message-ID"] == MESSAGE_ID
    assert message["Date"] == "Mon, 23 Nov 2026 09:30:00 +0800"
    assert message["From"] == "兑现 <duixian@example.com>"
    assert message["To"] == "unit@example.com"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"


def test_both_bodies_arrive_as_they_were_written() -> None:
    rendered = render(facts(**OPTIONAL))
    message = received(rendered)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == rendered.text
    assert html.get_content().replace("\r\n", "\n") == rendered.html


def test_every_subject_arrives_as_it_was_written() -> None:
    words = RenderedMail(subject="", text="文", html="<p>文</p>")
    for stage in Stage:
        for title in TITLES.values():
            subject = f"[兑现] {CASE} · {stage} · {title}"
            assert received(words.model_copy(update={"subject": subject}))["Subject"] == subject


@pytest.mark.parametrize("wrong", ["", "nobody", "a@b.com, c@d.com", "a@b.com\r\nBcc: c@d.com", "用户@b.com"])
def test_what_is_not_one_address_is_refused(wrong: str) -> None:
    with pytest.raises(AddressInvalid):
        received(render(facts()), wrong)
