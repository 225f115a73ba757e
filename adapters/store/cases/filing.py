"""Beginning a case: its number and its file in one transaction, once for each key."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from adapters.store.audit.chain import append
from adapters.store.engine import open_session, transaction
from adapters.store.reach import Engine
from adapters.store.schema import CaseFile, RunningNumber
from adapters.store.units.registry import borne_by_cases, hold_unit, of_unit, unit_of
from domain.audit.canonical import digest_of, digest_of_text
from domain.bounds import check_filed, check_running
from domain.case.identifiers import legal_person
from domain.case.record.plan import CasePlan
from domain.case.record.stages import Stage
from domain.departments import APPLICANT
from domain.frozen import Frozen
from domain.units.unit import has_ended


@dataclass(frozen=True)
class Draft:
    """An application that was checked and has no number yet; the fields are those of its file."""

    code: str
    measure_number: str
    policy_version: str
    policy_digest: str
    unit: str
    unit_name: str
    maker: str | None
    locality: str
    lead: str
    award_base: str
    award_base_key: str
    is_repeatable: bool
    applicant_account: str
    contact_email: str
    declared_facts: dict[str, Any]
    other_funding: list[dict[str, Any]]
    readings: dict[str, str]
    reading_documents: dict[str, str]
    fiscal_year: int
    filed_on: date
    plan_for: Callable[[str], CasePlan]
    number_for: Callable[[int], str]

    @property
    def series(self) -> str:
        """The series of running numbers: "2026-1.1"."""
        return f"{self.fiscal_year}-{self.measure_number}"


class FiledDraft(Frozen):
    """A case that has its number; its workflow may or may not have begun."""

    digest: str
    plan: CasePlan


Effect = Callable[[Session, str], object]
"""What else is done in the transaction that numbers a case, given its number."""


def begin_filing(
    engine: Engine, draft: Draft, key: str, digest: str, also: Effect | None = None
) -> FiledDraft:
    """Number the case and lay down its file in stage 草稿.

    Idempotent by ``key``: a repeat finds the first case, with the digest of the first request.

    Args:
        engine: the store.
        draft: what was checked.
        key: of the filing.
        digest: of the request.
        also: done with it, or neither is; it may refuse.
    """
    try:
        with transaction(engine) as session:
            return _found(session, key) or _begun(session, draft, key, digest, also)
    except IntegrityError:  # the same key, or the first number of a series, at the same moment
        with transaction(engine) as session:
            return _found(session, key) or _begun(session, draft, key, digest, also)


def _found(session: Session, key: str) -> FiledDraft | None:
    row = session.exec(select(CaseFile).where(CaseFile.filing_key == key)).first()
    if row is None:
        return None
    return FiledDraft(digest=row.filing_digest, plan=CasePlan.model_validate(row.plan))


def filed_with(engine: Engine, key: str) -> FiledDraft | None:
    """The case that was numbered under a key, or None."""
    with open_session(engine) as session:
        return _found(session, key)


def _begun(session: Session, draft: Draft, key: str, digest: str, also: Effect | None) -> FiledDraft:
    registered = _as_registered_now(session, legal_person(draft.unit))  # holds the unit: one filing at a time
    check_filed(*_filed_on(session, draft))
    check_running(_running(session, draft), is_repeatable=draft.is_repeatable)
    series = session.get(RunningNumber, draft.series, with_for_update=True)
    if series is None:
        series = RunningNumber(key=draft.series, last=0)
    series.last += 1
    session.add(series)
    session.flush()
    number = draft.number_for(series.last)
    plan = draft.plan_for(number)
    kept = {
        field.name: getattr(draft, field.name)
        for field in fields(draft)
        if field.name in CaseFile.model_fields
    } | registered
    session.add(
        CaseFile(
            number=number,
            **kept,
            plan=plan.model_dump(mode="json"),
            stage=Stage.DRAFT.value,
            since=datetime.now(UTC),
            filing_key=key,
            filing_digest=digest,
        )
    )
    session.flush()
    if (
        also is not None
    ):  # before the audit record: what it holds is held before the house's chain, as everywhere
        also(session, number)
    _record_filing(session, draft, number, digest)
    return FiledDraft(digest=digest, plan=plan)


def _running(session: Session, draft: Draft) -> int:
    """Cases of the unit about the same project that an office has and has not ended; a draft reached nobody yet."""
    same = select(func.count()).where(
        of_unit(legal_person(draft.unit)),
        CaseFile.code == draft.code,
        CaseFile.award_base == draft.award_base,
        CaseFile.stage != Stage.DRAFT.value,
        col(CaseFile.final).is_(False),
    )
    return session.exec(same).one()


def _filed_on(session: Session, draft: Draft) -> tuple[int, int]:
    """Cases of the unit, its makers' among them, that were numbered on the same day: how many an office has, and how many stayed drafts."""
    same = (of_unit(legal_person(draft.unit)), CaseFile.filed_on == draft.filed_on)
    drafts = func.count().filter(col(CaseFile.stage) == Stage.DRAFT.value)
    numbered, left = session.exec(select(func.count(), drafts).where(*same)).one()
    return numbered - left, left


def _as_registered_now(session: Session, code: str) -> dict[str, str]:
    """Name and address of the unit, which may have been renamed, or have ended, since the application was read.

    It is held until the case is there, and before all else, as by whoever renames it: who held the case first and
    then asked for the unit would wait for one who does it the other way round.

    Raises:
        WrongStage: it has ended.
    """
    hold_unit(session, code)
    unit = unit_of(session, code)
    if unit is None:
        return {}
    if unit.ended_on is not None:
        raise has_ended(unit)
    return borne_by_cases(unit)


def _record_filing(session: Session, draft: Draft, number: str, digest: str) -> None:
    """The first entry of the audit chain of a case."""
    append(
        session,
        chain=number,
        at=datetime.now(UTC),
        actor=draft.applicant_account,
        party=APPLICANT,
        action="case:numbered",
        after={
            "stage": Stage.DRAFT.value,
            "code": draft.code,
            "unit": draft.unit,
            "award_base_digest": digest_of_text(draft.award_base),
            "facts_digest": digest_of({"facts": draft.declared_facts, "other_funding": draft.other_funding}),
            "filing_digest": digest,
        },
        policy_version=draft.policy_version,
        readings=draft.readings,
    )
