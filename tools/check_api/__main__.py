"""``make check-api``: Schemathesis asks a throw-away stack, as nobody and as each role; what it finds and nobody has accepted fails."""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from domain.frozen import Frozen
from stack.account_keeping import QUICK
from stack.embedded import EmbeddedStack
from stack.embedded_settings import throw_away_settings
from tools.demo.people import People

ROLES: Final = (
    "",
    "applicant_1",
    "development_and_reform",
    "finance",
    "administrator",
    "auditor",
    "expert_1",
)
"""Whom the API is asked as; nobody first, since a password may be changed by whoever knows it."""

ACCEPTED: Final = Path(__file__).with_name("accepted.toml")


class AcceptedFinding(Frozen):
    """A kind of finding that is right as it is.

    Attributes:
        check: of Schemathesis.
        operations: to which it applies, ``POST /v1/…``; all unless given.
        reason: why it is accepted.
    """

    check: str
    operations: tuple[str, ...] = ()
    reason: str


class ApiFinding(Frozen):
    """What the API does otherwise than it says."""

    role: str
    check: str
    operation: str
    told: str


def accepted() -> tuple[AcceptedFinding, ...]:
    """What is listed, with its reasons."""
    kept = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))
    return tuple(AcceptedFinding.model_validate(each) for each in kept["accepted"])


def is_accepted(finding: ApiFinding, listed: tuple[AcceptedFinding, ...]) -> bool:
    """Whether one of the reasons applies."""
    return any(
        each.check == finding.check and (not each.operations or finding.operation in each.operations)
        for each in listed
    )


def findings_in(report: dict[str, Any], role: str) -> Iterator[ApiFinding]:
    """What a report of Schemathesis says."""
    for failure in (*report["failures"], *report["errors"]):
        for operation in failure.get("operations", ("",)):
            check = failure.get("type", "error")
            yield ApiFinding(role=role or "nobody", check=check, operation=operation, told=_words_of(failure))


def _words_of(failure: dict[str, Any]) -> str:
    """The title; of an error, which says little by that, all that is known."""
    return str(failure["title"]) if "type" in failure else json.dumps(failure, ensure_ascii=False)[:2000]


async def ask(url: str, role: str, people: People, examples: int, seed: int) -> list[ApiFinding]:
    """Let Schemathesis ask as one role.

    Raises:
        RuntimeError: it did not come to its end.
    """
    with tempfile.TemporaryDirectory(prefix="check-api-") as folder:
        report = Path(folder) / "report.json"
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json", "--no-color"),
            *("--report", "json", "--report-json-path", str(report), "--warnings", "off"),
            *(
                "--workers",
                "2",
                "--max-examples",
                str(examples),
                "--seed",
                str(seed),
                "--no-shrink",
                "--continue-on-failure",
            ),
            *("--generation-database", "none", "--request-timeout", "60", "--suppress-health-check", "all"),
        ]
        for name, value in (await people.headers(role)).items() if role else ():
            command += ["--header", f"{name}: {value}"]
        done = await asyncio.to_thread(
            subprocess.run, command, cwd=folder, capture_output=True, text=True, check=False
        )
        if not report.exists():
            raise RuntimeError(done.stdout + done.stderr)
        return list(findings_in(json.loads(report.read_text()), role))


async def check(roles: Sequence[str], examples: int, seed: int) -> int:
    """Ask as everybody who is named; 1 where something was found that is not accepted."""
    listed, found = accepted(), list[ApiFinding]()
    with tempfile.TemporaryDirectory(prefix="check-api-") as folder:
        settings = throw_away_settings(Path(folder) / "var")
        async with EmbeddedStack(settings, hasher=QUICK) as stack:
            people = People(stack.url, stack.accounts)
            for role in roles:
                new = await ask(stack.url, role, people, examples, seed)
                refused = [finding for finding in new if not is_accepted(finding, listed)]
                print(
                    f"{role or 'nobody'}: {len(new)} findings, {len(refused)} of them not accepted",
                    flush=True,
                )
                for finding in refused:
                    print(f"  {finding.check}: {finding.operation}: {finding.told}", flush=True)
                found += refused
    return 1 if found else 0


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.check_api", description=__doc__)
    parser.add_argument("--examples", type=int, default=2, help="cases of each operation in each phase")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--role", action="append", choices=ROLES, help="all unless given; '' is nobody")
    given = parser.parse_args()
    sys.exit(asyncio.run(check(given.role or ROLES, given.examples, given.seed)))


if __name__ == "__main__":
    main()
