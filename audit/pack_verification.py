"""Verifying an evidence pack without the system: its files, its chain, and what the chain says of its files."""

import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from audit.pack import ACTS, CHAIN, CHUNK, DOCUMENTS, LETTERS, MANIFEST, WORDS, Manifest
from audit.verification import Verification
from domain.audit.canonical import canonical, sealed_digest_of
from domain.audit.entry import CONTENT, MASKED, SEALED, AuditEntry, entry_of_line
from domain.audit.verification import ChainCheck, ChainFault, ChainFinding, Head

UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(KeyError, ValueError, OSError, EOFError, RuntimeError, OverflowError),
)
"""What the library raises for an archive that is broken, encrypted or none at all."""


def verify_pack(path: Path) -> Verification:
    """Verify a pack against itself.

    What this cannot show is that the whole pack was made up: for that, the digest of its manifest is compared with
    the entry ``evidence:issued`` in the chain of the case.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return _Unpacking(packed).verification()
    except UNREADABLE as wrong:
        return _unreadable(path.name, str(wrong))


def _unreadable(name: str, told: str) -> Verification:
    finding = ChainFinding(chain=name, fault=ChainFault.CHANGED, told=f"无法读取：{told[:200]}")
    return Verification(chains=0, entries=0, fingerprint="", findings=(finding,))


class _Unpacking:
    """One way through a pack."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._zip = packed
        self._findings: list[ChainFinding] = []
        self._entries: list[AuditEntry] = []

    def verification(self) -> Verification:
        text = self._zip.read(MANIFEST)
        try:
            manifest = Manifest.model_validate_json(text)
        except ValidationError:
            return _unreadable(MANIFEST, "不是证据包的清单")
        self._check_files(manifest)
        count = self._check_chain(manifest)
        self._check_documents(manifest)
        self._check_acts()
        self._check_words()
        return Verification(
            chains=1,
            entries=count,
            fingerprint=sha256(text).hexdigest(),
            findings=tuple(self._findings),
        )

    def _check_files(self, manifest: Manifest) -> None:
        """Every listed file is there as it was, and no other is."""
        names = self._zip.namelist()
        listed = {file.path: file for file in manifest.files}
        for name in sorted({name for name in names if name not in listed and name != MANIFEST}):
            self._found(name, ChainFault.INSERTED, "清单中没有这一文件")
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._found(name, ChainFault.INSERTED, "同名文件出现多次")
        for path, file in listed.items():
            if path not in names:
                self._found(path, ChainFault.REMOVED, "文件缺失")
            elif self._digest(path) != file.sha256:
                self._found(path, ChainFault.CHANGED, "内容与清单中的 SHA-256 不符")

    def _digest(self, path: str) -> str | None:
        """SHA-256 of a file; None when it cannot be read."""
        digest = sha256()
        try:
            with self._zip.open(path) as file:
                while piece := file.read(CHUNK):
                    digest.update(piece)
        except UNREADABLE:
            return None
        return digest.hexdigest()

    def _check_chain(self, manifest: Manifest) -> int:
        """The entries follow from one another up to the head that the manifest names."""
        check, count = ChainCheck(manifest.case_number, entry_of_line), 0
        for line in self._lines():
            count += 1
            entry = check.take(line, _position(line))
            if entry is not None:
                self._entries.append(entry)
        head = manifest.chain
        self._findings += check.end(Head(length=head.length, tip=head.tip) if head else None)
        return count

    def _lines(self) -> Iterator[str]:
        if CHAIN not in self._zip.namelist():
            return
        with self._zip.open(CHAIN) as file:
            for line in file:
                yield line.decode("utf-8", "surrogateescape")

    def _check_documents(self, manifest: Manifest) -> None:
        """Documents and letters are those that the chain saw when they came; one that is missing is noted."""
        told = (entry for action in ("document:added", "letter:issued") for entry in self._told(action))
        added = {str(entry.after.get("sha256")) for entry in told}
        folders = (DOCUMENTS, LETTERS)
        packed = {path: self._digest(path) for path in self._zip.namelist() if path.startswith(folders)}
        for path, digest in packed.items():
            if digest not in added:
                self._found(path, ChainFault.CHANGED, "与记录链中登记的材料或文书不符")
        for digest in sorted(added - set(packed.values())):
            if not any(digest in note for note in manifest.notes):
                self._found(
                    DOCUMENTS, ChainFault.REMOVED, f"记录链中登记的材料或文书不在包内：SHA-256 {digest}"
                )

    def _check_acts(self) -> None:
        """Each act has the content of which the chain has the digest, and none is missing."""
        told = {entry.subject: entry for entry in self._told("act:")}
        packed = {str(act.get("id")): act.get("content", {}) for act in self._listed(ACTS)}
        for identifier in sorted(told.keys() | packed.keys()):
            both = identifier in told and identifier in packed
            if not both or not self._is_sealed(told[identifier], packed[identifier]):
                self._found(f"{ACTS} {identifier}", ChainFault.CHANGED, "与记录链中登记的办理内容不符")

    def _is_sealed(self, entry: AuditEntry, content: Any) -> bool:
        """Whether an act has the content that its entry seals; of one whose salt was erased at its term nobody can tell."""
        salts = {
            row.get("position"): row.get("salt") for row in self._listed(WORDS) if row.get("name") == CONTENT
        }
        if entry.position in salts:
            sealed = sealed_digest_of(str(salts[entry.position]), canonical(content))
            return entry.after.get(f"{CONTENT}{SEALED}") == sealed
        later = (each for each in self._told(MASKED) if each.position > entry.position)
        return any(each.after.get("words") for each in later)

    def _check_words(self) -> None:
        """Each word that is packed is one of which the chain has the digest; one that was erased is not there."""
        told = {entry.position: entry.after for entry in self._entries}
        for row in self._listed(WORDS):
            if row.get("name") == CONTENT and row.get("text") is None:
                continue  # see the acts
            digest = told.get(row.get("position", 0), {}).get(f"{row.get('name')}{SEALED}")
            if digest is None or digest != sealed_digest_of(str(row.get("salt")), str(row.get("text"))):
                place = f"{WORDS} {row.get('position')}"
                self._found(place, ChainFault.CHANGED, "与记录链中登记的文字摘要不符")

    def _listed(self, path: str) -> list[dict[str, Any]]:
        try:
            found = json.loads(self._zip.read(path))
        except UNREADABLE:
            return []
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def _told(self, action: str) -> Iterator[AuditEntry]:
        return (entry for entry in self._entries if entry.action.startswith(action))

    def _found(self, path: str, fault: ChainFault, told: str) -> None:
        self._findings.append(ChainFinding(chain=path, fault=fault, told=told))


def _position(line: str) -> object:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content.get("position") if isinstance(content, dict) else None
