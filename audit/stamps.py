"""Verifying the stamps of the record: that each is the authority's, and covers what is kept beside it."""

from datetime import date, datetime, timedelta

from adapters.authority.stamps import NoStamp, Roots, verify_stamp
from adapters.mail.render import moment_text
from adapters.store.audit.queries import Row, WholeRecord
from domain.audit.entry import HOUSE
from domain.audit.stamps import Days, Stamp, document_of, unstamped
from domain.audit.verification import ChainFault, ChainFinding, KeptHead, head_of_row, printable
from domain.frozen import Frozen


class StampState(Frozen):
    """What the record has of stamps.

    Attributes:
        is_set: whether an authority is set; otherwise nothing is stamped, and no signature can be verified.
        stamps: how many there are.
        last_at: when the authority made the last that proves anything, UTC.
        unstamped: days from the record's first to yesterday, Asia/Shanghai, without a stamp; of none where no authority is set.
    """

    is_set: bool = False
    stamps: int = 0
    last_at: datetime | None = None
    unstamped: tuple[Days, ...] = ()

    @property
    def told(self) -> list[str]:
        """The same in words."""
        if not self.is_set:
            what = f"已有的 {self.stamps} 个时间戳只核对了所盖内容，未验证签名。" if self.stamps else ""
            return [f"未设置时间戳机构（DUIXIAN_TSA_URL），链头没有外部机构的时间戳。{what}"]
        last = f"，最近一个盖于 {moment_text(self.last_at)}" if self.last_at else ""
        return [
            f"{self.stamps} 个外部机构时间戳{last}。",
            *(f"{days} 没有时间戳。" for days in self.unstamped),
        ]


class StampCheck:
    """Looks at every stamp of the record.

    Args:
        record: the record.
        roots: that vouch for the authority; none where no authority is set.
    """

    def __init__(self, record: WholeRecord, roots: Roots) -> None:
        self._record, self._roots = record, roots
        self._stamps = record.stamps()
        self._last_at: datetime | None = None
        self.findings: list[ChainFinding] = []

    def look(self, told_of: set[str]) -> None:
        """Verify each stamp; the house chain tells of those of certain days."""
        previous: Stamp | None = None
        for stamp in self._stamps:
            if _document(stamp.day, previous, self._record.stamped_on(stamp.day)) != stamp.document:
                self._found(stamp.day, "所盖内容与所存链头不符：盖戳以后有链头被改动、删除或者增加")
            if self._roots:
                self._verify(stamp)
            previous = stamp
        for day in sorted(told_of - {stamp.day for stamp in self._stamps}):
            self._found(day, "已被删除：总链中记有此时间戳")

    def state(self, first: date, today: date) -> StampState:
        """What there is of stamps; the record began on the first day."""
        days = {stamp.day for stamp in self._stamps}
        missing = unstamped(days, first, today - timedelta(days=1)) if self._roots else ()
        return StampState(
            is_set=bool(self._roots), stamps=len(days), last_at=self._last_at, unstamped=tuple(missing)
        )

    def _verify(self, stamp: Stamp) -> None:
        try:
            self._last_at = verify_stamp(stamp, self._roots)
        except NoStamp as wrong:
            self._found(stamp.day, str(wrong))

    def _found(self, day: str, what: str) -> None:
        told = printable(f"{day} 的时间戳：{what}")
        self.findings.append(ChainFinding(chain=HOUSE, fault=ChainFault.STAMP, told=told))


def _document(day: str, previous: Stamp | None, heads: list[Row]) -> str:
    """What must have been stamped; empty where somebody wrote into a head what JSON does not have."""
    try:
        return document_of(day, previous, heads)
    except TypeError:
        return ""


def stamped_heads(record: WholeRecord, chain: str) -> list[KeptHead]:
    """The heads of a chain that were stamped; what somebody made no head of, the stamp of its day misses."""
    rows = record.stamped_of(chain)
    heads = [(head_of_row(row), row["day"]) for row in rows]
    return [
        KeptHead(chain=printable(chain), stamped_on=printable(str(day)), **head.model_dump())
        for head, day in heads
        if head is not None
    ]
