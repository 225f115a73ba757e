"""The record each morning: what it has come to is stamped by an outside authority; when none comes, administrators hear of it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from adapters.authority.stamps import NoStamp, ask_for_stamp, read_roots
from adapters.settings import Settings
from adapters.store.alarms import close_alarm, raise_alarm
from adapters.store.audit.chain import append
from adapters.store.audit.queries import Row
from adapters.store.audit.stamps import keep_stamp, last_stamp, moved_heads
from adapters.store.engine import open_session, transaction
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.reach import Engine
from adapters.temporal.announcing import Announcer
from domain.alarms import AlarmKind
from domain.audit.entry import HOUSE
from domain.audit.stamps import MOST_DAYS, STAMPED, Stamp, document_of
from domain.calendar import shanghai_date

SUBJECT: Final = "审计记录"
AGAIN: Final = "已重新取得时间戳。"


@dataclass(frozen=True)
class Stamping:
    """What has the record stamped.

    Attributes:
        settings: whether there is an authority, and which.
        engine: the store.
        letterhead: what mails need of the installation.
        announcer: tells the post office of mails.
    """

    settings: Settings
    engine: Engine
    letterhead: Letterhead
    announcer: Announcer

    async def stamp_record(self) -> int:
        """Have today's stamp made; how many chains it covers, 0 where no authority is set or the day has one.

        Nothing of the store is held while the authority is asked.

        Raises:
            NoStamp: none was given.
        """
        if self.settings.tsa_url is None:
            return 0
        today = shanghai_date(datetime.now(UTC))
        previous, heads = await asyncio.to_thread(self._read)
        if previous is not None and previous.day >= today.isoformat():
            return 0
        document = document_of(today.isoformat(), previous, heads)
        try:
            roots = read_roots(self.settings)
            stamp = await ask_for_stamp(self.settings.tsa_url, roots, today.isoformat(), document)
        except NoStamp as without:
            if await asyncio.to_thread(self._tell, previous, today, str(without)):
                self.announcer.mail()
            raise
        return await asyncio.to_thread(self._keep, stamp, previous, heads)

    def _read(self) -> tuple[Stamp | None, list[Row]]:
        with open_session(self.engine) as session:
            return last_stamp(session), moved_heads(session)

    def _keep(self, stamp: Stamp, previous: Stamp | None, heads: list[Row]) -> int:
        at = datetime.now(UTC)
        with transaction(self.engine) as session:
            if not keep_stamp(session, stamp, previous, heads):
                return 0
            close_alarm(session, AlarmKind.RECORD_UNSTAMPED, SUBJECT, AGAIN, at)
            after = {"digest": stamp.digest, "chains": len(heads)}
            append(session, chain=HOUSE, at=at, action=STAMPED, subject=stamp.day, after=after)
        return len(heads)

    def _tell(self, previous: Stamp | None, today: date, why: str) -> bool:
        """One morning may be missed; of a first stamp that does not come whoever has set the authority hears at once."""
        if previous is not None and (today - date.fromisoformat(previous.day)).days < MOST_DAYS:
            return False
        last = f"上一个时间戳为 {previous.day}" if previous else "尚无时间戳"
        with transaction(self.engine) as session:
            what = f"{last}；{today} 未能取得：{why}。"
            return raise_alarm(
                session, self.letterhead, AlarmKind.RECORD_UNSTAMPED, SUBJECT, what, datetime.now(UTC)
            )
