"""Every place of every JSON body that the API documents, by the kind of what stands there."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

Place = tuple[str | int, ...]


Case = tuple[str, str, Any, Place]
"""Method, address, a body that is right, and a place in it."""


def texts_of(schema: dict[str, Any]) -> Iterator[Case]:
    """Every route with a body in JSON, once for each text in it."""
    return _cases(schema, lambda found: not {"enum", "const", "format", "pattern"} & found.keys())


def days_of(schema: dict[str, Any]) -> Iterator[Case]:
    """The same for each day."""
    return _cases(schema, lambda found: found.get("format") == "date")


def others_of(schema: dict[str, Any], kind: str) -> Iterator[Case]:
    """The same for each ``boolean``, or each ``integer``."""
    return _cases(schema, lambda _found: False, kind)


def addresses(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Method and address of every route with a body in JSON."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                yield method.upper(), path.replace("{year}", "2027").replace("{", "").replace("}", "1")


def _cases(
    schema: dict[str, Any], is_meant: Callable[[dict[str, Any]], bool], other: str = ""
) -> Iterator[Case]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                asked = path.replace("{year}", "2027").replace("{", "").replace("}", "1")
                body = _sample(content["schema"], schema)
                for place in _places(content["schema"], schema, is_meant, other):
                    yield method.upper(), asked, body, place


def _resolved(part: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2]
    found = whole["components"]["schemas"][name] if name else part
    other = next((each for each in found.get("anyOf", ()) if each.get("type") != "null"), None)
    return _resolved(other, whole) if other else found


def _sample(part: dict[str, Any], whole: dict[str, Any]) -> Any:
    found = _resolved(part, whole)
    return copy.deepcopy(next(iter(found.get("examples", ())), {}))


def _places(
    part: dict[str, Any],
    whole: dict[str, Any],
    is_meant: Callable[[dict[str, Any]], bool],
    other: str = "",
    at: Place = (),
) -> Iterator[Place]:
    found = _resolved(part, whole)
    if found.get("type") == "object":
        for name, inner in found.get("properties", {}).items():
            yield from _places(inner, whole, is_meant, other, (*at, name))
    elif found.get("type") == "array":
        yield from _places(found["items"], whole, is_meant, other, (*at, 0))
    elif (found.get("type") == "string" and is_meant(found)) or found.get("type") == other:
        yield at


def changed(body: Any, place: Place, text: Any) -> Any:
    """The body with another value at a place; what is not there yet is made."""
    step, *rest = place
    inner: Any = text
    if isinstance(step, int):
        first = body[0] if isinstance(body, list) and body else {}
        return [changed(first, tuple(rest), text) if rest else text]
    made = dict(body) if isinstance(body, dict) else {}
    if rest:
        inner = changed(made.get(step, [] if isinstance(rest[0], int) else {}), tuple(rest), text)
    return {**made, step: inner}


def spelled(place: Place) -> str:
    """As a problem writes it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
