"""Whoever installs the product finds every setting explained, and none that does not exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.settings import Settings
from stack.embedded_settings import PROVIDED

ROOT = Path(__file__).resolve().parents[2]
FIELDS = Settings.model_fields
TEXTS = ["*.md", "docs/**/*.md", "Makefile", "docker-compose.yml", "Dockerfile", "deploy/**/*", ".ci/*"]


def named_variables(text: str) -> set[str]:
    """Full names only: ``DUIXIAN_SMTP_*`` names a family."""
    return set(re.findall(r"DUIXIAN_[A-Z]+(?:_[A-Z]+)*(?![A-Z_*])", text))


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_is_explained_in_a_sentence(name: str) -> None:
    description = FIELDS[name].description
    assert description is not None
    assert description[0].isupper()
    assert description.endswith(".")


@pytest.mark.parametrize("path", sorted(path for text in TEXTS for path in ROOT.glob(text) if path.is_file()))
def test_every_setting_that_a_text_names_exists(path: Path) -> None:
    known = {f"DUIXIAN_{name.upper()}" for name in FIELDS}
    assert named_variables(path.read_text()) <= known


def test_help_names_every_setting_that_the_embedded_stack_reads() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "stack", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    expected = {f"DUIXIAN_{name.upper()}" for name in FIELDS if name not in PROVIDED}
    assert named_variables(result.stdout) == expected
