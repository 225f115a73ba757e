"""Whatever is changed in a pack is named, and no broken file is too much for verification."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.pack import Manifest
from audit.pack_verification import verify_pack
from tests.audit.papers import NUMBER, Files, Papers, files_of, named, packed, with_new_manifest


@pytest.mark.parametrize(
    "name",
    [
        *("README.txt", "application.json", "sheets.json", "sheets.html", "acts.json", "sign_offs.json"),
        *("mails.json", "ledger.csv", "policy.txt", "chain.jsonl", "documents/_报告.pdf"),
    ],
)
def test_a_changed_added_or_removed_file_is_named(papers: Papers, name: str) -> None:
    files = files_of(papers.pack())
    content = bytearray(files[name])
    content[len(content) // 2] ^= 1
    changed = packed(papers.folder / "changed.zip", {**files, name: bytes(content)})
    assert any(name in finding for finding in named(changed))
    without = {other: kept for other, kept in files.items() if other != name}
    assert any(name in finding for finding in named(packed(papers.folder / "without.zip", without)))
    more = packed(papers.folder / "more.zip", {**files, f"{name}.bak": b""})
    assert f"{name}.bak" in named(more)


def _another_document(files: Files) -> Files:
    return {**files, "documents/_报告.pdf": b"%PDF-1.7 another"}


def _a_document_less(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "documents/_报告 (2).pdf"}


def _another_reason(files: Files) -> Files:
    return {**files, "acts.json": files["acts.json"].replace(b"=1+1", b"=1+2")}


def _an_act_less(files: Files) -> Files:
    return {**files, "acts.json": json.dumps(json.loads(files["acts.json"])[:1]).encode()}


def _an_entry_less(files: Files) -> Files:
    lines = files["chain.jsonl"].splitlines(keepends=True)
    return {**files, "chain.jsonl": b"".join([*lines[:2], *lines[3:]])}


def _the_last_entry_less(files: Files) -> Files:
    return {**files, "chain.jsonl": b"".join(files["chain.jsonl"].splitlines(keepends=True)[:-1])}


def _two_entries_swapped(files: Files) -> Files:
    lines = files["chain.jsonl"].splitlines(keepends=True)
    return {**files, "chain.jsonl": b"".join([lines[1], lines[0], *lines[2:]])}


def _words_of_nobody(files: Files) -> Files:
    row = {"position": 1, "name": "reason", "salt": "s", "text": "x"}
    return {**files, "words.json": json.dumps([row]).encode()}


def _no_chain(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "chain.jsonl"}


@pytest.mark.parametrize(
    ("forge", "name"),
    [
        (_another_document, "documents/_报告.pdf"),
        (_a_document_less, "documents/"),
        (_another_reason, "acts.json a-2"),
        (_an_act_less, "acts.json a-2"),
        (_an_entry_less, NUMBER),
        (_the_last_entry_less, NUMBER),
        (_two_entries_swapped, NUMBER),
        (_words_of_nobody, "words.json 1"),
        (_no_chain, NUMBER),
    ],
)
def test_a_forgery_whose_manifest_fits_does_not_fit_the_chain(
    papers: Papers, forge: Callable[[Files], Files], name: str
) -> None:
    forged = with_new_manifest(forge(files_of(papers.pack())))
    assert name in named(packed(papers.folder / "forged.zip", forged))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all" * 100])
def test_what_is_no_pack_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    assert not verify_pack(path).holds
    assert not verify_pack(tmp_path / "nowhere.zip").holds


@pytest.mark.parametrize("manifest", [b"", b"{}", b"\xff", b"[1]"])
def test_a_pack_without_its_manifest_is_told(tmp_path: Path, manifest: bytes) -> None:
    assert not verify_pack(packed(tmp_path / "pack.zip", {"manifest.json": manifest})).holds
    assert not verify_pack(packed(tmp_path / "pack.zip", {"other": manifest})).holds


def test_a_pack_cut_short_or_with_a_flipped_byte_is_told(papers: Papers) -> None:
    """Deflate has more than one way to say the same: a byte may change and what is packed not."""
    files = files_of(papers.pack())
    whole = papers.pack().read_bytes()
    path = papers.folder / "broken.zip"
    for broken in (whole[: len(whole) // 2], whole[:-30]):
        path.write_bytes(broken)
        assert not verify_pack(path).holds
    for place in _places_within(whole, "application.json"):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not verify_pack(path).holds or files_of(path) == files


def _places_within(whole: bytes, name: str) -> range:
    """Bytes of a packed file, from its first to its last."""
    with zipfile.ZipFile(io.BytesIO(whole)) as pack:
        information = pack.getinfo(name)
    first = information.header_offset + 30 + len(name) + 20
    return range(first, first + information.compress_size, 40)


@pytest.mark.parametrize("flip", [0x01, 0xFF])
def test_no_broken_archive_is_too_much_for_verification(tmp_path: Path, flip: int) -> None:
    """Whatever the library raises for it; a change of what is not content (a file's date) does no harm."""
    manifest = Manifest(
        case_number="c", policy_version="v", policy_digest="d", readings={}, chain=None, files=()
    )
    files = with_new_manifest({"README.txt": b"text " * 20, "manifest.json": manifest.text.encode()})
    whole = packed(tmp_path / "pack.zip", files).read_bytes()
    path = tmp_path / "broken.zip"
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
        verify_pack(path)
