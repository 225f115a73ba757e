"""Vouchers (算力券): issued from the year's pool in order of complete acceptance, released, the queue moved up."""

from decimal import Decimal

from temporalio import activity

from activities.money.awards import known_facts
from activities.money.bookings import matter_of, pool_of, undo_redemption
from activities.money.priors import prior_of
from activities.money.reissue import redeemed_of, without_redeemed
from activities.verbs import Done, Verbs
from adapters.store.cases.file import FiledCase, change_case, load_case
from adapters.store.money.awards import add_award
from adapters.store.money.ledger import balance, case_moved, open_pool, post, settle_pool, subjects_with
from adapters.store.money.voucher_queue import arriving_before
from adapters.store.money.vouchers import (
    CANCELLED,
    EXPIRED,
    ISSUED,
    QUEUED,
    USED,
    give_back,
    issue,
    issued_left,
    queue_for_voucher,
    queue_of_year,
    refuse_redemption,
    voucher_of,
)
from adapters.store.writing import Session, transaction
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.calendar import anniversary, shanghai_date
from domain.case.record.money_steps import VoucherEnd, VoucherIssued, VoucherRequest
from domain.catalogue.facts import Phase
from domain.ledger.accounts import Account, Movement
from domain.ledger.pool import Pool
from domain.money import ZERO
from domain.pool_year import PoolYear


class VoucherRecords(Verbs):
    """The verbs of vouchers. All that touch a year's pool come one after the other."""

    @activity.defn(name="issue_voucher")
    def issue_voucher(self, request: VoucherRequest) -> VoucherIssued:
        """Reserve in the year's pool and issue, or take a place in the queue. Done once for case and seq.

        Whoever was complete first is first, also before a case whose decision became final at the same moment and that
        has not asked yet. A unit that has used up its yearly cap since the review gets a face of zero, which
        reserves nothing.
        """
        issued = self.once(
            "issue_voucher", request, VoucherIssued, lambda writing, case: self._issue(writing, case, request)
        )
        if issued.face is not None:
            self._announce(request.case_number, shanghai_date(request.at).year, is_drawn_on=bool(issued.face))
        return issued

    @activity.defn(name="release_voucher")
    def release_voucher(self, end: VoucherEnd) -> None:
        """Give back what is left of a voucher, or leave the queue; the queue moves up. Done once for case and seq."""
        self.once("release_voucher", end, Done, lambda writing, case: self._release(writing, case, end))
        self._announce(end.case_number, shanghai_date(end.at).year)

    def _issue(self, writing: Session, case: FiledCase, request: VoucherRequest) -> VoucherIssued:
        year = shanghai_date(request.at).year
        pool = pool_of(self.policy_of(case), case.code, year)
        pool_left = open_pool(writing, pool, request.at)
        held = voucher_of(writing, case.number)
        if held is not None and held.status in {ISSUED, USED}:
            face = case_moved(writing, case.number, Movement.ISSUED)
            return VoucherIssued(face=face, expires_on=held.expires_on)
        queue_for_voucher(writing, case.number, case.unit, year, request.at)
        ahead = arriving_before(writing, case, self._voucher_codes(case), request.at)
        before = queue_of_year(writing, year).index(case.number) + len(ahead)
        award = None if before else self._face(writing, case, year, pool_left)
        if award is None or (award.eligible and not award.amount):
            return VoucherIssued(place=before + 1, awaits_others=bool(ahead))
        return self._issued(writing, case, pool, award, request)

    def _issued(
        self, writing: Session, case: FiledCase, pool: Pool, award: Award, request: VoucherRequest
    ) -> VoucherIssued:
        today = shanghai_date(request.at)
        face = (award.amount if award.eligible else None) or ZERO
        expires_on = anniversary(today, months=request.valid_months)
        issue(writing, case.number, today, expires_on)
        if face:
            key = f"{case.number}/issue_voucher/{request.seq}"
            matter = matter_of(self.policy_of(case), case, pool.year)
            post(writing, *pool.issued(matter, face, key, request.at))
        add_award(writing, case, award, request.seq, "voucher", "", request.at)
        change_case(writing, case.number, amount=face)
        why = "" if face else "".join(reason.message for reason in award.reasons)
        return VoucherIssued(face=face, expires_on=expires_on, reason=why)

    def _voucher_codes(self, case: FiledCase) -> list[str]:
        return [each.code for each in self.policy_of(case).types.values() if each.voucher is not None]

    def _face(self, writing: Session, case: FiledCase, year: int, pool_left: Decimal) -> Award:
        """What the voucher is issued over; after a reconsideration, what was not redeemed before it."""
        policy, redeemed = self.policy_of(case), redeemed_of(writing, case.number)
        phases = (Phase.FILING,)
        award = calculate(
            policy,
            case.code,
            known_facts(policy.type(case.code), case, phases),
            on=case.filed_on,
            phases=phases,
            readings=case.readings,
            prior=prior_of(writing, self.catalogue, policy, case, year, pool_left=pool_left + redeemed),
        )
        return without_redeemed(award, policy.type(case.code), redeemed)

    def _announce(self, case_number: str, year: int, *, is_drawn_on: bool = False) -> None:
        """Have the year's end waited for; when there is something for the head of the queue, tell it."""
        with transaction(self.engine) as writing:
            case, voucher = load_case(writing, case_number), voucher_of(writing, case_number)
            pool = pool_of(self.policy_of(case), case.code, voucher.year if voucher else year)
            queue = queue_of_year(writing, pool.year) if balance(writing, pool.place) else []
        if is_drawn_on:
            opened = PoolYear(year=pool.year, policy_version=case.policy_version, code=case.code)
            self.announce_pool(opened)
        if queue:
            self.announce_quota(queue[0])

    def _release(self, writing: Session, case: FiledCase, end: VoucherEnd) -> Done:
        voucher = voucher_of(writing, case.number)
        if voucher is None or voucher.status not in {QUEUED, ISSUED, USED}:
            return Done()
        policy, key = self.policy_of(case), f"{case.number}/release_voucher/{end.seq}"
        pool, matter = pool_of(policy, case.code, voucher.year), matter_of(policy, case, voucher.year)
        open_pool(writing, pool, end.at)
        for subject in subjects_with(writing, case.number, Account.PROMISED):
            undo_redemption(writing, matter, subject, f"{key}/undone/{subject}", end.at)
            refuse_redemption(writing, case.number, subject)
        left = issued_left(writing, case.number)
        if left:
            post(writing, pool.released(matter, left, f"{key}/released", end.at, end.why))
        if shanghai_date(end.at).year > voucher.year:
            settle_pool(writing, pool, f"settled/{key}", end.at)
        is_expired = "expire" in end.why or "到期" in end.why
        give_back(writing, case.number, EXPIRED if is_expired else CANCELLED)
        return Done()
