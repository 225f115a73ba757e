"""Input that is not in the form that OpenAPI describes, told field by field in words that help."""

from collections.abc import Mapping, Sequence
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


_MESSAGES = {
    "missing": "为必填项",
    "extra_forbidden": "没有这一数据项",
    "json_invalid": "不是有效的 JSON",
    "string_too_short": "不得为空或过短",
    "string_too_long": "超过长度上限",
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
    "dict_type": "须为一组数据项",
    "model_type": "须为一组数据项",
    "model_attributes_type": "须为一组数据项",
    "too_short": "至少须有一项",
    "too_long": "项数过多",
    "greater_than_equal": "数值过小",
    "less_than_equal": "数值过大",
    "string_pattern_mismatch": "格式不正确",
}


def _message(item: Mapping[str, Any]) -> str:
    kind = str(item.get("type", ""))
    if kind in ("literal_error", "enum"):
        return f"须为下列之一：{item.get('ctx', {}).get('expected', '')}".replace(" or ", "、")
    if kind in OF_OURS:
        return str(item.get("msg", "")).removeprefix("Value error, ") or UNREADABLE
    return _MESSAGES.get(kind, UNREADABLE)
