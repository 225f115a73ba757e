"""The README's walk is true: its commands run against a live stack and end where it says."""

import asyncio
import os
import re
import shutil
from pathlib import Path

import pytest

from stack.embedded import EmbeddedStack

README = Path(__file__).parents[2] / "README.md"


def walk_of_the_readme() -> str:
    section = README.read_text().partition("## A walk through one case")[2]
    commands = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert commands is not None
    return commands.group(1)


@pytest.mark.skipif(
    not (shutil.which("jq") and shutil.which("curl")) and "CI" not in os.environ,
    reason="NOT TESTED: the README's walk needs curl and jq",
)
async def test_the_walk_of_the_readme_ends_in_public_notice(stack: EmbeddedStack) -> None:
    script = walk_of_the_readme().replace("http://127.0.0.1:8000", stack.url)
    for like, own in (("云枢一期", "自述工程"), ("123000000.00", "118765432.10")):
        script = script.replace(
            like, own
        )  # other cases of the shared stack are not taken for the same project
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-euo", "pipefail", "-c", script),
        cwd=stack.settings.var.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await shell.communicate()
    text = told.decode()
    assert shell.returncode == 0, text
    assert '"stage": "公示中"' in text, text[-3000:]
    assert '"amount": "10000000.00"' in text
