"""Reading an announcement from a file, TOML or JSON, in the same form as the body of the API, with its year."""

import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from commands.calendar.bodies import AnnouncementBody
from commands.invalid import invalid
from domain.calendar import ANNOUNCED_YEARS
from domain.calendar_years.announced_year import AnnouncedYear
from domain.calendar_years.announcement import LAST_YEAR
from domain.errors import InvalidInput, Refusal

MOST_BYTES = 200_000
"""An announcement has a few kilobytes."""


class AnnouncementFile(AnnouncementBody):
    """The body of the API, and the year that stands in its path."""

    year: int = Field(ge=ANNOUNCED_YEARS[0], le=LAST_YEAR)

    @property
    def content(self) -> AnnouncedYear:
        """What is announced."""
        return self.announced(self.year)


def read_announcement(path: Path) -> AnnouncementFile:
    """The announcement in a file.

    Raises:
        InvalidInput: it cannot be read, is no TOML or JSON, or fields are missing or of the wrong form, each named.
    """
    try:
        return AnnouncementFile.model_validate(_content(path))
    except ValidationError as wrong:
        raise Refusal.from_facts(invalid(wrong.errors())) from None


def _content(path: Path) -> Any:
    text = _bytes(path)
    if len(text) > MOST_BYTES:
        told = f"文件超过 {MOST_BYTES} 字节，不是一个年度的放假安排。"
        raise InvalidInput(told, remedy="请核对文件；每个文件只含一个年度。")
    try:
        return json.loads(text) if path.suffix == ".json" else tomllib.loads(text.decode())
    except (ValueError, RecursionError) as wrong:
        raise InvalidInput(
            f"文件不能读取：{wrong}", remedy="请使用 UTF-8 编码的 TOML 文件（.toml）或 JSON 文件（.json）。"
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as trouble:
        raise InvalidInput(f"文件不能读取：{trouble}", remedy="请核对文件的路径和权限。") from None
