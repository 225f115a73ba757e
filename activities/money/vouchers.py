"""Vouchers (算力券): issued from the year's pool in order of complete acceptance, released, the queue moved up.

All that touch a year's pool come one after the other.
"""

from decimal import Decimal

from activities.money.awards import known_facts
from activities.money.bookings import matter_of, pool_of, undo_redemption
from activities.money.priors import prior_of
from activities.money.reissue import redeemed_of
from activities.office import CaseOffice
from activities.payments.stops import refusal_while_stopped
from activities.verbs import verb
from adapters.store.audit.chain import hold_chains
from adapters.store.cases.file import FiledCase, change_case, load_case
from adapters.store.money.awards import add_award
from adapters.store.money.ledger import balance, case_moved, open_pool, post, settle_pool, subjects_with
from adapters.store.money.voucher_queue import arriving_before
from adapters.store.money.vouchers import (
    CANCELLED,
    EXPIRED,
    HELD_BACK,
    ISSUED,
    QUEUED,
    USED,
    give_back,
    hold_back,
    issue,
    issued_left,
    queue_for_voucher,
    queue_of_year,
    refuse_redemption,
    voucher_of,
)
from adapters.store.writing import Session, hold, transaction
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.calculator.reissue import without_redeemed
from domain.calendar import anniversary, shanghai_date
from domain.case.record.money_steps import VoucherEnd, VoucherIssued, VoucherRequest
from domain.case.verbs import ISSUE_VOUCHER, RELEASE_VOUCHER
from domain.catalogue.facts import Phase
from domain.ledger.accounts import Account, Movement
from domain.ledger.pool import Pool
from domain.money import ZERO
from domain.pool_year import PoolYear
from domain.verb import Done


def _tell_issued(office: CaseOffice, request: VoucherRequest, issued: VoucherIssued) -> None:
    if issued.face is not None or issued.refusal is not None:
        year = shanghai_date(request.at).year
        _announce(office, request.case_number, year, is_drawn_on=bool(issued.face))


def _tell_released(office: CaseOffice, end: VoucherEnd, _done: Done) -> None:
    _announce(office, end.case_number, shanghai_date(end.at).year)


def _announce(office: CaseOffice, case_number: str, year: int, *, is_drawn_on: bool = False) -> None:
    """Have the year's end waited for; when there is something for the head of the queue, tell it."""
    with transaction(office.engine) as session:
        case, voucher = load_case(session, case_number), voucher_of(session, case_number)
        pool = pool_of(office.policy_of(case), case.code, voucher.year if voucher else year)
        queue = queue_of_year(session, pool.year) if balance(session, pool.place) else []
    if is_drawn_on:
        office.announcer.pool(PoolYear(year=pool.year, policy_version=case.policy_version, code=case.code))
    if queue:
        office.announcer.quota(queue[0])


@verb(ISSUE_VOUCHER, then=_tell_issued)
def issue_voucher(
    office: CaseOffice, session: Session, case: FiledCase, request: VoucherRequest
) -> VoucherIssued:
    """Reserve in the year's pool and issue, or take a place in the queue.

    Whoever was complete first is first, also before a case whose decision became final at the same moment and that
    has not asked yet. A unit that has used up its yearly cap since the review gets a face of zero, which
    reserves nothing. While a stop of payment stands, nothing is issued and the case gives up its place; it takes that of
    its complete acceptance again when it asks after the stop.
    """
    hold(session, f"unit:{case.unit}")
    hold_chains(session, [case.number])  # before the pool, whose opening is a link of the house
    year = shanghai_date(request.at).year
    pool = pool_of(office.policy_of(case), case.code, year)
    pool_left = open_pool(session, pool, request.at)
    held = voucher_of(session, case.number)
    if held is not None and held.status in {ISSUED, USED}:
        face = case_moved(session, case.number, Movement.ISSUED)
        return VoucherIssued(face=face, expires_on=held.expires_on)
    stopped = refusal_while_stopped(session, case)
    if stopped is not None:
        hold_back(session, case.number, case.unit, year, request.at)
        return VoucherIssued(refusal=stopped)
    queue_for_voucher(session, case.number, case.unit, year, request.at)
    ahead = arriving_before(session, case, _voucher_codes(office, case), request.at)
    before = queue_of_year(session, year).index(case.number) + len(ahead)
    award = None if before else _face(office, session, case, year, pool_left)
    if award is None or (award.eligible and not award.amount):
        return VoucherIssued(place=before + 1, awaits_others=bool(ahead))
    return _issued(office, session, case, pool, award, request)


@verb(RELEASE_VOUCHER, then=_tell_released)
def release_voucher(office: CaseOffice, session: Session, case: FiledCase, end: VoucherEnd) -> Done:
    """Give back what is left of a voucher, or leave the queue; the queue moves up. One that was paid whole stays used."""
    voucher = voucher_of(session, case.number)
    if voucher is None or voucher.status not in {QUEUED, HELD_BACK, ISSUED, USED}:
        return Done()
    policy, key = office.policy_of(case), end.key(RELEASE_VOUCHER.name)
    pool, matter = pool_of(policy, case.code, voucher.year), matter_of(policy, case, voucher.year)
    promised = subjects_with(session, case.number, Account.PROMISED)
    if voucher.status == USED and not promised:
        return Done()
    hold_chains(session, [case.number])
    open_pool(session, pool, end.at)
    for subject in promised:
        undo_redemption(session, matter, subject, f"{key}/undone/{subject}", end.at)
        refuse_redemption(session, case.number, subject)
    left = issued_left(session, case.number)
    if left:
        post(session, pool.released(matter, left, f"{key}/released", end.at, end.why))
    if shanghai_date(end.at).year > voucher.year:
        settle_pool(session, pool, f"settled/{key}", end.at)
    is_expired = "expire" in end.why or "到期" in end.why
    give_back(session, case.number, EXPIRED if is_expired else CANCELLED)
    return Done()


def _issued(
    office: CaseOffice, session: Session, case: FiledCase, pool: Pool, award: Award, request: VoucherRequest
) -> VoucherIssued:
    today = shanghai_date(request.at)
    face = (award.amount if award.eligible else None) or ZERO
    expires_on = issue(
        session,
        case.number,
        today,
        anniversary(today, months=request.valid_months),
        keeps_days=request.keeps_days,
    )
    if face:
        matter = matter_of(office.policy_of(case), case, pool.year)
        post(session, *pool.issued(matter, face, request.key(ISSUE_VOUCHER.name), request.at))
    add_award(session, case, award, request.seq, "voucher", "", request.at)
    change_case(session, case.number, amount=face)
    why = "" if face else "".join(reason.message for reason in award.reasons)
    return VoucherIssued(face=face, expires_on=expires_on, reason=why)


def _voucher_codes(office: CaseOffice, case: FiledCase) -> list[str]:
    return [each.code for each in office.policy_of(case).types.values() if each.voucher is not None]


def _face(office: CaseOffice, session: Session, case: FiledCase, year: int, pool_left: Decimal) -> Award:
    """What the voucher is issued over; after a reconsideration, what was not redeemed before it."""
    policy, redeemed = office.policy_of(case), redeemed_of(session, case.number)
    phases = (Phase.FILING,)
    award = calculate(
        policy,
        case.code,
        known_facts(policy.type(case.code), case, phases),
        on=case.filed_on,
        phases=phases,
        readings=case.readings,
        prior=prior_of(session, office.catalogue, policy, case, year, pool_left=pool_left + redeemed),
    )
    return without_redeemed(award, policy.type(case.code), redeemed)
