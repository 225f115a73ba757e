"""For each kind of difference one store that has exactly that difference; a sound one has none."""

import pytest

from domain.ledger.differences import LABELS, DifferenceKind
from domain.ledger.reconciliation import reconcile
from domain.ledger.recorded import Recorded, RecordedAward
from tests.domain.ledger.books import (
    CATALOGUE,
    CENTRE,
    PLATFORM,
    SETTLEMENT,
    SOUND,
    VOUCHER,
    Change,
    award,
    both,
    case,
    changed,
    line,
    more,
    of,
    reclaimed,
    reversed_and_paid_again,
    second_voucher,
    selected,
    set_off,
    twice,
    two_of_one_project,
    two_on_one_base,
    without,
    yuan,
)

ONE_OF_EACH: list[tuple[str, DifferenceKind, Change]] = [
    (
        "a way that there is not",
        DifferenceKind.ENTRY,
        more(entries=(line("", "settled", "budget → pool", 1), line("", "settled", "pool → budget", 1))),
    ),
    (
        "more than was there",
        DifferenceKind.ENTRY,
        lambda before: before.model_copy(update={"entries": (*before.entries[1:], before.entries[0])}),
    ),
    (
        "an amount of nothing",
        DifferenceKind.ENTRY,
        more(entries=(line(VOUCHER, "issued", "reserved → issued", 0),)),
    ),
    (
        "an unknown word",
        DifferenceKind.ENTRY,
        changed("entries", lambda row: row.movement == "paid", movement="x"),
    ),
    (
        "a case that there is not",
        DifferenceKind.ENTRY,
        more(entries=(line(CENTRE, "promised", "budget → promised", 5),)),
    ),
    (
        "a pool opened with too much",
        DifferenceKind.POOL,
        changed("entries", lambda row: row.movement == "opened", amount=yuan(11_000_000)),
    ),
    (
        "a pool opened in parts",
        DifferenceKind.POOL,
        both(
            changed("entries", lambda row: row.movement == "opened", amount=yuan(9_999_999)),
            more(entries=(line("", "opened", "budget → pool", 1, key="again"),)),
        ),
    ),
    (
        "an award raised",
        DifferenceKind.AWARD,
        both(
            changed("awards", of(PLATFORM), amount=yuan(1_000_001)),
            changed("cases", of(PLATFORM), amount=yuan(1_000_001)),
        ),
    ),
    (
        "an award taken away",
        DifferenceKind.AWARD,
        both(without("awards", of(PLATFORM)), changed("cases", of(PLATFORM), amount=None)),
    ),
    ("a payment taken away", DifferenceKind.PAYMENT, without("payments", of(PLATFORM))),
    (
        "a payment said to be returned",
        DifferenceKind.PAYMENT,
        changed("payments", of(PLATFORM), status="returned"),
    ),
    (
        "a payment raised",
        DifferenceKind.PAYMENT,
        changed("payments", of(PLATFORM), amount=yuan(1_000_001), city_amount=yuan(1_000_001)),
    ),
    ("one award paid twice", DifferenceKind.PAID_TWICE, twice),
    (
        "a split that does not add up",
        DifferenceKind.SPLIT,
        changed("payments", of(PLATFORM), city_amount=yuan(1)),
    ),
    ("a voucher said to be used up", DifferenceKind.VOUCHER, changed("vouchers", of(VOUCHER), status="used")),
    (
        "a voucher said to be cancelled",
        DifferenceKind.VOUCHER,
        changed("vouchers", of(VOUCHER), status="cancelled"),
    ),
    ("a voucher said to queue", DifferenceKind.VOUCHER, changed("vouchers", of(VOUCHER), status="queued")),
    (
        "a face that was not calculated",
        DifferenceKind.VOUCHER,
        changed("awards", lambda row: row.phase == "voucher", amount=yuan(400_000)),
    ),
    (
        "a redemption raised",
        DifferenceKind.REDEMPTION,
        changed("redemptions", of(VOUCHER), amount=yuan(200_001)),
    ),
    (
        "a redemption said to be refused",
        DifferenceKind.REDEMPTION,
        changed("redemptions", of(VOUCHER), status="refused"),
    ),
    ("a redemption taken away", DifferenceKind.REDEMPTION, without("redemptions", of(VOUCHER))),
    ("less reclaimed than decided", DifferenceKind.RECOVERY, reclaimed(299_999)),
    (
        "money in the name of another case",
        DifferenceKind.ENTRY,
        more(
            cases=(case(CENTRE, 5),),
            entries=(
                line(CENTRE, "promised", "budget → promised", 5).model_copy(
                    update={"target_holder": PLATFORM}
                ),
            ),
            awards=(award(CENTRE, 5),),
        ),
    ),
    ("a case ended with a voucher", DifferenceKind.ENDED, changed("cases", of(VOUCHER), final=True)),
    ("a file with another amount", DifferenceKind.FILE, changed("cases", of(PLATFORM), amount=yuan(1))),
    ("a file without amount", DifferenceKind.FILE, changed("cases", of(PLATFORM), amount=None)),
    ("two measures paid in full on one project", DifferenceKind.HIGHER_OF, two_on_one_base(1_600_000)),
    (
        "two measures paid in full on what was found to be one project",
        DifferenceKind.HIGHER_OF,
        two_of_one_project(1_600_000, "same"),
    ),
    ("vouchers above the yearly cap", DifferenceKind.UNIT_CAP, second_voucher(500_001)),
    ("four models in a year", DifferenceKind.QUOTA, selected(4)),
]


def kinds(recorded: Recorded) -> set[DifferenceKind]:
    return {found.kind for found in reconcile(recorded, CATALOGUE)}


def test_sound_books_have_no_difference() -> None:
    assert reconcile(SOUND, CATALOGUE) == ()
    assert reconcile(Recorded(), CATALOGUE) == ()


@pytest.mark.parametrize(
    ("kind", "change"), [entry[1:] for entry in ONE_OF_EACH], ids=[entry[0] for entry in ONE_OF_EACH]
)
def test_each_difference_is_named_and_no_other(kind: DifferenceKind, change: Change) -> None:
    assert kinds(change(SOUND)) == {kind}


def test_every_kind_that_a_store_can_have_is_in_the_table() -> None:
    of_workflows = {
        DifferenceKind.STAGE,
        DifferenceKind.UNPROVEN,
        *(kind for kind in DifferenceKind if kind.startswith("workflow_")),
    }
    assert {kind for _, kind, _ in ONE_OF_EACH} == set(DifferenceKind) - of_workflows
    assert set(LABELS) == set(DifferenceKind)


@pytest.mark.parametrize(
    "change",
    [
        two_on_one_base(600_000),
        two_of_one_project(600_000, "same"),
        two_of_one_project(1_600_000, "not_the_same"),
        second_voucher(500_000),
        second_voucher(500_001, SETTLEMENT, readings={"m2.cap_includes_settlement": "no"}),
        selected(3),
        reclaimed(300_000),
        reversed_and_paid_again,
        set_off,
        changed("cases", of(VOUCHER), amount=yuan(200_000)),
        more(awards=(RecordedAward(case_number=CENTRE, phase="filing", subject="", amount=None),)),
    ],
    ids=[
        "the difference is paid",
        "the difference is paid on what was found to be one",
        "what was found not to be one is paid in full",
        "the cap is reached",
        "settlement does not count under its reading",
        "three models",
        "money is to come back",
        "a recovery is reversed and paid again",
        "a payment is set off in part and returned",
        "the file tells the redemption in hand",
        "figures that are not known yet",
    ],
)
def test_what_the_law_allows_is_no_difference(change: Change) -> None:
    assert kinds(change(SOUND)) == set()


def test_a_difference_tells_case_and_both_sides() -> None:
    recorded = changed("payments", of(PLATFORM), status="returned")(SOUND)
    (found,) = reconcile(recorded, CATALOGUE)
    assert str(found) == (
        f"[付款记录不符] {PLATFORM} 付款："
        "台账 下达 1,000,000.00、到账 1,000,000.00、退票 0.00；"
        "对方 下达 1,000,000.00、到账 0.00、退票 1,000,000.00"
    )
