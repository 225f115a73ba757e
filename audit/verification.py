"""Verifying the whole audit record, or the chain of one case, against itself."""

from collections import deque
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Final

from adapters.authority.stamps import Roots
from adapters.store.audit.forged_acts import FORGED
from adapters.store.audit.queries import Row, WholeRecord, whole_record
from adapters.store.reach import Engine
from audit.kept_heads import Comparison
from audit.stamps import StampCheck, StampState, stamped_heads
from domain.audit.entry import CHAIN_BEGUN, HOUSE, AuditEntry
from domain.audit.sealed_words import SealCheck
from domain.audit.stamps import STAMPED
from domain.audit.verification import (
    ChainCheck,
    ChainFault,
    ChainFinding,
    Head,
    KeptHead,
    head_of_row,
    printable,
)
from domain.calendar import shanghai_date
from domain.frozen import Frozen

ACT: Final = "act:"


class UnknownAccount(Frozen):
    """Somebody who acted, and whom the store does not know: the issuer's people who were never entered here, or nobody.

    Attributes:
        account: its id.
        acts: how many are recorded under it.
        chain: where the first of them stands, and
        position: at which place.
    """

    account: str
    acts: int
    chain: str
    position: int


class ForgedAct(Frozen):
    """An act that did not come from the door, and was refused: when it came, to which case and of which kind it said it was."""

    at: str
    case_number: str
    kind: str
    position: int


MOST_FORGED: Final = 200
"""Shown one by one, the latest: a stranger may send what he likes."""


class Verification(Frozen):
    """What verifying came to.

    Attributes:
        chains: how many were looked at.
        entries: how many were looked at.
        fingerprint: of all heads; written down elsewhere, it shows later that nothing before it was rewritten.
        stamps: what there is of stamps; None where one case was looked at alone.
        heads: how far each chain reaches.
        findings: what is wrong.
        unknown_accounts: who acted and has no account here; for auditors to compare with the issuer's people, and no fault by itself.
        forged: how many acts, and beginnings of runs (``begin``), of the house's chain did not come from the door, and
        forged_acts: the latest of them, oldest first; refused, and so no fault of the record.
    """

    chains: int
    entries: int
    fingerprint: str
    stamps: StampState | None = None
    heads: dict[str, Head] = {}
    findings: tuple[ChainFinding, ...] = ()
    unknown_accounts: tuple[UnknownAccount, ...] = ()
    forged: int = 0
    forged_acts: tuple[ForgedAct, ...] = ()

    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return not self.findings


def verify(
    engine: Engine, case_number: str | None = None, kept: Iterable[KeptHead] = (), roots: Roots = ()
) -> Verification:
    """Verify every chain, or that of one case together with the house chain, where its beginning is kept.

    Args:
        engine: the store.
        case_number: the one case; all unless given.
        kept: heads that were kept elsewhere.
        roots: that vouch for the stamping authority; none where none is set.
    """
    looked_at = [head for head in kept if case_number is None or head.chain in (case_number, HOUSE)]
    with whole_record(engine) as record:
        return _Walk(record, case_number, Comparison(looked_at)).verification(roots)


class _Walk:
    """One way through the record."""

    def __init__(self, record: WholeRecord, case_number: str | None, comparison: Comparison) -> None:
        self._record, self._case, self._comparison = record, case_number, comparison
        self._heads = record.heads()
        self._accounts = record.accounts()
        self._unknown: dict[str, UnknownAccount] = {}
        self._seen: dict[str, str | None] = {}  # chain → hash of its first entry
        self._begun: list[tuple[str, str]] = []
        self._stamped: set[str] = set()  # days of which the house chain tells
        self._first = date.max
        self._entries = 0
        self._forged = 0
        self._forged_acts: deque[ForgedAct] = deque(maxlen=MOST_FORGED)
        self._findings: list[ChainFinding] = []

    def verification(self, roots: Roots) -> Verification:
        for chain in (None,) if self._case is None else (self._case, HOUSE):
            for name, rows in self._record.entries(chain):
                self._look_at(name, rows)
        self._look_for_missing()
        self._look_at_beginnings()
        stamps = self._look_at_stamps(roots) if self._case is None else None
        self._findings += self._comparison.findings()
        return Verification(
            chains=len(self._seen),
            entries=self._entries,
            fingerprint=_fingerprint(self._heads.values()),
            stamps=stamps,
            heads={chain: head for chain in self._heads if (head := self._head_of(chain))},
            findings=tuple(sorted(self._findings, key=lambda each: (each.chain, each.position))),
            unknown_accounts=tuple(self._unknown[account] for account in sorted(self._unknown)),
            forged=self._forged,
            forged_acts=tuple(self._forged_acts),
        )

    def _look_at(self, chain: str, rows: Iterable[Row]) -> None:
        check, words = ChainCheck(chain), SealCheck(chain, self._record.words(chain))
        stamped = Comparison(stamped_heads(self._record, chain))
        self._seen[chain] = None
        for row in rows:
            self._entries += 1
            entry = check.take(row, row["position"])
            if entry is not None:
                self._note(entry)
                words.take(entry)
                stamped.see(entry)
        self._findings += words.end()
        self._findings += stamped.findings()
        self._findings += check.end(self._head_of(chain))

    def _note(self, entry: AuditEntry) -> None:
        self._comparison.see(entry)
        if entry.action.startswith(ACT) and entry.chain != HOUSE and entry.account not in self._accounts:
            self._note_unknown(entry)
        if entry.position == 1:
            self._seen[entry.chain] = entry.hash
            self._first = min(self._first, _day_of(entry))
        if entry.chain == HOUSE and entry.action == CHAIN_BEGUN:
            self._begun.append((entry.subject, str(entry.after.get("first_hash"))))
        if entry.chain == HOUSE and entry.action == STAMPED:
            self._stamped.add(entry.subject)
        if entry.chain == HOUSE and entry.action in FORGED:
            self._note_forged(entry)

    def _note_forged(self, entry: AuditEntry) -> None:
        number, kind = entry.subject.partition("/")[0], str(entry.after.get("kind"))
        if self._case in (None, number):
            self._forged += 1
            self._forged_acts.append(
                ForgedAct(
                    at=printable(entry.at),
                    case_number=printable(number),
                    kind=printable(kind),
                    position=entry.position,
                )
            )

    def _note_unknown(self, entry: AuditEntry) -> None:
        account = printable(entry.account)
        first = self._unknown.get(account) or UnknownAccount(
            account=account, acts=0, chain=printable(entry.chain), position=entry.position
        )
        self._unknown[account] = first.model_copy(update={"acts": first.acts + 1})

    def _head_of(self, chain: str) -> Head | None:
        row = self._heads.get(chain)
        return head_of_row(row) if row else None

    def _look_for_missing(self) -> None:
        """A case, a head or a beginning in the house chain without entries: the chain was removed."""
        begun = {chain for chain, _ in self._begun}
        expected = {HOUSE, *self._record.cases(), *self._heads, *begun}
        if self._case is not None:
            expected = {HOUSE, self._case}
        for chain in sorted(expected - self._seen.keys()):
            self._found(chain, ChainFault.CHAIN_REMOVED, "整条记录链缺失")

    def _look_at_beginnings(self) -> None:
        """Each chain begins once, with the entry that the house chain names."""
        firsts: dict[str, list[str]] = {}
        for chain, first in self._begun:
            firsts.setdefault(chain, []).append(first)
        for chain in sorted(self._seen.keys() - {HOUSE}):
            told = firsts.get(chain, [])
            if not told:
                self._found(chain, ChainFault.CHAIN_STRANGE, "总链中没有此链的起始记录")
            elif len(told) > 1:
                self._found(chain, ChainFault.CHAIN_REMOVED, "总链中有多条起始记录：此链曾被整条删除后重建")
            elif self._seen[chain] not in (None, told[0]):
                self._found(chain, ChainFault.REPLACED, "首条与总链所记不符：此链已被整条替换")

    def _look_at_stamps(self, roots: Roots) -> StampState:
        """Each stamp is the authority's; chains that are gone altogether are missed in them."""
        check = StampCheck(self._record, roots)
        check.look(self._stamped)
        self._findings += check.findings
        for chain in sorted(self._record.stamped_chains() - self._seen.keys()):
            self._findings += Comparison(stamped_heads(self._record, chain)).findings()
        today = shanghai_date(datetime.now(UTC))
        return check.state(min(self._first, today), today)

    def _found(self, chain: str, fault: ChainFault, told: str) -> None:
        self._findings.append(ChainFinding(chain=printable(chain), fault=fault, told=printable(told)))


def _day_of(entry: AuditEntry) -> date:
    """The day of an entry in Asia/Shanghai; none before the end of time where somebody wrote what is no instant."""
    try:
        return shanghai_date(datetime.fromisoformat(entry.at))
    except ValueError:
        return date.max


def _fingerprint(heads: Iterable[Row]) -> str:
    lines = sorted(f"{head['chain']} {head['length']} {head['tip']}\n" for head in heads)
    return sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
