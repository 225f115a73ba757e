"""Whatever is wrong with the form of a request is told in Chinese, never in the words of a library."""

import re
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, Field, HttpUrl, ValidationError

from commands.invalid import invalid


class Body(BaseModel):
    """One field a kind of mistake."""

    days: int = Field(default=1, ge=1, le=60)
    on: date = date(2026, 1, 1)
    share: float = Field(default=1.0, allow_inf_nan=False)
    page: HttpUrl | None = None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"days": 1.5}, "须为整数"),
        ({"days": "1" * 5000}, "数值过大"),
        ({"days": 61}, "不得大于 60"),
        ({"on": "2026-12-01T10:00"}, "不含时刻"),
        ({"on": "soon"}, "须为日期"),
        ({"share": "nan"}, "有限的数值"),
        ({"page": "x"}, "格式不正确"),
    ],
)
def test_a_mistake_is_told_in_words_that_help(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Body.model_validate(given)
    (field,) = invalid([{**error, "loc": ("body", *error["loc"])} for error in wrong.value.errors()]).fields
    assert told in field.message
    assert not re.search("[A-Za-z]", field.message)
