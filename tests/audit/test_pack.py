"""A pack holds everything of a case, proves itself without the system, and its giving out is known."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from adapters.store.mail.letters import LetterShelf
from audit.__main__ import main
from audit.case_papers import COLUMNS, ledger
from audit.histories import AWAY, History
from audit.pack_verification import verify_pack
from audit.verification import verify
from domain.errors import NotFound
from tests.activities.casework import AT
from tests.audit.papers import CONTENTS, NUMBER, Papers, files_of, named, packed, with_new_manifest


def test_the_same_case_gives_the_same_bytes_and_they_hold(papers: Papers) -> None:
    path = papers.pack()
    assert verify_pack(path).findings == ()
    assert papers.pack("again.zip").read_bytes() == path.read_bytes()


def test_documents_are_there_once_under_harmless_names(papers: Papers) -> None:
    files = files_of(papers.pack())
    found = {name: content for name, content in files.items() if name.startswith("documents/")}
    assert found == {"documents/_报告.pdf": CONTENTS[0], "documents/_报告 (2).pdf": CONTENTS[1]}


def test_letters_are_there_and_the_chain_knows_them(papers: Papers) -> None:
    message_id = papers.accept()
    shelf = LetterShelf(papers.engine)
    order = shelf.order(message_id)
    assert order is not None
    content = b"%PDF-1.7 letter"
    shelf.keep(order, papers.vault.keep(content), len(content), AT)
    path = papers.pack()
    letters = {name: kept for name, kept in files_of(path).items() if name.startswith("letters/")}
    assert list(letters.values()) == [content]
    assert verify_pack(path).holds
    forged = with_new_manifest({**files_of(path), **dict.fromkeys(letters, b"%PDF-1.7 another")})
    assert set(letters) <= named(packed(papers.folder / "forged.zip", forged))


def test_a_pack_of_a_case_on_which_others_work_is_of_one_moment(papers: Papers) -> None:
    with ThreadPoolExecutor(2) as threads:
        work = threads.submit(lambda: papers.add_documents(30))
        packs = [papers.pack(f"{number}.zip") for number in range(8)]
        work.result()
    assert [verify_pack(path).findings for path in packs] == [()] * 8


def test_a_document_whose_file_is_gone_is_noted(papers: Papers) -> None:
    digest = sha256(CONTENTS[1]).hexdigest()
    papers.vault.path(digest).unlink()
    path = papers.pack()
    notes = json.loads(files_of(path)["manifest.json"])["notes"]
    assert [digest in note for note in notes] == [True, False]
    assert verify_pack(path).holds


def test_a_broken_chain_is_packed_as_it_is_and_told(papers: Papers) -> None:
    with papers.engine.begin() as connection:
        if papers.engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_entry_refuses_update")
        connection.exec_driver_sql("UPDATE audit_entry SET readings = 'x' WHERE position = 2")
    findings = verify_pack(papers.pack()).findings
    assert (findings[0].chain, findings[0].position) == (NUMBER, 2)


def test_no_cell_of_the_ledger_is_taken_for_a_formula() -> None:
    texts = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx")
    rows = [
        {**dict.fromkeys(COLUMNS, ""), "reason": reason, "amount": Decimal("1.5"), "at": AT}
        for reason in texts
    ]
    written = b"".join(ledger(rows)).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(written, newline="")))[1:]
    assert [row[11] for row in found] == [f"'{reason}" for reason in texts]
    assert {row[7] for row in found} == {"1.50"}
    assert found[0][1] == AT.isoformat()


def test_the_command_writes_a_pack_and_the_record_knows(
    papers: Papers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings: dict[str, Any] = {
        "DATABASE_URL": papers.engine.url.render_as_string(hide_password=False),
        "FILES": papers.folder / "files",
        "TEMPORAL_ADDRESS": "127.0.0.1:9",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"DUIXIAN_{name}", str(value))
    out = papers.folder / "evidence.zip"
    assert main(["evidence", NUMBER, "--out", str(out)]) == 0
    assert AWAY in capsys.readouterr().out
    assert main(["verify", "--pack", str(out)]) == 0
    packed(out, {**files_of(out), "ledger.csv": b""})
    assert main(["verify", "--pack", str(out)]) == 1
    assert "ledger.csv" in capsys.readouterr().out
    assert main(["evidence", "LF2026-0101-09999", "--out", str(out)]) == 1
    assert verify(papers.engine).findings == ()


def test_a_case_that_is_not_there_has_no_evidence(papers: Papers) -> None:
    with pytest.raises(NotFound):
        papers.evidence.write("LF2026-0101-09999", History(None), papers.folder / "none.zip")
