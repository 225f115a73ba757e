"""The audit record: does it hold, and what does it say of one case."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, JsonValue

from adapters.store.audit.chain import entries_of, words_of
from adapters.store.cases.records import read_case
from adapters.store.engine import open_session
from adapters.store.payments.samples import read_seed
from api.acts.acting import CaseNumberPath
from api.auth import Require
from api.paging import Page
from api.viewing import viewed
from api.wiring import Wired
from audit.verification import Verification, verify
from commands.access.audit_trail import record_view
from commands.access.caller import Caller
from commands.access.sight import seen_case
from commands.wiring import Wiring
from domain.audit.entry import AuditEntry, Malformed
from domain.case.roles import Role
from domain.errors import WrongStage
from domain.sampling import fingerprint_of

router = APIRouter(prefix="/v1", tags=["审计"])

VERIFIER = Require(Role.AUDITOR, Role.ADMINISTRATOR)
READER = Require(Role.AUDITOR, Role.ADMINISTRATOR, Role.FINANCE)
Reader = Annotated[Caller, Depends(READER)]
AUDITOR = Require(Role.AUDITOR)


class FindingView(BaseModel):
    """One thing that is wrong; position 0 is the chain as a whole."""

    chain: str
    position: int
    fault: str
    told: str


class UnknownAccountView(BaseModel):
    """Who acted and has no account here: somebody of the issuer who was never entered, or nobody. No fault by itself."""

    account: str
    acts: int
    chain: str
    position: int


class DaysView(BaseModel):
    """From the first to the last of days that follow one another."""

    first: date
    last: date


class StampsView(BaseModel):
    """What there is of stamps by an outside authority; where none is set, no signature can be verified."""

    is_set: bool
    stamps: int
    last_at: datetime | None
    unstamped: list[DaysView]
    told: list[str]


class ForgedActView(BaseModel):
    """An act, or the beginning of a run (``begin``), that did not come from the door and was refused. It is recorded: the record may hold."""

    at: str
    case_number: str
    kind: str
    position: int


class VerificationView(BaseModel):
    """Whether the record holds. The fingerprint, kept elsewhere, shows later that nothing before it was rewritten."""

    holds: bool
    chains: int
    entries: int
    fingerprint: str
    findings: list[FindingView]
    unknown_accounts: list[UnknownAccountView]
    stamps: StampsView | None
    forged: int = Field(description="How many acts and beginnings of runs did not come from the door.")
    forged_acts: list[ForgedActView] = Field(description="The latest of them, oldest first; 200 at most.")


class AuditEntryView(BaseModel):
    """One entry of a chain."""

    position: int
    at: str
    account: str
    party: str
    action: str
    subject: str
    before: dict[str, JsonValue]
    after: dict[str, JsonValue]
    policy_version: str
    readings: dict[str, str]
    previous: str
    hash: str
    words: dict[str, str] = Field(
        {}, description="What was written, as long as it is kept; the entry has its salted digest alone."
    )


class EntryPage(Page[AuditEntryView, int]):
    """A page of a chain, in its order."""


@router.get("/audit/verification", summary="核验审计记录", dependencies=[Depends(VERIFIER)])
def verification(wired: Wired) -> VerificationView:
    """Auditor or administrator verify the whole record: changed, removed, inserted and reordered entries are named, and stamps that do not bear them out."""
    found: Verification = verify(wired.engine, roots=wired.roots)
    shown = found.model_dump(mode="json", exclude={"heads"}) | {"holds": found.holds}
    if found.stamps is not None:
        shown["stamps"]["told"] = found.stamps.told
    return VerificationView.model_validate(shown)


class SampleSeedView(BaseModel):
    """The seed of the installation; its SHA-256 stands in the first entry of the house's chain."""

    seed: str
    sha256: str
    made_at: datetime
    rule: str


SAMPLE_RULE = (
    "以换行符分隔的四行文本：种子、案件编号、年度或兑付次数（一次拨付的为空行）、本次抽取在案件记录中的步骤号；"
    "取 SHA-256，按大端整数除以 1000 取余，余数小于抽查千分比的抽中。"
)


@router.get("/audit/sample-seed", summary="抽查种子", dependencies=[viewed(AUDITOR, "sample-seed:viewed")])
def sample_seed(wired: Wired) -> SampleSeedView:
    """Auditors alone draw the samples again; who decides must not know what will be drawn."""
    kept = read_seed(wired.engine)
    return SampleSeedView(
        seed=kept.seed, sha256=fingerprint_of(kept.seed), made_at=kept.made_at, rule=SAMPLE_RULE
    )


@router.get("/applications/{number}/audit", summary="案件审计记录")
def case_entries(
    number: CaseNumberPath,
    caller: Reader,
    wired: Wired,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="Position to go on behind.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> EntryPage:
    """Auditor, administrator or finance read who did or saw what in a case, and when; looking is recorded as well."""
    case = seen_case(read_case(wired.engine, number, whole=False), caller, number)
    record_view(wired, caller, case, "audit:viewed")
    found = _entries(wired, number, after, limit + 1)
    words = _words(wired, number, found)
    return EntryPage.of(found, limit, lambda entry: _entry_view(entry, words), lambda entry: entry.position)


def _entry_view(entry: AuditEntry, words: Mapping[int, dict[str, str]]) -> AuditEntryView:
    return AuditEntryView(**entry.model_dump(), words=words.get(entry.position, {}))


def _words(wired: Wiring, number: str, entries: list[AuditEntry]) -> dict[int, dict[str, str]]:
    """What is kept of the words of these entries, by position."""
    if not entries:
        return {}
    found: dict[int, dict[str, str]] = {}
    with open_session(wired.engine) as session:
        for row in words_of(session, number, entries[0].position - 1, entries[-1].position):
            if row.text is not None:
                found.setdefault(row.position, {})[row.name] = row.text
    return found


def _entries(wired: Wiring, number: str, after: int, limit: int) -> list[AuditEntry]:
    try:
        return entries_of(wired.engine, number, after, limit)
    except Malformed as wrong:
        raise WrongStage(
            "本案的审计记录已被破坏，不能显示。",
            why=f"字段“{wrong.field}”不是系统写入的内容。",
            remedy="请由审计人员核验：GET /v1/audit/verification。",
        ) from None
