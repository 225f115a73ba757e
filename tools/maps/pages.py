"""What ``make maps`` writes: each map as Mermaid and as SVG, and a page that shows them all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tools.maps.exploring import Map
from tools.maps.mermaid import mermaid
from tools.maps.picture import Picture, pictures
from tools.maps.svg import svg

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "procedures"
HEAD: Final = """\
# Maps of the procedures

Drawn by `make maps` from what the workflow code does; tests hold them against it, and against the ways that tests walk
(`tests/maps`). Do not edit.

Blue is the way of a case in which whatever is asked is granted; everything beside it is a detour, or an end. In a box: the
stage (办理阶段), what it waits for, acts that leave the case where it is, and timer events. A dashed circle is a timer event
that leaves the case where it is (提醒 reminds, 督办 escalates); a double one ends the wait (期满). A word behind an act is
its outcome, one in brackets what then happens. `any_time` shows what may come at any place of any procedure.
"""


def pages(maps: Mapping[str, Map]) -> dict[str, str]:
    """Every file by its name."""
    drawn = pictures(maps)
    files = {f"{picture.procedure}.mmd": mermaid(picture) for picture in drawn}
    files |= {f"{picture.procedure}.svg": svg(picture) for picture in drawn}
    return files | {"README.md": "\n".join([HEAD, _contents(drawn), *map(_section, drawn)])}


def _contents(drawn: list[Picture]) -> str:
    return "".join(f"- [`{each.procedure}` {each.title}](#{each.procedure}-{each.title})\n" for each in drawn)


def _section(picture: Picture) -> str:
    name = picture.procedure
    return (
        f"## {name} {picture.title}\n\n![{picture.title}]({name}.svg)\n\n"
        f"<details><summary>Mermaid</summary>\n\n```mermaid\n{mermaid(picture)}```\n\n</details>\n"
    )


def write(maps: Mapping[str, Map], folder: Path = FOLDER) -> None:
    """Write every file; what was there before goes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = pages(maps)
    for old in folder.iterdir():
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
