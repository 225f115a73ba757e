"""Pages of a list: what a page shows, and where the next one begins."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, Field

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
