"""A route takes the query parameters that it declares, each of them once; every other is refused.

A misspelt filter would filter nothing, unseen; of two values for one parameter one would count, unseen. No part of an
address has signs that deceive, or that no store can look for.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from commands.acts.checks import wrong
from domain.errors import FieldError
from domain.words import sign_fault


async def only_declared(request: Request) -> None:
    """What the application asks of every request, before it looks who calls.

    Raises:
        InvalidInput: naming every parameter that the route does not have, that was given twice, or whose signs are wrong.
    """
    given = request.query_params.multi_items()
    _check_signs({**request.path_params, **dict(given)})
    if not given:
        return
    route: APIRoute = request.scope["route"]
    known = declared(route.dependant)
    names = [name for name, _ in given]
    found = [
        FieldError(path=name[:40], message="只能给出一次" if name in known else "没有这一参数")
        for name in sorted(set(names))
        if name not in known or names.count(name) > 1
    ]
    usable = f"可用的参数：{'、'.join(known)}。" if known else "此地址不带查询参数。"
    wrong("查询参数有误。", found, f"请按各项提示更正后重试。{usable}")


def _check_signs(values: Mapping[str, Any]) -> None:
    found = [
        FieldError(path=name[:40], message=fault)
        for name, value in values.items()
        if (fault := sign_fault(str(value), lines=True))
    ]
    wrong("地址中的文字有误。", found)


def check_order(first: date | None, last: date | None, names: tuple[str, str]) -> None:
    """Refuse a span of days that ends before it begins: it would find nothing, unseen.

    Raises:
        InvalidInput: naming the last day.
    """
    if first and last and last < first:
        wrong("查询参数有误。", [FieldError(path=names[1], message=f"不得早于 {names[0]}（{first}）")])


def declared(dependant: Dependant) -> list[str]:
    """The query parameters of a route, those of its dependencies and the fields of its query model among them."""
    own = [
        name for field in dependant.query_params for name in _names(field.alias, field.field_info.annotation)
    ]
    return own + [name for child in dependant.dependencies for name in declared(child)]


def _names(name: str, kind: Any) -> list[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [field.alias or inner for inner, field in kind.model_fields.items()]
    return [name]
