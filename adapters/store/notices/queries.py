"""Public notices with how they stand: what was published, what happened since, and what objections came to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from adapters.store.engine import open_session
from adapters.store.reach import Engine
from adapters.store.schema import ActRow, CaseFile, PublicNoticeRow, Timeline
from domain.case.acts.objections import FindOnObjection, RaiseObjection
from domain.case.record.stages import ON_NOTICE
from domain.case.record.steps import Progress
from domain.departments import PUBLIC
from domain.frozen import Frozen
from domain.public_notice.notice import PublicNotice as Published
from domain.public_notice.outcome import (
    Happened,
    NoticeObjection,
    NoticeStanding,
    ObjectionFinding,
    standing_of,
)

STAGES = tuple(stage.value for stage in ON_NOTICE)
_OBJECTING = (RaiseObjection.kind, FindOnObjection.kind)


class NoticePlace(Frozen):
    """Where a notice stands in the list."""

    is_current: bool
    published_at: datetime
    case_number: str


class NoticeRecord(Frozen):
    """A notice and how it stands; ``progress`` of its case while it is current."""

    published: Published
    standing: NoticeStanding
    progress: Progress | None = None

    @property
    def place(self) -> NoticePlace:
        """Its place in the list."""
        published = self.published
        return NoticePlace(
            is_current=self.standing.is_current,
            published_at=published.published_at,
            case_number=published.case_number,
        )

    @property
    def last_day(self) -> tuple[date | None, bool]:
        """The last day for objections, and whether it is 暂定: by the calendar of now while they are taken, else as published."""
        tasks = self.progress.tasks if self.progress else ()
        term = next((task.term for task in tasks if task.party == PUBLIC), None)
        if term is None:
            return self.published.until, self.published.provisional
        return term.due_on, term.provisional

    def takes_objections(self, today: date) -> bool:
        """Whether somebody may object today."""
        until, _ = self.last_day
        return self.standing.takes_objections and (until is None or today <= until)


def read_notices(
    engine: Engine,
    since: datetime,
    *,
    code: str | None,
    is_current: bool | None,
    after: NoticePlace | None,
    limit: int,
) -> list[NoticeRecord]:
    """The latest notice of each case: those that are current first, then the latest published.

    Args:
        engine: the store.
        since: those that ended and were published before are left out.
        code: of one type alone.
        is_current: only those on notice, or only those that ended; None for both.
        after: the last of the page before.
        limit: so many.
    """
    with open_session(engine) as session:
        numbers: list[str] = []
        if is_current is not False and (after is None or after.is_current):
            numbers += _places(session, [[CaseFile.stage == stage] for stage in STAGES], code, after, limit)
        if is_current is not True and len(numbers) < limit:
            before = after if after is not None and not after.is_current else None
            ended = [col(CaseFile.stage).concat("").not_in(STAGES), col(CaseFile.noticed_at) >= since]
            of_type = [CaseFile.code == code] if code is not None else []
            numbers += _places(session, [[*of_type, *ended]], None, before, limit - len(numbers))
        asked = (
            select(PublicNoticeRow, CaseFile)
            .join(CaseFile, col(CaseFile.number) == PublicNoticeRow.case_number)
            .where(col(CaseFile.number).in_(numbers))
            .order_by(col(PublicNoticeRow.seq))
        )
        latest = {case.number: (notice, case) for notice, case in session.exec(asked)}
        return _records(session, [latest[number] for number in numbers], is_latest=True)


def _places(
    session: Session,
    ranges: list[list[Any]],
    code: str | None,
    after: NoticePlace | None,
    limit: int,
) -> list[str]:
    """The numbers of the first cases of these ranges of an index, the latest published first."""
    place = (col(CaseFile.noticed_at), col(CaseFile.number))
    checked: list[Any] = [place[0].is_not(None)]
    if code is not None:
        checked.append(col(CaseFile.code).concat("") == code)
    if after is not None:
        checked += [place[0] <= after.published_at, tuple_(*place) < (after.published_at, after.case_number)]
    found: list[Any] = []
    for each in ranges:
        asked = select(*place).where(*each, *checked).order_by(*(column.desc() for column in place))
        found += map(tuple, session.execute(asked.limit(limit)))
    return [number for _, number in sorted(found, reverse=True)[:limit]]


def notices_of(engine: Engine, case_number: str) -> list[NoticeRecord]:
    """Every notice of a case, the latest first."""
    asked = (
        select(PublicNoticeRow, CaseFile)
        .join(CaseFile, col(CaseFile.number) == PublicNoticeRow.case_number)
        .where(PublicNoticeRow.case_number == case_number.replace("\x00", ""))
        .order_by(col(PublicNoticeRow.seq).desc())
    )
    with open_session(engine) as session:
        rows = list(session.exec(asked))
        return _records(session, rows[:1], is_latest=True) + _records(session, rows[1:], is_latest=False)


def _records(session: Session, rows: list[Any], *, is_latest: bool) -> list[NoticeRecord]:
    numbers = {notice.case_number for notice, _ in rows}
    happened, raised = _happened(session, numbers), _objections(session, numbers)
    return [
        _record(Published.model_validate(notice.content), case, happened, raised, is_latest=is_latest)
        for notice, case in rows
    ]


def _record(
    published: Published,
    case: CaseFile,
    happened: dict[str, list[Happened]],
    raised: dict[str, list[NoticeObjection]],
    *,
    is_latest: bool,
) -> NoticeRecord:
    progress = Progress.model_validate(case.progress) if case.progress else None
    after = [each for each in happened[case.number] if each.seq > published.seq]
    ending = next((each.at for each in after if each.stage not in STAGES), None)
    standing = standing_of(
        case.stage,
        is_latest=is_latest,
        is_open=any(task.party == PUBLIC for task in progress.tasks) if progress else False,
        after=after,
        objections=[each for each in raised[case.number] if _under(published, each, ending)],
    )
    return NoticeRecord(
        published=published, standing=standing, progress=progress if standing.is_current else None
    )


def _under(published: Published, objection: NoticeObjection, ending: datetime | None) -> bool:
    """Whether an objection was raised under this notice."""
    return objection.raised_at >= published.published_at and (ending is None or objection.raised_at <= ending)


def _happened(session: Session, numbers: Iterable[str]) -> dict[str, list[Happened]]:
    asked = (
        select(Timeline.case_number, Timeline.seq, Timeline.at, Timeline.event, Timeline.stage)  # type: ignore[call-overload]
        .where(col(Timeline.case_number).in_(numbers))
        .order_by(col(Timeline.seq), col(Timeline.id))
    )
    found: defaultdict[str, list[Happened]] = defaultdict(list)
    for number, seq, at, event, stage in session.exec(asked):
        found[number].append(Happened(seq=seq, at=at, event=event, stage=stage))
    return found


def _objections(session: Session, numbers: Iterable[str]) -> dict[str, list[NoticeObjection]]:
    """Objections by case, in the order in which they were raised, each with its finding."""
    asked = (
        select(ActRow)
        .where(col(ActRow.case_number).in_(numbers), col(ActRow.kind).in_(_OBJECTING))
        .order_by(col(ActRow.at), col(ActRow.id))
    )
    acts = list(session.exec(asked))
    findings = {_objection_of(act): act for act in acts if act.kind != _OBJECTING[0]}
    found: defaultdict[str, list[NoticeObjection]] = defaultdict(list)
    for act in acts:
        if act.kind == _OBJECTING[0] and not act.content.get("adds_to"):
            finding = findings.get(_objection_of(act))
            found[act.case_number].append(
                NoticeObjection(
                    raised_at=act.at,
                    finding=ObjectionFinding(finding.outcome) if finding else ObjectionFinding.OPEN,
                    found_at=finding.at if finding else None,
                )
            )
    return found


def _objection_of(act: ActRow) -> str:
    return str(act.content.get("objection", ""))
