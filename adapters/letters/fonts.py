"""The fonts of the letters: 仿宋 where the machine has it, else the Song of the pinned package or of the system."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from typst import Fonts

from domain.frozen import Frozen

PACKAGE = "pylopdf_fonts_zh_cn"
"""Noto Serif SC and Noto Sans SC (SIL Open Font License 1.1), static faces without code that matters."""

BODY = (
    *("FangSong_GB2312", "FZFangSong-Z02", "FangSong", "STFangsong"),
    *("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun"),
    *("AR PL UMing CN", "AR PL SungtiL GB"),
)
"""Faces for the text, best first; 仿宋 is what GB/T 9704 asks for."""

HEADING = (
    *("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "SimHei", "STHeiti"),
    *("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
)
"""Faces for titles, best first: 小标宋 or 黑体."""

ADVICE = (
    "没有可用的中文字体，公文无法排版。请执行 make 重新安装依赖（字体包 pylopdf-fonts-zh-cn），"
    "或安装系统字体(Debian/Ubuntu:apt-get install fonts-noto-cjk)后重新启动。"
    " / No Chinese font for the letters: reinstall the pinned requirements, or apt-get install fonts-noto-cjk."
)


class FontsMissing(RuntimeError):
    """No Chinese font is there; the message says what to install."""


class Faces(Frozen):
    """The chosen faces: a family for the text, one for titles."""

    body: str
    heading: str


def find_fonts(folders: Sequence[Path] | None = None, *, system: bool = True) -> tuple[Fonts, Faces]:
    """Every font that may be used, and the faces chosen among them.

    Args:
        folders: with font files; the pinned package's unless given.
        system: whether the fonts of the machine count too.

    Raises:
        FontsMissing: none of them is Chinese.
    """
    places = package_folders() if folders is None else folders
    fonts = Fonts(
        include_system_fonts=system,
        include_embedded_fonts=False,
        font_paths=[str(place) for place in places],
    )
    return fonts, chosen_faces(fonts.families())


def chosen_faces(families: Sequence[str]) -> Faces:
    """The best faces among families of fonts; where there is one kind alone, it serves for both.

    Raises:
        FontsMissing: none of them is Chinese.
    """
    body, heading = _first(BODY, families), _first(HEADING, families)
    text, title = body or heading, heading or body
    if text is None or title is None:
        raise FontsMissing(ADVICE)
    return Faces(body=text, heading=title)


def package_folders() -> list[Path]:
    """The folder of the font package; none where it is not installed."""
    found = find_spec(PACKAGE)
    return [Path(place) for place in found.submodule_search_locations or ()] if found else []


def _first(wanted: Sequence[str], families: Sequence[str]) -> str | None:
    there = set(families)
    return next((family for family in wanted if family in there), None)
