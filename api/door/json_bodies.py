"""Every JSON body is read once, strictly, before a route sees it.

A parser would guess (of two values for one name the last counts) or fail in English; here both are refused in words that
say what to do.
"""

import json
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import on_http_error, on_refusal
from domain.errors import FieldError, InvalidInput

LONGEST_NUMBER: Final = 40
"""Digits of a whole number; money has eighteen."""

_ENCODINGS: Final = "请以 UTF-8 编码发送；若由表格或文本编辑器生成，请另存为 UTF-8 后重试。"
_PUNCTUATION: Final = "请检查引号、逗号、冒号和括号是否为半角、是否成对、是否多余。"


class JsonBodies:
    """ASGI middleware, inside the one that bounds bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read a JSON body and pass it on as it came, or refuse it."""
        if scope["type"] != "http" or not _is_json(scope):
            await self._app(scope, receive, send)
            return
        try:
            messages = await _received(receive)
            read_strictly(b"".join(message.get("body", b"") for message in messages))
        except InvalidInput as refused:
            await on_refusal(Request(scope), refused)(scope, receive, send)
            return
        except HTTPException as refused:
            await on_http_error(Request(scope), refused)(scope, receive, send)
            return

        async def again() -> Message:
            return messages.pop(0) if messages else await receive()

        await self._app(scope, again, send)


def read_strictly(body: bytes) -> Any:
    """What a JSON body says; None where there is none.

    Raises:
        InvalidInput: it is not JSON in UTF-8, or names something twice, or holds a number that nobody means.
    """
    if not body:
        return None
    try:
        return json.loads(body, object_pairs_hook=_object, parse_int=_whole)
    except UnicodeDecodeError:
        raise _refused("请求内容不是 UTF-8 编码（可能是 GBK）。", _ENCODINGS) from None
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 个字符"
        raise _refused("请求内容不是有效的 JSON。", _PUNCTUATION, "body", f"自{place}起无法读取") from None
    except RecursionError:
        raise _refused("请求内容嵌套过深。", "请减少嵌套的层数。") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        told = "在同一对象中出现了不止一次，不知以哪一个为准"
        raise _refused("请求内容中有重复的数据项。", "请每一项只填写一次。", twice[:100], told)
    return made


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        told = f"{digits[:12]}…：有 {len(digits)} 位，至多 {LONGEST_NUMBER} 位"
        raise _refused("请求内容中的数值过长。", "请核对数值；金额以元为单位，以文本填写。", "body", told)
    return int(digits)


def _refused(what: str, remedy: str, path: str = "", told: str = "") -> InvalidInput:
    fields = (FieldError(path=path, message=told),) if path else ()
    return InvalidInput(what, remedy=remedy, fields=fields)


def _is_json(scope: Scope) -> bool:
    kind: bytes = dict(scope["headers"]).get(b"content-type", b"").partition(b";")[0].strip().lower()
    return kind == b"application/json" or (kind.startswith(b"application/") and kind.endswith(b"+json"))


async def _received(receive: Receive) -> list[Message]:
    """Everything up to the end of the body, or of the connection."""
    messages = [await receive()]
    while messages[-1]["type"] == "http.request" and messages[-1].get("more_body"):
        messages.append(await receive())
    return messages
