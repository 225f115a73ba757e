"""What is installed is what was looked at: exact versions, files known by their hashes, tools that leave no rule out."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ["requirements.txt", "requirements-dev.txt"]
INSTALLING = {"Makefile": "requirements-dev.txt", "Dockerfile": "requirements.txt"}


def pins(requirements: list[str]) -> set[tuple[str, str]]:
    """Names and exact versions; anything looser is refused."""
    parsed = [Requirement(line) for line in requirements]
    assert all(str(requirement.specifier).startswith("==") for requirement in parsed)
    return {
        (re.sub(r"[-_.]+", "-", requirement.name).lower(), str(requirement.specifier))
        for requirement in parsed
    }


def locked(name: str) -> dict[str, list[str]]:
    """Each pinned package of a file, with the hashes that its lines give."""
    lines = re.sub(r" *\\\n *", " ", (ROOT / name).read_text()).splitlines()
    entries = [line.split(" --hash=") for line in lines if not line.startswith("#")]
    return {requirement.strip(): [given.strip() for given in hashes] for requirement, *hashes in entries}


def test_the_files_that_are_installed_pin_what_pyproject_names() -> None:
    project = PYPROJECT["project"]
    product, everything = (pins(list(locked(name))) for name in LOCKS)
    assert pins(project["dependencies"]) <= product <= everything
    assert pins([line for lines in project["optional-dependencies"].values() for line in lines]) <= everything


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_is_known_by_its_hashes(name: str) -> None:
    bare = [
        requirement
        for requirement, hashes in locked(name).items()
        if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", given) for given in hashes)
    ]
    assert bare == []


@pytest.mark.parametrize("name", LOCKS)
def test_where_packages_come_from_is_left_to_whoever_installs(name: str) -> None:
    assert not re.search(r"://|-index-url|--find-links|--trusted-host", (ROOT / name).read_text())


@pytest.mark.parametrize(("file", "lock"), INSTALLING.items())
def test_nothing_is_installed_without_its_hash_or_runs_code_of_its_own_then(file: str, lock: str) -> None:
    text = re.sub(r" *\\\n\s*", " ", (ROOT / file).read_text())
    (command,) = re.findall(r"pip install .*", text)
    assert "--require-hashes --only-binary :all:" in command
    assert command.endswith(lock)


def test_bandit_runs_every_rule_that_ruff_has_not_taken_over() -> None:
    ruff = json.loads(output_of("ruff", "rule", "--all", "--output-format", "json"))
    taken_over = {rule["code"].replace("S", "B") for rule in ruff if re.match(r"S\d", rule["code"] or "")}
    bandits = set(re.findall(r"^\s+(B\d{3})\s", output_of("bandit", "--help"), re.MULTILINE))
    assert len(bandits) > 70
    assert bandits - taken_over == set(PYPROJECT["tool"]["bandit"]["tests"])
    assert "S" in PYPROJECT["tool"]["ruff"]["lint"]["select"]


def test_a_licence_that_is_not_allowed_is_found() -> None:
    known = [sys.executable, "-m", "piplicenses"]
    refused = subprocess.run(
        [*known, "--allow-only", "MIT"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "not in allow-only licenses" in refused.stderr
    allowed = subprocess.run(known, cwd=ROOT, capture_output=True, text=True, check=False)
    assert allowed.returncode == 0, allowed.stderr


def output_of(program: str, *arguments: str) -> str:
    return subprocess.run(
        [BIN / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
