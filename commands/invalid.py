"""Input that is not in the form that OpenAPI describes, told field by field in words that help."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.errors import FieldError, RefusalFacts

OF_OURS = frozenset({"value_error", "assertion_error"})
"""Kinds whose words a validator of ours wrote, in Chinese."""

UNREADABLE = "格式不正确"
"""For every other kind: what the library says of it is English."""


def invalid(errors: Sequence[Mapping[str, Any]]) -> RefusalFacts:
    """The refusal of a body or path.

    Args:
        errors: of pydantic; each ``loc`` begins with the part of the request, such as ``body``.
    """
    fields = tuple(FieldError(path=_path(item["loc"]), message=_message(item)) for item in errors)
    return RefusalFacts(
        kind="invalid-input",
        what=f"请求有 {len(fields)} 处需要更正。",
        remedy="请按各项提示更正后重新提交。",
        fields=fields,
    )


def _path(place: tuple[Any, ...]) -> str:
    """``("body", "tests", 0, "fee")`` → ``tests[0].fee``."""
    parts = place[1:] if place and place[0] in ("body", "query", "path", "header", "cookie") else place
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or str(place[0] if place else "body")


_INSTANT = "须为带时区的时间，格式如 2026-12-09T10:00:00+08:00"
_MESSAGES = {
    "missing": "为必填项",
    "extra_forbidden": "没有这一数据项",
    "json_invalid": "不是有效的 JSON",
    "string_too_short": "不得为空",
    "literal_error": "不是可选的值之一",
    "enum": "不是可选的值之一",
    "bool_type": "须为 true 或 false",
    "bool_parsing": "须为 true 或 false",
    "int_type": "须为整数",
    "int_parsing": "须为整数",
    "int_parsing_size": "数值过大",
    "int_from_float": "须为整数",
    "finite_number": "须为有限的数值",
    "string_type": "须为文本",
    "date_from_datetime_parsing": "须为日期，格式如 2026-03-01",
    "date_from_datetime_inexact": "须为日期，不含时刻，格式如 2026-03-01",
    "date_parsing": "须为日期，格式如 2026-03-01",
    "date_type": "须为日期，格式如 2026-03-01",
    "list_type": "须为列表",
    "tuple_type": "须为列表",
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": _INSTANT,
    "dict_type": "须为一组数据项",
    "model_type": "须为一组数据项",
    "model_attributes_type": "须为一组数据项",
    "too_short": "至少须有一项",
    "string_pattern_mismatch": "格式不正确",
}


_OBJECTS = frozenset({"dict_type", "model_type", "model_attributes_type"})
_WHOLE = ((), ("body",))
"""The place of a body itself."""

_BOUNDS = {
    "string_too_long": ("max_length", "过长，至多 {} 字"),
    "too_long": ("max_length", "项数过多，至多 {} 项"),
    "greater_than_equal": ("ge", "不得小于 {}"),
    "less_than_equal": ("le", "不得大于 {}"),
}
"""Kinds that tell their bound: what the library calls it, and our words."""
_BOUNDS_OF_DAYS = {"greater_than_equal": "不得早于 {}", "less_than_equal": "不得晚于 {}"}

_NO_OBJECT = "须为 JSON 对象；请求头 Content-Type 须为 application/json"
"""For a body that is none, or that is not said to be one."""
_KEY = "须为 1 至 200 位字母、数字或半角符号，不含空格；每次办理使用一个新的值，例如 UUID"

_NO_FILE = "须为文件，且文件须有文件名；请重新选择文件后上传"
"""A part of a form without a file's name is a text to the library."""


def _message(item: Mapping[str, Any]) -> str:
    kind = str(item.get("type", ""))
    if kind in _OBJECTS and tuple(item["loc"]) in _WHOLE:
        return _NO_OBJECT
    if item["loc"][-1:] == ("Idempotency-Key",):
        return _KEY
    told_too: Mapping[str, Any] = item.get("ctx", {})
    if kind in ("literal_error", "enum"):
        return "须为下列之一：" + _listed(str(told_too.get("expected", "")))
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        bound = told_too.get(name)
        if bound == 0 and kind == "string_too_long":
            return "此处须留空"
        return (_BOUNDS_OF_DAYS[kind] if isinstance(bound, date | str) else words).format(bound)
    if kind in OF_OURS:
        told = str(item.get("msg", "")).removeprefix("Value error, ")
        return _NO_FILE if "UploadFile" in told else UNREADABLE if told.isascii() else told
    return _MESSAGES.get(kind, UNREADABLE)


def _listed(expected: str) -> str:
    """``'approve', 'return' or 'reject'`` → ``approve、return、reject``."""
    return "、".join(re.findall(r"'([^']*)'", expected)) or expected
