"""Everything about one case in one file: composed from store, vault and Temporal, and noted in the audit record."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from adapters.files.vault import Vault
from adapters.store.audit.chain import append, held_chain
from adapters.store.audit.evidence import ledger_of, read_evidence
from adapters.store.audit.queries import Row, whole_record
from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.engine import transaction
from adapters.store.mail.letters import LetterRecord, letters_of
from adapters.store.reach import Engine
from audit import case_papers
from audit.histories import History
from audit.pack import ACTS, CHAIN, DOCUMENTS, LETTERS, WORDS, Chain, Manifest, Pack, pieces_of
from domain.audit.canonical import canonical, readable
from domain.audit.entry import CONTENT, Malformed, entry_of_row
from domain.audit.verification import head_of_row
from domain.catalogue.registry import Catalogue
from domain.errors import NotFound

ISSUED: Final = "evidence:issued"
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f"<>|:*?/\\]')


@dataclass(frozen=True)
class Issue:
    """Who is given a pack, and when."""

    account: str
    party: str
    at: datetime


class Evidence:
    """Composes evidence packs.

    Args:
        engine: the store.
        catalogue: every version of the policy.
        vault: the documents.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue, vault: Vault) -> None:
        self._engine, self._catalogue, self._vault = engine, catalogue, vault

    def issue(self, case_number: str, history: History, out: Path, to: Issue) -> Manifest:
        """Write a pack and note in the chain of the case to whom it was given, with the digest of its manifest.

        Raises:
            NotFound: no such case.
        """
        manifest = self.write(case_number, history, out)
        after = {"manifest_digest": manifest.digest, "files": len(manifest.files)}
        with transaction(self._engine) as session:
            append(
                session,
                chain=case_number,
                at=to.at,
                actor=to.account,
                party=to.party,
                action=ISSUED,
                subject=case_number,
                after=after,
            )
        return manifest

    def write(self, case_number: str, history: History, out: Path) -> Manifest:
        """Write a pack; the same content gives the same bytes.

        Raises:
            NotFound: no such case.
        """
        with Pack(out) as pack:
            with held_chain(self._engine, case_number):
                case = read_case(self._engine, case_number)
                if case is None:
                    raise NotFound(f"没有编号为“{case_number[:40]}”的案件。", remedy="请核对案件编号。")
                letters = letters_of(self._engine, case_number)
                self._add_papers(pack, case)
                chain = self._add_chain(pack, case_number)
            return self._fill(pack, case, letters, chain, history)

    def _fill(
        self,
        pack: Pack,
        case: CaseRecord,
        letters: list[LetterRecord],
        chain: Chain | None,
        history: History,
    ) -> Manifest:
        """Add what takes longer: files, history, the law; then the manifest."""
        policy = self._catalogue.policy(case.policy_version)
        notes = [*self._add_files(pack, case, letters), *([history.note] if history.note else [])]
        pack.add("policy.txt", policy.text)
        if history.path is not None:
            pack.add("history.json", pieces_of(history.path))
        manifest = Manifest(
            case_number=case.case_number,
            policy_version=policy.version,
            policy_digest=policy.digest,
            readings=case.readings,
            chain=chain,
            files=tuple(sorted(pack.files, key=lambda file: file.path)),
            notes=tuple(notes),
        )
        pack.close_with(manifest)
        return manifest

    def _add_papers(self, pack: Pack, case: CaseRecord) -> None:
        evidence = read_evidence(self._engine, case.case_number)
        policy = self._catalogue.policy(case.policy_version)
        subsidy = policy.type(case.code)
        pack.add("README.txt", case_papers.page("README.txt", case=case, subsidy=subsidy))
        pack.add("application.json", case_papers.application(case, evidence, subsidy))
        pack.add("sheets.json", case_papers.sheets(evidence))
        pack.add("sheets.html", case_papers.sheets_page(case, subsidy))
        pack.add(ACTS, case_papers.acts(evidence))
        pack.add("sign_offs.json", case_papers.sign_offs(evidence))
        pack.add("mails.json", case_papers.mails(evidence, policy.service))
        pack.add("ledger.csv", case_papers.ledger(ledger_of(self._engine, case.case_number)))

    def _add_files(self, pack: Pack, case: CaseRecord, letters: list[LetterRecord]) -> Iterator[str]:
        """Add each document and letter under its name once; tells which are missing."""
        taken: dict[str, str] = {}
        documents = [(DOCUMENTS, document.name, document.sha256) for document in case.documents]
        issued = [(LETTERS, f"{letter.number} {letter.title}.pdf", letter.sha256) for letter in letters]
        for folder, name, digest in (*documents, *issued):
            path = _free_path(folder, name, digest, taken)
            if path is None:
                continue
            taken[path.lower()] = digest
            kept = self._vault.path(digest)
            if kept.is_file():
                pack.add(path, pieces_of(kept))
            else:
                yield f"“{name}”（SHA-256 {digest}）的文件缺失（保存期限届满的，已经清除）。"

    def _add_chain(self, pack: Pack, case_number: str) -> Chain | None:
        """The chain as it is kept, be it whole or not; verification tells."""
        with whole_record(self._engine) as record:
            head = record.head(case_number)
            chains = record.entries(case_number)
            pack.add(CHAIN, (_line(row) for _, rows in chains for row in rows))
            pack.add(WORDS, readable(_words(record.words(case_number))))
        known = head_of_row(head) if head else None
        return Chain(length=known.length, tip=known.tip) if known else None


def _free_path(folder: str, called: str, digest: str, taken: dict[str, str]) -> str | None:
    """A path of its own for a file; None when the same content is there under this name already."""
    name = _UNSAFE.sub("_", called).strip(". ") or "document"
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for number in count(1):
        path = f"{folder}{name}" if number == 1 else f"{folder}{stem} ({number}){dot}{ending}"
        if taken.get(path.lower()) == digest:
            return None
        if path.lower() not in taken:
            break
    return path


def _line(row: Row) -> bytes:
    try:
        text = entry_of_row(row).line
    except Malformed:
        text = canonical(
            {name: value if isinstance(value, int) else str(value) for name, value in row.items()}
        )
    return f"{text}\n".encode("utf-8", "surrogateescape")


def _words(kept: Mapping[int, list[Row]]) -> list[Row]:
    """The words that every reader of the record may read, with their salts; of acts, which are packed themselves, the salts alone."""
    rows = [
        row
        for position in sorted(kept)
        for row in kept[position]
        if row["text"] is not None or row["name"] == CONTENT
    ]
    return [{name: row[name] for name in ("position", "name", "salt", "text")} for row in rows]


def now() -> datetime:
    """The moment at which a pack is given out."""
    return datetime.now(UTC)
