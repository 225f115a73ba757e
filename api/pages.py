"""Public pages: rendered from ``templates/pages`` with everything escaped, and headers that let nothing in."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.letters.chinese import printed
from domain.calendar import SHANGHAI, shanghai_date
from domain.case.record.narrative import day_text
from domain.money import plain, yuan_text
from domain.public_notice.figures import NoticeFigure
from domain.public_notice.outside import WHO_READS

TEMPLATES: Final = Path(__file__).parents[1] / "templates" / "pages"
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
KEPT_A_MINUTE: Final = "public, max-age=60"
"""For a page that is the same for everybody."""


def page(
    template: str, status: int = 200, *, policy: str = POLICY, cache: str = "", **content: object
) -> HTMLResponse:
    """One page.

    Args:
        template: its name.
        status: of HTTP.
        policy: what it may load and run, in addition to nothing.
        cache: how long it may be kept; not at all unless given.
        content: what is written into it.
    """
    headers = {"Content-Security-Policy": policy} | ({"Cache-Control": cache} if cache else {})
    return HTMLResponse(_PAGES.get_template(template).render(**content), status, headers=headers)


def figure_text(figure: NoticeFigure, value: str) -> str:
    """A figure as people read it."""
    if not value:
        return "—"
    if figure.kind == "money":
        return f"{plain(Decimal(value))} 元"
    if figure.kind == "date":
        return day_text(date.fromisoformat(value))
    if figure.kind == "year":
        return f"{value}年"
    if figure.kind == "integer":
        return f"{int(value):,} {figure.unit}".rstrip()
    return value


def moment(at: datetime) -> str:
    """The day of an instant in the city."""
    return day_text(shanghai_date(at))


def clock(at: datetime) -> str:
    """An instant in the city: 2026年3月1日 09:30."""
    return f"{moment(at)} {at.astimezone(SHANGHAI):%H:%M}"


_PAGES = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_PAGES.globals["who_reads"] = WHO_READS
_PAGES.filters.update(
    printed=printed,
    yuan_text=yuan_text,
    plain=plain,
    day_text=day_text,
    moment=moment,
    clock=clock,
    figure_text=figure_text,
)
