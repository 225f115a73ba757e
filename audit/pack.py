"""The file of an evidence pack (证据包): a ZIP whose bytes follow from its content, and the manifest that lists it."""

import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from domain.audit.canonical import readable
from domain.frozen import Frozen

MANIFEST: Final = "manifest.json"
CHAIN: Final = "chain.jsonl"
WORDS: Final = "words.json"
ACTS: Final = "acts.json"
DOCUMENTS: Final = "documents/"
LETTERS: Final = "letters/"
CHUNK: Final = 1024 * 1024

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_READABLE: Final = 0o100644 << 16
_UNIX: Final = 3


class PackedFile(Frozen):
    """One file of a pack."""

    path: str
    size: int
    sha256: str


class Chain(Frozen):
    """How far the chain of the case reached when the pack was made."""

    length: int
    tip: str


class Manifest(Frozen):
    """What is in a pack, under which law, and what is missing from it and why."""

    case_number: str
    policy_version: str
    policy_digest: str
    readings: dict[str, str]
    chain: Chain | None
    files: tuple[PackedFile, ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As it is packed."""
        return readable(self.model_dump(mode="json"))

    @property
    def digest(self) -> str:
        """SHA-256 of the packed manifest; the audit record keeps it."""
        return sha256(self.text.encode()).hexdigest()


class Pack:
    """A pack while it is being written. Files are streamed; nothing of them is held in memory."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.files: list[PackedFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, path: str, content: str | Iterable[bytes]) -> None:
        """Add a file, whole or in pieces."""
        digest, size = sha256(), 0
        pieces = (content.encode("utf-8", "surrogateescape"),) if isinstance(content, str) else content
        with self._zip.open(_information(path), "w", force_zip64=True) as packed:
            for piece in pieces:
                packed.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files.append(PackedFile(path=path, size=size, sha256=digest.hexdigest()))

    def close_with(self, manifest: Manifest) -> None:
        """Add the manifest, which lists every file but itself."""
        self._zip.writestr(_information(MANIFEST), manifest.text)


def _information(path: str) -> zipfile.ZipInfo:
    """What the archive says of a file: neither its time nor the machine that packed it."""
    information = zipfile.ZipInfo(path, _NO_TIME)
    information.compress_type = zipfile.ZIP_DEFLATED
    information.external_attr, information.create_system = _READABLE, _UNIX
    return information


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file on disk, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
