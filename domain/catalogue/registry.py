"""The registry of policy versions: reads the TOML folders, refuses what is not law, finds the one in force."""

import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from domain.catalogue.consistency import refuse_contradictions
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import CatalogueError, NotFound

POLICIES: Final = Path(__file__).parent / "policies"
POLICY_FILE: Final = "policy.toml"
TEXT_FILE: Final = "policy.zh.txt"

Table = dict[str, Any]


class Catalogue:
    """All versions of the policy, in the order in which they take effect."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self.policies = tuple(sorted(policies, key=lambda policy: policy.effective_from))

    def in_force(self, on: date) -> Policy:
        """Find the version under which one files on a day: the latest that has effect and whose filing is open.

        Raises:
            NotFound: No version is open for filing on that day.
        """
        open_ones = [policy for policy in self.policies if policy.effective_from <= on <= policy.filing_until]
        if not open_ones:
            raise NotFound(
                f"{on.isoformat()} 没有可以申报的政策版本。",
                why="政策尚未施行，或申报期限已过。",
                clause="附则(一)",
                remedy="请在政策申报期内提交。",
            )
        return open_ones[-1]

    def name_of(self, code: str) -> str:
        """The latest name of a type; its code where no version has it."""
        return next((policy.types[code].name for policy in self.policies[::-1] if code in policy.types), code)

    def type_of(self, code: str) -> SubsidyType:
        """A type as the latest version has it that knows it, whether or not anybody may still file.

        Raises:
            NotFound: no version has it.
        """
        for policy in self.policies[::-1]:
            if code in policy.types:
                return policy.types[code]
        raise NotFound(f"没有编号为“{code}”的支持项目。", remedy="请使用政策清单中列出的项目。")

    def policy(self, version: str) -> Policy:
        """Find a version by its id; a case keeps the one it was filed under.

        Raises:
            NotFound: There is no such version.
        """
        for policy in self.policies:
            if policy.version == version:
                return policy
        raise NotFound(f"没有版本为“{version}”的政策。", remedy="请使用政策清单中列出的版本。")


@cache
def load_catalogue(folder: Path = POLICIES) -> Catalogue:
    """Read every policy folder.

    Raises:
        CatalogueError: A file cannot be read as law; names the file, the key and the reason.
    """
    folders = sorted(path.parent for path in folder.glob(f"*/{POLICY_FILE}"))
    if not folders:
        raise CatalogueError(str(folder.name), POLICY_FILE, "no policy version found")
    policies = [load_policy(path) for path in folders]
    for name in ("version", "effective_from"):
        values = [getattr(policy, name) for policy in policies]
        if len(set(values)) < len(values):
            raise CatalogueError(folder.name, name, "two policy versions have the same value")
    return Catalogue(policies)


def load_policy(folder: Path) -> Policy:
    """Read one policy version: the policy file, the measures in the text's order, the closing provisions.

    Raises:
        CatalogueError: As `load_catalogue`.
    """
    files = sorted(folder.glob("*.toml"))
    text = (folder / TEXT_FILE).read_text(encoding="utf-8")
    tables = {path.name: _read(path) for path in files}
    content = _assemble(tables, folder.name)
    content |= {"text": text, "digest": _digest([*files, folder / TEXT_FILE])}
    try:
        policy = Policy.model_validate(content)
    except ValidationError as wrong:
        raise _as_catalogue_error(wrong, tables, folder.name) from wrong
    refuse_contradictions(policy, {code: name for name, table in tables.items() for code in _codes(table)})
    return policy


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(path.name, "(syntax)", str(wrong)) from wrong


def _digest(files: Iterable[Path]) -> str:
    """Hash names and contents, so that a renamed file counts as a change too."""
    whole = sha256()
    for path in sorted(files):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _codes(table: Table) -> list[str]:
    return [str(subsidy.get("code")) for subsidy in table.get("types", ())]


_ALLOWED: Final = {
    "policy",
    "terms",
    "readings",
    "documents",
    "office_documents",
    "measure",
    "voucher",
    "types",
    "closing",
    "notes",
    "signing",
    "service",
    "defect_reasons",
}

_SECTIONS: Final = ("terms", "readings", "closing", "signing", "service", "defect_reasons")
"""Tables that any file may add to."""


def _assemble(tables: dict[str, Table], folder: str) -> Table:
    """Lay the files of one version together into the content of one `Policy`."""
    if POLICY_FILE not in tables:
        raise CatalogueError(folder, POLICY_FILE, "missing")
    whole: Table = {"measures": [], "types": {}, "notes": [], **{section: {} for section in _SECTIONS}}
    common = tables[POLICY_FILE]
    for file, table in tables.items():
        if stray := table.keys() - _ALLOWED:
            raise CatalogueError(file, sorted(stray)[0], "unknown table")
        whole |= table.get("policy", {})
        whole["notes"] += table.get("notes", [])
        for section in _SECTIONS:
            _join(whole[section], table.get(section, {}), file, section)
        if "measure" in table:
            whole["measures"].append(table["measure"])
        for subsidy in table.get("types", ()):
            _join(whole["types"], {subsidy.get("code"): _completed(subsidy, table, common)}, file, "types")
    return whole


def _join(into: Table, new: Table, file: str, section: str) -> None:
    for key, value in new.items():
        if key in into:
            raise CatalogueError(file, f"{section}.{key}", "given twice")
        into[key] = value


def _completed(subsidy: Table, table: Table, common: Table) -> Table:
    """Give a type what it shares: its measure's number, the vouchers' common terms, the common documents."""
    moneyless = subsidy.get("rule", {}).get("kind") == "none"
    shared = [
        document
        for document in common.get("documents", [])
        if not (moneyless and document.get("phase") == "payee")
    ]
    whole = {
        **subsidy,
        "measure": table.get("measure", {}).get("number"),
        "documents": [*shared, *subsidy.get("documents", [])],
        "office_documents": common.get("office_documents", []),
    }
    if "voucher" in subsidy:
        whole["voucher"] = {**table.get("voucher", {}), **subsidy["voucher"]}
    return whole


def _as_catalogue_error(wrong: ValidationError, tables: dict[str, Table], folder: str) -> CatalogueError:
    """Name the file of the first error: a type's own file, else the one that holds the section."""
    first = wrong.errors()[0]
    place = [str(part) for part in first["loc"]]
    section, item = place[0], place[1] if len(place) > 1 else ""
    file = next((name for name, table in tables.items() if section == "types" and item in _codes(table)), "")
    if not file:
        holders = (name for name, table in tables.items() if item in table.get(section, {}))
        file = next(holders, POLICY_FILE if section != "measures" else folder)
    return CatalogueError(file, ".".join(place), first["msg"])
