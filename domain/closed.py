"""What comes from outside: closed, so that a field which is not known is refused by its path."""

from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from domain.day import as_written

_DEEPEST = 12


_WORDS = frozenset({"metadata", "expected", "default", "serialization", "cls", "config"})
"""Parts of a schema that describe no content."""


def _at_its_word(part: Any) -> Any:
    if isinstance(part, list | tuple):
        return type(part)(_at_its_word(each) for each in part)
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    if kind in ("bool", "int"):
        return {**part, "strict": True}
    if kind == "date":
        return core_schema.no_info_before_validator_function(as_written, part)
    return {key: value if key in _WORDS else _at_its_word(value) for key, value in part.items()}


class Closed(BaseModel):
    """A request: closed, free of characters that no store can keep, and taken at its word.

    True and false, whole numbers and days are what JSON and ISO 8601 write so: "yes", 1.0 and seconds since 1970 mean
    something to a library, and nothing certain to whoever is bound by them.
    """

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The library's schema, with no guessing in it."""
        strict: CoreSchema = _at_its_word(handler(source))
        return strict

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
