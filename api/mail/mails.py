"""The caught mails of an embedded stack as pages; there are none unless ``DUIXIAN_MAIL_DIRECTORY`` is set."""

from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter
from fastapi import Path as PathParameter
from fastapi.responses import HTMLResponse

from api.auth import Public
from api.pages import page
from api.wiring import Wired
from commands.wiring import Wiring
from domain.errors import NotFound

router = APIRouter(prefix="/mails", include_in_schema=False, dependencies=[Public])

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:; frame-ancestors 'none'"
)
MOST = 500


@router.get("")
def list_mails(wired: Wired) -> HTMLResponse:
    """The newest mails, with addressee and subject."""
    files = sorted(_folder(wired).rglob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    entries = [{"name": path.name, **_head(_read(path))} for path in files[:MOST]]
    return page("mails.html", policy=_POLICY, mails=entries, total=len(files))


@router.get("/{name}")
def show_mail(
    name: Annotated[str, PathParameter(max_length=200, pattern=r"^[^/\\\x00]+\.eml$")], wired: Wired
) -> HTMLResponse:
    """One mail: its text, and its HTML in a frame that may do nothing."""
    found = next((path for path in _folder(wired).rglob("*.eml") if path.name == name), None)
    if found is None:
        raise NotFound("没有这封邮件。", remedy="请从 /mails 中选择。")
    message = _read(found)
    return page(
        "mail.html",
        policy=_POLICY,
        text=_part(message, "plain"),
        html=_part(message, "html"),
        name=name,
        **_head(message),
    )


def _folder(wired: Wiring) -> Path:
    folder = wired.settings.mail_directory
    if folder is None:
        raise NotFound("没有这一地址。", remedy="邮件页面只在本机运行的环境中提供。")
    return folder


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the default policy makes no other
    return message


def _head(message: EmailMessage) -> dict[str, Any]:
    names = {"to": "To", "sender": "From", "subject": "Subject", "date": "Date", "message_id": "Message-ID"}
    return {key: str(message.get(header, "")) for key, header in names.items()}


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except (MessageError, LookupError, UnicodeError):
        return ""
