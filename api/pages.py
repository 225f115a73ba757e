"""Public pages: rendered from ``templates/pages`` with everything escaped, and headers that let nothing in."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.letters.chinese import printed
from domain.calendar import SHANGHAI, shanghai_date
from domain.case.record.narrative import day_text
from domain.money import plain, yuan_text
from domain.public_notice.figures import NoticeFigure

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def page(template: str, status: int = 200, **content: object) -> HTMLResponse:
    """One page."""
    return HTMLResponse(_PAGES.get_template(template).render(**content), status, headers=HEADERS)


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
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates" / "pages"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_PAGES.filters.update(
    printed=printed,
    yuan_text=yuan_text,
    plain=plain,
    day_text=day_text,
    moment=moment,
    clock=clock,
    figure_text=figure_text,
)
