"""Appending to the audit record, in the transaction of what is recorded, and reading a chain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, SQLModel, col, select

from adapters.store.engine import open_session, transaction
from adapters.store.inserting import insert_once
from adapters.store.reach import Engine
from adapters.store.tables.audit.chain import AuditEntryRow as EntryRow
from adapters.store.tables.audit.chain import AuditWordsRow as WordsRow
from adapters.store.tables.case_file import CaseFile
from domain.audit.canonical import sealed_digest_of
from domain.audit.entry import (
    CHAIN_BEGUN,
    GENESIS,
    HOUSE,
    SEALED,
    SYSTEM,
    AuditEntry,
    Malformed,
    entry_of_row,
    made_entry,
)
from domain.frozen import Frozen

_ENTRIES, _HEADS, _WORDS = (
    SQLModel.metadata.tables[name] for name in ("audit_entry", "audit_head", "audit_words")
)

_HOLD = _HEADS.select().where(_HEADS.c.chain == bindparam("of_chain")).with_for_update(key_share=True)
_MOVE = update(_HEADS).where(_HEADS.c.chain == bindparam("of_chain"))
_ADD = insert(_ENTRIES)
_ADD_WORDS = insert(_WORDS)


class ChainLink(Frozen):
    """What is to be appended to a chain.

    Attributes:
        at: when it happened.
        action: what was done: ``act:review``, ``case:viewed``, ``money:paid``.
        actor: account id.
        party: for whom.
        subject: what exactly, by id.
        before: how it was. Money, days and instants are written as text.
        after: how it is. Neither holds names of persons or bank accounts.
        words: what somebody wrote, by name: the entry has a salted digest, text and salt lie apart and are erased together.
        sealed: the same of words that lie elsewhere and are not for every reader of the record: only the salt is kept here.
    """

    at: datetime
    action: str
    actor: str = SYSTEM
    party: str = ""
    subject: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    words: Mapping[str, str] | None = None
    sealed: Mapping[str, str] | None = None


def append(
    session: Session,
    *,
    chain: str,
    policy_version: str | None = None,
    readings: Mapping[str, str] | None = None,
    **link: Any,
) -> AuditEntry:
    """Add one entry to a chain: what a ``ChainLink`` has, by name; see ``append_all``."""
    (entry,) = append_all(session, chain, [ChainLink(**link)], policy_version, readings)
    return entry


def append_all(
    session: Session,
    chain: str,
    links: Sequence[ChainLink],
    policy_version: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> list[AuditEntry]:
    """Add entries to a chain, one after the other; they are there when the transaction is, and not otherwise.

    The head of the chain is held until the transaction ends, so entries of one chain come one after the other.
    Who writes to several chains of cases holds them first (``hold_chains``), and writes to ``house`` last. There is no key of its own: append within what is done once.

    Args:
        session: the transaction.
        chain: the case number, or ``house``.
        links: at least one.
        policy_version: of the case; looked up, with its readings, when it is not given.
        readings: of the case.
    """
    length, tip = _held_head(session, chain)
    if policy_version is None:
        policy_version, readings = _law_of(session, chain)
    entries: list[AuditEntry] = []
    words: list[dict[str, Any]] = []
    for position, link in enumerate(links, length + 1):
        rows = [*_words(link.words or {}, is_kept=True), *_words(link.sealed or {}, is_kept=False)]
        told = {f"{row['name']}{SEALED}": row.pop("digest") for row in rows}
        words.extend({**row, "chain": chain, "position": position} for row in rows)
        entry = made_entry(
            chain=chain,
            position=position,
            previous=entries[-1].hash if entries else tip,
            at=link.at,
            account=link.actor,
            party=link.party,
            action=link.action,
            subject=link.subject,
            before=link.before or {},
            after={**(link.after or {}), **told},
            policy_version=policy_version,
            readings=readings or {},
        )
        entries.append(entry)
    connection, last = session.connection(), entries[-1]
    connection.execute(_ADD, [entry.columns for entry in entries])
    if words:
        connection.execute(_ADD_WORDS, words)
    connection.execute(_MOVE, {"of_chain": chain, "length": last.position, "tip": last.hash})
    if length == 0 and chain != HOUSE:
        first = {"first_hash": entries[0].hash}
        append(session, chain=HOUSE, at=links[0].at, action=CHAIN_BEGUN, subject=chain, after=first)
    return entries


def _words(given: Mapping[str, str], *, is_kept: bool) -> Iterator[dict[str, Any]]:
    """A row for each text that is not empty, with the digest that the entry gets."""
    for name, text in given.items():
        if text:
            salt = token_hex(16)
            digest = sealed_digest_of(salt, text)
            yield {"name": name, "salt": salt, "text": text if is_kept else None, "digest": digest}


def words_of(session: Session, chain: str, after: int = 0, up_to: int = 2**31 - 1) -> list[WordsRow]:
    """The words that are still kept of the entries of a chain behind a position."""
    asked = select(WordsRow).where(
        WordsRow.chain == chain, WordsRow.position > after, WordsRow.position <= up_to
    )
    return list(session.exec(asked.order_by(col(WordsRow.position), col(WordsRow.name))))


def _law_of(session: Session, chain: str) -> tuple[str, Mapping[str, str]]:
    """Policy version and readings of the case that the chain belongs to; none for other chains."""
    if chain == HOUSE:
        return "", {}
    asked = select(CaseFile.policy_version, CaseFile.readings).where(CaseFile.number == chain)
    return session.exec(asked).first() or ("", {})


def _held_head(session: Session, chain: str) -> tuple[int, str]:
    """Length and tip of a chain, held; a new chain gets its head."""
    connection, asked = session.connection(), {"of_chain": chain}
    found = connection.execute(_HOLD, asked).first()
    if found is None:
        connection.execute(insert_once(connection, _HEADS), {"chain": chain, "length": 0, "tip": GENESIS})
        found = connection.execute(_HOLD, asked).one()
    return found.length, found.tip


def hold_chains(session: Session, chains: Iterable[str]) -> None:
    """Hold the chains of several cases, for whoever writes to them: in the order of their numbers, so that nobody waits in a ring.

    Cases are held before, and with them the unit: ``load_case``, then ``hold``, then chains.
    """
    for chain in sorted(chains):
        _held_head(session, chain)


@contextmanager
def held_chain(engine: Engine, chain: str) -> Iterator[None]:
    """Let nothing be appended to a chain meanwhile, so that all that is read of its case is of one moment."""
    with transaction(engine) as session:
        session.connection().execute(_HOLD, {"of_chain": chain})
        yield


def entries_of(engine: Engine, chain: str, after: int = 0, limit: int = 200) -> list[AuditEntry]:
    """The entries of a chain behind a position.

    Raises:
        Malformed: somebody wrote into one of them; verification names it.
    """
    asked = (
        select(EntryRow)
        .where(EntryRow.chain == chain, EntryRow.position > after)
        .order_by(col(EntryRow.position))
        .limit(limit)
    )
    with open_session(engine) as session:
        try:
            return [entry_of_row(row.model_dump()) for row in session.exec(asked)]
        except OperationalError as wrong:
            if "decode" not in str(wrong):
                raise
            raise Malformed("text") from None  # SQLite holds bytes that are no text
