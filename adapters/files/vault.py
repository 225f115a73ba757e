"""The vault of documents: content-addressed, so that a document can be neither changed nor kept twice."""

import os
from hashlib import sha256
from pathlib import Path
from uuid import uuid4


class Vault:
    """A folder of files named by the SHA-256 of their content, spread over 256 folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a content and give its digest. Complete on disk or not there at all; safe to repeat."""
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{digest}.{uuid4().hex}")
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        return digest

    def path(self, digest: str) -> Path:
        """Where a content lies."""
        return self._folder / digest[:2] / digest
