"""What comes from outside: closed, so that a field which is not known is refused by its path."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

_DEEPEST = 12


class Closed(BaseModel):
    """A request: closed, and free of characters that no store can keep."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, content: Any) -> Any:
        _refuse_unstorable(content)
        return content


def _refuse_unstorable(content: Any, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError("内容嵌套过深")
    if isinstance(content, str):
        if "\x00" in content or any("\ud800" <= letter <= "\udfff" for letter in content):
            raise ValueError("文字含有不能保存的字符")
    elif isinstance(content, dict):
        for key, value in content.items():
            _refuse_unstorable(key, depth + 1)
            _refuse_unstorable(value, depth + 1)
    elif isinstance(content, list):
        for value in content:
            _refuse_unstorable(value, depth + 1)


def example(**content: Any) -> ConfigDict:
    """An example that the API documentation shows."""
    return ConfigDict(json_schema_extra={"examples": [content]})
