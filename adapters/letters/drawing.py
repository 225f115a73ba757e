"""Drawings set like letters, with the pinned fonts: alike on every machine."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typst import Compiler

from adapters.letters.fonts import find_fonts


def drawn(template: Path, facts: Mapping[str, Any]) -> str:
    """A drawing of one page as SVG.

    Args:
        template: a typst file, which reads its facts from ``sys.inputs.facts``.
        facts: data, never source.
    """
    fonts, _ = find_fonts(system=False)
    compiler = Compiler(root=template.parent, font_paths=fonts, ignore_system_fonts=True)
    inputs = {"facts": json.dumps(facts, ensure_ascii=False)}
    made = compiler.compile(input=template, format="svg", sys_inputs=inputs)
    assert isinstance(made, bytes)  # noqa: S101 - pages come apart where there are several alone
    return made.decode()
