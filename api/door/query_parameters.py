"""A route takes the query parameters that it declares, each of them once; every other is refused.

A misspelt filter would filter nothing, unseen; of two values for one parameter one would count, unseen. No part of an
address has signs that deceive, or that no store can look for.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, get_args

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from commands.acts.checks import wrong
from domain.day import WRITTEN as DAY_WRITTEN
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
    wrong("查询参数有误。", list(_otherwise_written(route.dependant, dict(given))))


WRITTEN: Final = {
    bool: (re.compile("true|false"), "须为 true 或 false"),
    int: (re.compile("0|-?[1-9][0-9]*"), "须为整数"),
    date: (DAY_WRITTEN, "须为日期，格式如 2026-03-01"),
}
"""The one way in which a parameter writes what it means; a library would take "on", 1.0 and seconds since 1970 as well."""


def _otherwise_written(dependant: Dependant, given: Mapping[str, str]) -> Iterator[FieldError]:
    for name, kind in kinds(dependant).items():
        meant = next((each for each in (kind, *get_args(kind)) if each in WRITTEN), None)
        if name in given and meant is not None:
            form, told = WRITTEN[meant]
            if not form.fullmatch(given[name]):
                yield FieldError(path=name, message=told)


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
    return list(kinds(dependant))


def kinds(dependant: Dependant) -> dict[str, Any]:
    """The same with what each of them is in Python."""
    found: dict[str, Any] = {}
    for field in dependant.query_params:
        found |= _kinds(field.alias, field.field_info.annotation)
    for child in dependant.dependencies:
        found |= kinds(child)
    return found


def _kinds(name: str, kind: Any) -> dict[str, Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {field.alias or inner: field.annotation for inner, field in kind.model_fields.items()}
    return {name: kind}
