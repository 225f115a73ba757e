"""Heads of all chains that are kept elsewhere or stamped: what was in the record then cannot be written anew unseen."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from pydantic import ValidationError

from domain.audit.canonical import canonical
from domain.audit.entry import AuditEntry
from domain.audit.verification import ChainFault, ChainFinding, Head, KeptHead
from domain.errors import FieldError, InvalidInput


def write_heads(path: Path, heads: Mapping[str, Head]) -> None:
    """Write one line a chain, in order of their names."""
    lines = (canonical({"chain": chain, **heads[chain].model_dump()}) for chain in sorted(heads))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_heads(path: Path) -> list[KeptHead]:
    """Read what was written.

    Raises:
        InvalidInput: it is no such file; names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise InvalidInput(f"无法读取“{path}”。", why=str(wrong)) from None
    return [_head(line, number) for number, line in enumerate(lines, start=1)]


def _head(line: str, number: int) -> KeptHead:
    try:
        return KeptHead.model_validate_json(line)
    except ValidationError:
        wrong = FieldError(path=f"line {number}", message="不是链头记录")
        raise InvalidInput(f"第 {number} 行不是链头记录。", fields=(wrong,)) from None


class Comparison:
    """Holds the record to heads that were kept: their entries are still there, with the same hashes."""

    def __init__(self, kept: Iterable[KeptHead]) -> None:
        self._kept = {(head.chain, head.length): head for head in kept if head.length}
        self._same: set[tuple[str, int]] = set()

    def see(self, entry: AuditEntry) -> None:
        """Look at an entry of the record."""
        place = (entry.chain, entry.position)
        kept = self._kept.get(place)
        if kept is not None and kept.tip == entry.hash:
            self._same.add(place)

    def findings(self) -> list[ChainFinding]:
        """The first head of each chain to which the record does not lead any more; it leads to none behind it either."""
        found = []
        for _, places in groupby(sorted(self._kept), key=lambda place: place[0]):
            before = 0
            for place in places:
                if place not in self._same:
                    found.append(self._finding(self._kept[place], before + 1))
                    break
                before = place[1]
        return found

    def _finding(self, head: KeptHead, begin: int) -> ChainFinding:
        told = "与另存的链头不符：此处及以前的记录已被改写或删除"
        if head.stamped_on:
            span = f"第 {begin} 至 {head.length} 条" if begin < head.length else f"第 {begin} 条"
            told = f"与 {head.stamped_on} 的时间戳不符：{span}在盖戳以后被改写或删除"
        return ChainFinding(chain=head.chain, position=head.length, fault=ChainFault.REPLACED, told=told)
