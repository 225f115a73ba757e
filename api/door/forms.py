"""A form has the fields that its route declares, each of them once.

Of two values for one field, or two files, one would count, unseen; a misspelt field would say nothing, unseen.
"""

from collections.abc import Iterable
from typing import Final, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from commands.acts.checks import wrong
from domain.errors import FieldError

MULTIPART: Final = "multipart/form-data"


async def only_once(request: Request) -> None:
    """What the application asks of every form, before it looks who calls.

    Raises:
        InvalidInput: naming every field that was given twice, or that a form with files does not have.
    """
    route: APIRoute = request.scope["route"]
    kind = request.headers.get("content-type", "").lower()
    if route.body_field is None or not kind.startswith((MULTIPART, "application/x-www-form-urlencoded")):
        return
    known, several = _fields(route.dependant)
    form = await request.form()
    names = [name for name, _ in form.multi_items()]
    check_names(names, several, known if kind.startswith(MULTIPART) else names)


def check_names(names: list[str], several: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names that stand twice though one is meant, and unknown ones.

    Raises:
        InvalidInput: with every one of them.
    """
    allowed, listed = set(known), set(several)
    found = [
        FieldError(path=name[:40], message="只能给出一次" if name in allowed else "没有这一数据项")
        for name in sorted(set(names))
        if name not in allowed or (names.count(name) > 1 and name not in listed)
    ]
    wrong("表单有误。", found)


def _fields(dependant: Dependant) -> tuple[set[str], set[str]]:
    """Every field of a route's form, and those that are lists."""
    known = {field.alias for field in dependant.body_params}
    lists = {field.alias for field in dependant.body_params if _is_list(field.field_info.annotation)}
    for child in dependant.dependencies:
        more, more_lists = _fields(child)
        known, lists = known | more, lists | more_lists
    return known, lists


def _is_list(kind: object) -> bool:
    inner = getattr(kind, "__args__", ())
    return get_origin(kind) is list or any(get_origin(each) is list for each in inner)
