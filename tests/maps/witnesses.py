"""Which test walks what: ``walked.json`` names one for each part of a map. ``make walked`` finds them anew.

``python -m tests.maps.witnesses FILE`` takes what a run of the tests with ``--walked FILE`` has written. A test that was
named before stays named as long as it walks the part.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

WALKED: Final = Path(__file__).with_name("walked.json")


@cache
def witnesses() -> dict[str, str]:
    """Part of a map → the test that walks it."""
    kept: dict[str, str] = json.loads(WALKED.read_text(encoding="utf-8"))
    return kept


@cache
def promised() -> dict[str, frozenset[str]]:
    """Test → the parts that it is named for."""
    found: dict[str, set[str]] = defaultdict(set)
    for part, test in witnesses().items():
        found[test].add(part)
    return {test: frozenset(parts) for test, parts in found.items()}


def chosen(walked: Mapping[str, Iterable[str]], before: Mapping[str, str]) -> dict[str, str]:
    """Name a test for each part; without one that was named before, the first that needs no server.

    Args:
        walked: test → what it walked.
        before: part → the test that was named before.
    """
    tests: dict[str, list[str]] = defaultdict(list)
    for test in sorted(walked, key=lambda name: (not name.startswith("tests/maps/"), name)):
        for part in walked[test]:
            tests[part].append(test)
    return {
        part: before[part] if before.get(part) in tests[part] else tests[part][0] for part in sorted(tests)
    }


def main(heard: Path) -> None:
    """Write the file anew."""
    lines = (json.loads(line) for line in heard.read_text(encoding="utf-8").splitlines())
    named = chosen(dict(lines), witnesses() if WALKED.exists() else {})
    WALKED.write_text(json.dumps(named, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
