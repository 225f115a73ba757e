"""What people read is Chinese, with the punctuation of Chinese print; the law's own words stay as the city wrote them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    *("activities", "adapters", "api", "audit", "calendar_years", "demo", "domain", "preview", "simulation"),
    *("stack", "workflows"),
)
CHINESE = r"\u3001-\u3003\u4e00-\u9fff“”"
HALF_WIDTH = re.compile(rf"[{CHINESE}][,;:?!](?!//)|[,;?!](?=[{CHINESE}])")
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<style>.*?</style>|<[^<>]*>|&[a-z]+;", re.DOTALL)
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]+")
LAW = (ROOT / "domain/catalogue/policies/langfang_ai_2026/policy.zh.txt").read_text(encoding="utf-8")

TEMPLATES = sorted(path for kind in ("*.txt", "*.html") for path in (ROOT / "templates").rglob(kind))


def words_of(module: Path) -> Iterator[str]:
    """Every text of a module but docstrings, English prose and patterns."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings
    )
    texts = (node.value for node in constants if isinstance(node.value, str))
    return (text for text in texts if not ENGLISH.search(text) and "\\" not in text)


@pytest.mark.parametrize("room", ROOMS)
def test_no_text_of_ours_mixes_half_width_punctuation_into_chinese(room: str) -> None:
    modules = (
        path for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts
    )  # kept as they ran
    wrong = [(path.name, text) for path in modules for text in words_of(path) if HALF_WIDTH.search(text)]
    assert [(name, text) for name, text in wrong if text.strip("。") not in LAW] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_or_mail_does(path: Path) -> None:
    printed = MARKUP.sub("\x00", path.read_text(encoding="utf-8"))
    assert HALF_WIDTH.findall(printed) == []
