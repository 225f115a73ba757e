"""The record each morning: what it has come to is stamped by an outside authority."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.authority.stamps import ask_for_stamp, read_roots
from adapters.settings import Settings
from adapters.store.audit.chain import append
from adapters.store.audit.queries import Row
from adapters.store.audit.stamps import keep_stamp, last_stamp, moved_heads
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from domain.audit.entry import HOUSE
from domain.audit.stamps import STAMPED, Stamp, document_of
from domain.calendar import shanghai_date


@dataclass(frozen=True)
class Stamping:
    """What has the record stamped.

    Attributes:
        settings: whether there is an authority, and which.
        engine: the store.
    """

    settings: Settings
    engine: Engine

    async def stamp_record(self) -> int:
        """Have today's stamp made; how many chains it covers, 0 where no authority is set or the day has one.

        Nothing of the store is held while the authority is asked.

        Raises:
            NoStamp: none was given.
        """
        if self.settings.tsa_url is None:
            return 0
        today = shanghai_date(datetime.now(UTC)).isoformat()
        previous, heads = await asyncio.to_thread(self._read)
        if previous is not None and previous.day >= today:
            return 0
        document = document_of(today, previous, heads)
        stamp = await ask_for_stamp(self.settings.tsa_url, read_roots(self.settings), today, document)
        return await asyncio.to_thread(self._keep, stamp, previous, heads)

    def _read(self) -> tuple[Stamp | None, list[Row]]:
        with open_session(self.engine) as session:
            return last_stamp(session), moved_heads(session)

    def _keep(self, stamp: Stamp, previous: Stamp | None, heads: list[Row]) -> int:
        after = {"digest": stamp.digest, "chains": len(heads)}
        with transaction(self.engine) as session:
            if not keep_stamp(session, stamp, previous, heads):
                return 0
            append(session, chain=HOUSE, at=datetime.now(UTC), action=STAMPED, subject=stamp.day, after=after)
        return len(heads)
