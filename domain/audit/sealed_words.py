"""Words beside a chain, held to the salted digests that its entries have of them. What was erased at its term is no fault."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.audit.canonical import sealed_digest_of
from domain.audit.entry import MASKED, SEALED, AuditEntry
from domain.audit.verification import ChainFault, ChainFinding, printable


class SealCheck:
    """Takes the sound entries of one chain in their order and tells which words were changed, added or removed.

    Args:
        chain: its name.
        words: position → rows with ``name``, ``salt`` and ``text``; a text of None lies elsewhere.
    """

    def __init__(self, chain: str, words: Mapping[int, Iterable[Mapping[str, Any]]]) -> None:
        self.chain = chain
        self._words = words
        self._missing: list[int] = []
        self.findings: list[ChainFinding] = []

    def take(self, entry: AuditEntry) -> None:
        """Hold the words of an entry to its digests."""
        if entry.action == MASKED and entry.after.get("words"):
            self._missing.clear()
        told = {
            key.removesuffix(SEALED): digest for key, digest in entry.after.items() if key.endswith(SEALED)
        }
        for row in self._words.get(entry.position, ()):
            digest = told.pop(row["name"], None)
            is_same = row["text"] is None or digest == sealed_digest_of(row["salt"], row["text"])
            if digest is None or not is_same:
                self._found(entry.position, ChainFault.CHANGED, "文字与本条所记的摘要不符")
        if told:
            self._missing.append(entry.position)

    def end(self) -> list[ChainFinding]:
        """Everything that was found."""
        for position in self._missing:
            self._found(position, ChainFault.REMOVED, "本条的文字缺失，且没有按期清除的记录")
        return self.findings

    def _found(self, position: int, fault: ChainFault, told: str) -> None:
        self.findings.append(
            ChainFinding(chain=printable(self.chain), position=position, fault=fault, told=told)
        )
