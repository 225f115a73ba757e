"""Books that agree, made of plain facts, and ways to put them wrong."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from domain.catalogue.registry import load_catalogue
from domain.ledger.recorded import (
    LedgerLine,
    Recorded,
    RecordedAward,
    RecordedCase,
    RecordedPayment,
    RecordedRank,
    RecordedRecovery,
    RecordedRedemption,
    RecordedVoucher,
)
from domain.same_project import ProjectDecision, ProjectFinding

CATALOGUE = load_catalogue()
VERSION = CATALOGUE.policies[0].version
PLATFORM, VOUCHER, CENTRE = "LF2026-0502-00001", "LF2026-0203-00001", "LF2026-0101-00001"
SETTLEMENT, OTHER_VOUCHER = "LF2026-0201-00001", "LF2026-0203-00002"
CODES = {
    "0502": "national_research_platform",
    "0203": "compute_usage_voucher",
    "0201": "settlement_voucher",
    "0101": "compute_centre_construction",
    "1000": "security_testing",
    "0300": "foundation_model",
}
POOL = "voucher/2026"
Change = Callable[[Recorded], Recorded]


def yuan(text: str | int) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


def case(number: str, amount: int | None, *, final: bool = False, **more: Any) -> RecordedCase:
    content: dict[str, Any] = {
        "number": number,
        "code": CODES[number[7:11]],
        "policy_version": VERSION,
        "unit": f"unit of {number}",
        "award_base": f"base of {number}",
        "readings": {},
        "stage": "已办结" if final else "待兑付",
        "seq": 9,
        "final": final,
        "amount": None if amount is None else yuan(amount),
    }
    return RecordedCase(**{**content, **more})


def line(number: str, movement: str, way: str, amount: int, subject: str = "", key: str = "") -> LedgerLine:
    """A row: ``"issued → promised#1"``, with the holders that belong there."""
    (source, source_holder), (target, target_holder) = (
        (account, {"budget": "2026", "pool": POOL}.get(account, number + (f"#{part}" if part else "")))
        for account, _, part in (side.partition("#") for side in way.split(" → "))
    )
    return LedgerLine(
        key=key or f"{number}/{movement}/{way}",
        movement=movement,
        source=source,
        source_holder=source_holder,
        target=target,
        target_holder=target_holder,
        amount=yuan(amount),
        case_number=number,
        subject=subject,
        code=CODES[number[7:11]] if number else "voucher",
        unit=f"unit of {number}" if number else "",
        year=2026,
        policy_version=VERSION,
    )


def award(number: str, amount: int, phase: str = "filing", subject: str = "", **more: Any) -> RecordedAward:
    return RecordedAward(case_number=number, phase=phase, subject=subject, amount=yuan(amount), **more)


def payment(number: str, amount: int, status: str, place: int = 1, **more: Any) -> RecordedPayment:
    content: dict[str, Any] = {
        "id": f"{number}-P{place}",
        "case_number": number,
        "subject": "",
        "amount": yuan(amount),
        "transfer": yuan(amount),
        "city_amount": yuan(amount),
        "locality_amount": yuan(0),
        "status": status,
    }
    return RecordedPayment(**{**content, **more})


def paid(number: str, amount: int, subject: str = "") -> tuple[LedgerLine, ...]:
    part = f"#{subject}" if subject else ""
    return (
        line(number, "ordered", f"promised{part} → ordered{part}", amount, subject),
        line(number, "paid", f"ordered{part} → paid{part}", amount, subject),
    )


def issued(number: str, face: int) -> tuple[LedgerLine, ...]:
    return (
        line(number, "reserved", "pool → reserved", face),
        line(number, "issued", "reserved → issued", face),
    )


SOUND = Recorded(
    cases=(case(PLATFORM, 1_000_000, final=True), case(VOUCHER, 500_000)),
    entries=(
        line("", "opened", "budget → pool", 10_000_000),
        line(PLATFORM, "promised", "budget → promised", 1_000_000),
        *paid(PLATFORM, 1_000_000),
        *issued(VOUCHER, 500_000),
        line(VOUCHER, "redeemed", "issued → promised#1", 200_000, "1"),
        *paid(VOUCHER, 200_000, "1"),
    ),
    awards=(
        award(PLATFORM, 1_000_000),
        award(VOUCHER, 500_000, "filing"),
        award(VOUCHER, 500_000, "voucher"),
        award(VOUCHER, 200_000, "redemption", "1"),
    ),
    payments=(payment(PLATFORM, 1_000_000, "paid"), payment(VOUCHER, 200_000, "paid", subject="1")),
    vouchers=(RecordedVoucher(case_number=VOUCHER, year=2026, status="issued"),),
    redemptions=(RecordedRedemption(case_number=VOUCHER, number=1, amount=yuan(200_000), status="approved"),),
)


def more(**rows: tuple[Any, ...]) -> Change:
    """Add rows to what is there."""
    return lambda before: before.model_copy(
        update={name: getattr(before, name) + added for name, added in rows.items()}
    )


def changed(rows: str, which: Callable[[Any], bool], **changes: Any) -> Change:
    """Change some rows."""

    def change(before: Recorded) -> Recorded:
        kept = getattr(before, rows)
        assert any(which(row) for row in kept)
        after = tuple(row.model_copy(update=changes) if which(row) else row for row in kept)
        return before.model_copy(update={rows: after})

    return change


def without(rows: str, which: Callable[[Any], bool]) -> Change:
    """Take some rows away."""

    def change(before: Recorded) -> Recorded:
        kept = tuple(row for row in getattr(before, rows) if not which(row))
        assert len(kept) < len(getattr(before, rows))
        return before.model_copy(update={rows: kept})

    return change


def both(first: Change, second: Change) -> Change:
    """One after the other."""
    return lambda before: second(first(before))


def of(number: str) -> Callable[[Any], bool]:
    return lambda row: getattr(row, "case_number", getattr(row, "number", "")) == number


def two_on_one_base(later: int, *, readings: dict[str, str] | None = None) -> Change:
    """5.2 was paid one million; 1.1, worth 1.6 million, is paid so much on the same project."""
    same = {"unit": "one", "award_base": "platform:one"}

    def change(before: Recorded) -> Recorded:
        added = more(
            cases=(case(CENTRE, later, final=True, readings=readings or {}, **same),),
            entries=(line(CENTRE, "promised", "budget → promised", later), *paid(CENTRE, later)),
            awards=(award(CENTRE, later, standard=yuan(1_600_000)),),
            payments=(payment(CENTRE, later, "paid"),),
        )
        return added(changed("cases", of(PLATFORM), **same)(before))

    return change


def two_of_one_project(later: int, decision: ProjectDecision) -> Change:
    """The same on two bases, of which the lead found that they are one project, or are not."""

    def change(before: Recorded) -> Recorded:
        found = ProjectFinding(
            case_number=CENTRE,
            other_case=PLATFORM,
            decision=decision,
            reason="同一工程。",
            party="p",
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )
        apart = changed("cases", of(CENTRE), award_base="platform:other")
        return both(two_on_one_base(later), both(apart, more(findings=(found,))))(before)

    return change


def second_voucher(face: int, number: str = OTHER_VOUCHER, **of_case: Any) -> Change:
    """Another voucher of the unit."""
    return more(
        cases=(case(number, face, unit=f"unit of {VOUCHER}", **of_case),),
        entries=issued(number, face),
        awards=(award(number, face, "voucher"),),
        vouchers=(RecordedVoucher(case_number=number, year=2026, status="issued"),),
    )


def selected(count: int) -> Change:
    numbers = [f"LF2026-0300-{running:05}" for running in range(count)]
    ranks = (
        RecordedRank(code="foundation_model", year=2026, case_number=number, selected=True, is_void=False)
        for number in numbers
    )
    return more(cases=tuple(case(number, None) for number in numbers), ranks=tuple(ranks))


def reclaimed(amount: int) -> Change:
    """What was paid to PLATFORM is to come back under a decision."""
    entry = line(PLATFORM, "reclaimed", "paid → receivable#R1", amount)
    decision = RecordedRecovery(case_number=PLATFORM, number="R1", amount=yuan(300_000))
    return both(
        more(entries=(entry,), recoveries=(decision,)),
        changed("cases", of(PLATFORM), stage="追回中", final=False),
    )


def reversed_and_paid_again(before: Recorded) -> Recorded:
    """All came back; then the decision was reversed, and what had come back was paid again."""
    change = both(
        reclaimed(300_000),
        more(
            entries=(
                line(PLATFORM, "recovered", "receivable#R1 → recovered#R1", 300_000, "R1"),
                line(PLATFORM, "reversed", "recovered#R1 → promised#R1", 300_000),
                *paid(PLATFORM, 300_000, "R1"),
            ),
            payments=(payment(PLATFORM, 300_000, "paid", 2, subject="R1"),),
        ),
    )
    return changed("cases", of(PLATFORM), amount=yuan(300_000))(change(before))


def set_off(before: Recorded) -> Recorded:
    """A payment of CENTRE is set off in part against what PLATFORM is to pay back, and then returned by the bank."""
    change = both(
        reclaimed(300_000),
        more(
            cases=(case(CENTRE, 500_000),),
            entries=(
                line(CENTRE, "promised", "budget → promised", 500_000),
                line(CENTRE, "ordered", "promised → ordered", 500_000),
                line(CENTRE, "netted", "ordered → paid", 300_000),
                line(PLATFORM, "netted", "receivable#R1 → recovered#R1", 300_000, "R1"),
                line(CENTRE, "returned", "ordered → returned", 200_000),
            ),
            awards=(award(CENTRE, 500_000),),
            payments=(payment(CENTRE, 500_000, "returned", transfer=yuan(200_000)),),
        ),
    )
    return change(before)


def twice(before: Recorded) -> Recorded:
    """Two orders and two payments for one award, each side of the books telling the same."""
    change = more(
        cases=(case(CENTRE, 2_000_000),),
        entries=(
            line(CENTRE, "promised", "budget → promised", 2_000_000),
            *paid(CENTRE, 1_000_000),
            *paid(CENTRE, 1_000_000),
        ),
        awards=(award(CENTRE, 2_000_000),),
        payments=(payment(CENTRE, 1_000_000, "paid"), payment(CENTRE, 1_000_000, "paid", 2)),
    )
    return change(before)
