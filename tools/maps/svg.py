"""A map as SVG: its glyphs are outlines, so that no reader needs a Chinese font."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from adapters.letters.drawing import drawn
from tools.maps.layout import Layout
from tools.maps.paper import Box
from tools.maps.picture import Picture

TEMPLATE: Final = Path(__file__).with_name("map.typ")


def svg(picture: Picture) -> str:
    """The picture, drawn."""
    sheet = Layout(picture).sheet()
    return drawn(
        TEMPLATE,
        {
            "width": sheet.width,
            "height": sheet.height,
            "boxes": [_box(box) for box in sheet.boxes],
            "wires": [asdict(wire) for wire in sheet.wires],
        },
    )


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
