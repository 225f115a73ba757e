"""From the facts of a mail to its words, by the templates of ``templates/mail/<event or kind>``."""

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.calendar import SHANGHAI
from domain.case.record.events import TITLES
from domain.case.record.mail_facts import MailFacts
from domain.case.record.narrative import day_text
from domain.frozen import Frozen
from domain.invitation.mail_facts import InvitationMailFacts
from domain.money import yuan_text
from domain.office_mail import OfficeMailFacts
from domain.public_notice.objector_mail import ObjectorMailFacts

Facts = MailFacts | OfficeMailFacts | InvitationMailFacts | ObjectorMailFacts

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"


class RenderedMail(Frozen):
    """The words of a mail: subject, plain text, HTML."""

    subject: str
    text: str
    html: str


def render(facts: Facts) -> RenderedMail:
    """Write the mail of one event, to one official, one invited unit or one objector.

    Raises:
        jinja2.TemplateError: The templates of the mail are missing or ask for a fact that does not exist.
    """
    return RenderedMail(
        subject=" ".join(_fill("subject.txt", facts).split()),
        text=_fill("body.txt", facts),
        html=_fill("body.html", facts),
    )


def moment_text(at: datetime) -> str:
    """An instant as people in the city read it: 2026年3月1日 09:30."""
    local = at.astimezone(SHANGHAI)
    return f"{day_text(local.date())} {local:%H:%M}"


def _fill(file: str, facts: Facts) -> str:
    folder, title = _folder_and_title(facts)
    return _environment().get_template(f"{folder}/{file}").render(mail=facts, title=title)


def _folder_and_title(facts: Facts) -> tuple[str, str]:
    if not isinstance(facts, MailFacts):
        return facts.kind.value, facts.title
    return facts.event.value, TITLES[facts.event]


@cache
def _environment() -> Environment:
    """HTML is escaped, text is not; a name that is not there is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["yuan_text"] = yuan_text
    environment.filters["day_text"] = day_text
    environment.filters["moment_text"] = moment_text
    return environment
