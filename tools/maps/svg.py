"""A map as SVG, set with typst and the fonts of the letters: its glyphs are outlines, so that no reader needs a Chinese font."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from typst import Compiler

from adapters.letters.fonts import find_fonts
from tools.maps.layout import Box, Layout
from tools.maps.picture import Picture

TEMPLATE = Path(__file__).with_name("map.typ")


def svg(picture: Picture) -> str:
    """The picture, drawn."""
    sheet = Layout(picture).sheet()
    given = {
        "width": sheet.width,
        "height": sheet.height,
        "boxes": [_box(box) for box in sheet.boxes],
        "wires": [asdict(wire) for wire in sheet.wires],
    }
    made = _compiler().compile(input=TEMPLATE, format="svg", sys_inputs={"map": json.dumps(given, ensure_ascii=False)})
    assert isinstance(made, bytes)  # noqa: S101 - a map is one page
    return made.decode()


def _box(box: Box) -> dict[str, Any]:
    return {
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
        "title": box.card.title,
        "lines": box.lines,
        "timers": box.card.timers,
        "is_end": box.card.is_end,
        "is_main": box.column == 0,
    }


@cache
def _compiler() -> Compiler:
    fonts, _ = find_fonts(system=False)
    return Compiler(root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)
