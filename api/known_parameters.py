"""Query parameters that a route does not have are refused: a misspelt filter would filter nothing, unseen."""

from typing import Any

from fastapi import Depends, Request

from commands.acts.checks import wrong
from domain.errors import FieldError


def only_known(*names: str) -> Any:
    """A dependency that lets through these query parameters alone.

    Raises:
        InvalidInput: when the route is called, naming every other parameter.
    """

    def check(request: Request) -> None:
        unknown = sorted(set(request.query_params) - set(names))
        found = [FieldError(path=name[:40], message="没有这一参数") for name in unknown]
        wrong("查询参数有误。", found, f"可用的参数：{'、'.join(names)}。")

    return Depends(check)
