"""Verifying a chain entry by entry: what was changed, removed, inserted or put into another order, and where."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from domain.audit.entry import GENESIS, AuditEntry, Malformed, entry_of_row
from domain.frozen import Frozen

MOST_SUSPECTS = 100
"""Of how many changed entries in one chain it is tried out where they stood before."""


class ChainFault(StrEnum):
    """What is wrong."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    REPLACED = "replaced"
    HEAD = "head"
    CHAIN_REMOVED = "chain-removed"
    CHAIN_STRANGE = "chain-strange"
    STAMP = "stamp"


class ChainFinding(Frozen):
    """One thing that is wrong: in which chain, at which position (0: the chain as a whole), and what."""

    chain: str
    position: int = 0
    fault: ChainFault
    told: str


class Head(Frozen):
    """What is kept of a chain beside its entries: how many there are, and the hash of the last."""

    length: int
    tip: str


class KeptHead(Head):
    """How far a chain reached at one time, as it is kept elsewhere.

    Attributes:
        chain: its name.
        stamped_on: the day of the stamp that it is under, ISO 8601; empty where a file has it.
    """

    chain: str
    stamped_on: str = ""


Reader = Callable[[Any], AuditEntry]


class ChainCheck:
    """Takes the entries of one chain in the order of their positions and tells what is wrong with them.

    Args:
        chain: its name.
        reader: from what is kept to an entry; rows unless given.
    """

    def __init__(self, chain: str, reader: Reader = entry_of_row) -> None:
        self.chain = chain
        self.last = 0
        self.tip: str | None = GENESIS  # None after an entry that cannot be relied upon
        self.findings: list[ChainFinding] = []
        self._reader = reader
        self._suspects: list[AuditEntry] = []
        self._gaps: list[int] = []

    def take(self, kept: Any, position: object) -> AuditEntry | None:
        """Look at what is kept at a position; gives the entry when it is sound."""
        if not self._in_order(position):
            return None
        try:
            entry = self._reader(kept)
        except Malformed as wrong:
            self._found(ChainFault.CHANGED, f"“{wrong.field}”不是系统写入的内容")
            self.tip = None
            return None
        is_sound = self._is_sound(entry, position)
        self.tip = entry.hash if is_sound else None
        return entry if is_sound else None

    def end(self, head: Head | None) -> list[ChainFinding]:
        """Hold the entries to the head, and give everything that was found."""
        if head is None:
            self._found(ChainFault.HEAD, "缺少链头记录", 0)
        elif head.length != self.last:
            self._wrong_length(head)
        elif self.tip is not None and head.tip != self.tip:
            self._found(ChainFault.HEAD, "链头记录的摘要与末条不符", 0)
        self._name_reordered()
        return self.findings

    def _in_order(self, position: object) -> bool:
        if not isinstance(position, int) or position <= self.last:
            shown = position if isinstance(position, int) else 0
            self._found(ChainFault.INSERTED, f"序号“{str(position)[:40]}”重复或无效", shown)
            return False
        if position > self.last + 1:
            self._missing(self.last + 1, position - 1)
        self.last = position
        return True

    def _missing(self, first: int, last: int) -> None:
        told = f"缺少第 {first} 条" if first == last else f"缺少第 {first} 至 {last} 条"
        self._found(ChainFault.REMOVED, told, first)
        self._gaps += range(first, min(last, first + MOST_SUSPECTS) + 1)
        self.tip = None

    def _is_sound(self, entry: AuditEntry, position: object) -> bool:
        if entry.sealed != entry.hash or (entry.chain, entry.position) != (self.chain, position):
            self._found(ChainFault.CHANGED, "内容与其摘要不符")
            self._suspects.append(entry)
            return False
        if self.tip is not None and entry.previous != self.tip:
            self._found(ChainFault.REPLACED, "与上一条不相接：上一条已被替换，或本条为插入")
        return True

    def _wrong_length(self, head: Head) -> None:
        if head.length > self.last:
            self._missing(self.last + 1, head.length)
        else:
            told = f"链头记录只有 {head.length} 条，其后为插入，或链头被改"
            self._found(ChainFault.HEAD, told, head.length + 1)

    def _name_reordered(self) -> None:
        """A changed entry that is whole at another position was moved."""
        suspects = self._suspects[:MOST_SUSPECTS]
        places = {*(entry.position for entry in suspects), *self._gaps[:MOST_SUSPECTS]}
        for entry in suspects:
            place = next((place for place in sorted(places) if _fits(entry, place)), None)
            if place is not None and place != entry.position:
                self._rename(entry.position, f"次序被改：此处的内容原为第 {place} 条")

    def _rename(self, position: int, told: str) -> None:
        finding = ChainFinding(chain=self.chain, position=position, fault=ChainFault.REORDERED, told=told)
        self.findings = [
            finding if (old.position, old.fault) == (position, ChainFault.CHANGED) else old
            for old in self.findings
        ]

    def _found(self, fault: ChainFault, told: str, position: int | None = None) -> None:
        at = self.last if position is None else position
        self.findings.append(
            ChainFinding(chain=printable(self.chain), position=at, fault=fault, told=printable(told))
        )


def printable(text: str) -> str:
    """A text as it can be shown and sent, with what is no text written as an escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def _fits(entry: AuditEntry, place: int) -> bool:
    return entry.model_copy(update={"position": place}).sealed == entry.hash


def head_of_row(row: Mapping[str, object]) -> Head | None:
    """Read the head of a chain; None when somebody wrote into it what is no head."""
    length, tip = row.get("length"), row.get("tip")
    if type(length) is int and isinstance(tip, str) and tip.isascii() and len(tip) == len(GENESIS):
        return Head(length=length, tip=tip)
    return None
