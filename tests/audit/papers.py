"""The papers of a case, the packs made of them, and a forger who unpacks and packs again."""

import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from adapters.files.vault import Vault
from adapters.store.cases.documents import add_document
from adapters.store.cases.records import DocumentRecord
from adapters.store.cases.submissions import PayeeDetails, add_payee
from adapters.store.engine import open_engine, transaction
from adapters.store.schema import Mail
from audit.evidence import Evidence
from audit.histories import AWAY, History
from audit.pack import Manifest, PackedFile
from audit.pack_verification import verify_pack
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.verbs import ENTER_STAGE
from domain.catalogue.registry import load_catalogue
from tests.activities.casework import AT, Casework, act, step

NUMBER = "LF2026-0502-00001"
CONTENTS = (b"%PDF-1.7 one", b"%PDF-1.7 two", b"%PDF-1.7 one")
Files = dict[str, bytes]


class Papers:
    """A case with documents, acts and a payee, and the packs made of it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder, self.vault = folder, Vault(folder / "files")
        self.engine = open_engine(url)
        self.evidence = Evidence(self.engine, load_catalogue(), self.vault)
        self.casework = casework = Casework(self.engine)
        words = ("case_number", "code", "number", "name", "policy_version", "lead", "locality")
        plan = {
            **dict.fromkeys(words, "x"),
            "co_signers": [],
            "has_money": True,
            "terms": {},
            "term_labels": {},
        }
        casework.file(NUMBER, "national_research_platform", {"platform_kind": "key_laboratory"}, plan=plan)
        for count, content in enumerate(CONTENTS):
            self.add_document(f"d{count}", "../报告.pdf", content)
        acts = (act("a-1", "file"), act("a-2", "withdraw", reason="=1+1"))
        casework.do(ENTER_STAGE, step(NUMBER, 1, Stage.COMPLETENESS_CHECK, Event.SUBMITTED, acts=acts))
        details: dict[str, Any] = {
            "account_name": "甲",
            "bank": "乙",
            "account_number": "6217000100012345",
            "given_by": "a1",
        }
        add_payee(self.engine, PayeeDetails(id="p1", case_number=NUMBER, **details))

    def add_document(self, identifier: str, name: str, content: bytes, number: str = NUMBER) -> None:
        """A document in vault and store."""
        document = DocumentRecord(
            id=identifier,
            code="5.2-1",
            name=name,
            media_type="application/pdf",
            size=len(content),
            sha256=self.vault.keep(content),
            at=AT,
        )
        with transaction(self.engine) as session:
            add_document(document, number, "a1", "applicant")(session)

    def add_documents(self, count: int) -> None:
        """Many documents, one after the other."""
        for number in range(count):
            self.add_document(f"x{number}", f"{number}.pdf", b"%PDF-1.7 x")

    def accept(self) -> str:
        """The case is accepted; gives the Message-ID of the mail that says so."""
        moved = step(NUMBER, 2, Stage.LEAD_REVIEW, Event.ACCEPTED, reason="材料齐全。")
        self.casework.do(ENTER_STAGE, moved)
        mails: list[Mail] = self.casework.rows(Mail)
        return next(mail.message_id for mail in mails if mail.event == Event.ACCEPTED.value)

    def pack(self, name: str = "pack.zip") -> Path:
        """A pack."""
        path = self.folder / name
        self.evidence.write(NUMBER, History(None, AWAY), path)
        return path


def files_of(path: Path) -> Files:
    """What is in a pack."""
    with zipfile.ZipFile(path) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def packed(path: Path, files: Files) -> Path:
    """The files as a pack again."""
    with zipfile.ZipFile(path, "w") as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return path


def with_new_manifest(files: Files) -> Files:
    """As a careful forger does: the manifest fits the files again."""
    manifest = Manifest.model_validate_json(files["manifest.json"])
    listed = tuple(
        PackedFile(path=name, size=len(content), sha256=sha256(content).hexdigest())
        for name, content in files.items()
        if name != "manifest.json"
    )
    return {**files, "manifest.json": manifest.model_copy(update={"files": listed}).text.encode()}


def named(path: Path) -> set[str]:
    """What verification names."""
    return {finding.chain for finding in verify_pack(path).findings}
