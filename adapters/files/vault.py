"""The vault of documents: content-addressed, so that a document can be neither changed nor kept twice."""

import errno
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

PROBE_BYTES: Final = 64 * 1024
YOUNG: Final = timedelta(days=1)
"""What was given within it is not erased: somebody may be about to enter it."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_full(error: BaseException | None) -> bool:
    """Whether something failed because a disk or what one may use of it is full."""
    return isinstance(error, OSError) and error.errno in _FULL


class Vault:
    """A folder of files named by the SHA-256 of their content, spread over 256 folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a content and give its digest. Complete on disk or not there at all; safe to repeat."""
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        try:
            os.utime(path)  # said to be wanted, so that nobody erases it in this moment
        except FileNotFoundError:
            pass
        else:
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._drafted(path.with_name(f".{digest}.{uuid4().hex}"), content)
        draft.replace(path)
        return digest

    def erase(self, digest: str, at: datetime) -> None:
        """Erase a content for good, unless it was given within the last day; nothing where it is gone. Safe to repeat."""
        path = self.path(digest)
        away = path.with_name(f".{digest}.{uuid4().hex}")
        try:
            path.replace(away)  # whoever gives it from now on writes it anew
        except FileNotFoundError:
            return
        if datetime.fromtimestamp(away.stat().st_mtime, UTC) > at - YOUNG:
            away.replace(path)
        else:
            away.unlink()

    def has_room(self) -> bool:
        """Whether something can be kept now; found out by keeping it, since no count knows of quotas."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._drafted(self._folder / f".probe.{uuid4().hex}", bytes(PROBE_BYTES)).unlink()
        except OSError:
            return False
        return True

    @staticmethod
    def _drafted(draft: Path, content: bytes) -> Path:
        """Write a draft whole, or leave nothing of it."""
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        return draft

    def path(self, digest: str) -> Path:
        """Where a content lies."""
        return self._folder / digest[:2] / digest
