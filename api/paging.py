"""Pages of a list: what a page shows, and where the next one begins."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, Generic, Self, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel, Field

from commands.acts.checks import wrong
from domain.errors import FieldError

Item = TypeVar("Item")
Mark = TypeVar("Mark", int, str)
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item, Mark]):
    """A page of a list."""

    items: list[Item]
    next: Mark | None = Field(description="``after`` of the page that follows; none on the last.")

    @classmethod
    def of(
        cls,
        found: Sequence[Row],
        limit: int,
        view: Callable[[Row], Item],
        mark: Callable[[Row], Mark],
        **beside: Any,
    ) -> Self:
        """The page of what was read with one row more than it shows, so that it knows whether another follows.

        Args:
            found: up to ``limit + 1`` rows.
            limit: how many the page shows.
            view: a row as it is shown.
            mark: the place of a row in the list.
            beside: what the page tells beside its items.
        """
        shown = found[:limit]
        onward = mark(shown[-1]) if len(found) > limit else None
        return cls(items=[view(row) for row in shown], next=onward, **beside)


BETWEEN: Final = "~"
"""What parts the values of a mark."""

_READ: Final[dict[type, Callable[[str], Any]]] = {
    str: lambda said: said.replace("\x00", ""),
    date: date.fromisoformat,
    datetime: lambda said: datetime.fromisoformat(said.replace("Z", "+00:00")).astimezone(UTC),
    int: lambda said: int(said[:18]),
}


def mark_of(*place: str | int | date | datetime) -> str:
    """The mark of a place in a list, for addresses."""
    said = (each.isoformat() if isinstance(each, date) else str(each) for each in place)
    return BETWEEN.join(said).replace("+00:00", "Z")


def place_of(mark: str | None, *kinds: type) -> Any:
    """The place that a mark says, a value of each kind; None without one.

    Raises:
        InvalidInput: it is not the mark of a place in this list.
    """
    if mark is None:
        return None
    try:
        values = zip(kinds, mark.split(BETWEEN), strict=True)
        return tuple(_READ[kind](said) for kind, said in values)
    except (ValueError, OverflowError):
        wrong("分页位置有误。", [FieldError(path="after", message="请使用上一页返回的 next")])
        return None


def link_onward(request: Request, response: Response, after: str, limit: int) -> None:
    """Say in the header ``Link`` where a list goes on that is answered without a page around it."""
    onward = request.url.include_query_params(after=after, limit=limit)
    response.headers["Link"] = f'<{onward.path}?{onward.query}>; rel="next"'
