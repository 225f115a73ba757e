"""Vouchers (算力券): issued from the year's pool, released, redeemed against paid invoices."""

from datetime import date, datetime
from decimal import Decimal

from temporalio import activity

from activities.award_records import known_facts
from activities.bookings import matter_of, pool_of
from activities.priors import prior_of
from activities.redemption_checks import objections_to
from activities.verbs import Done, Verbs
from adapters.store.award_keeping import add_award
from adapters.store.case_keeping import FiledCase, change_case, load_case
from adapters.store.money_ledger import balance, open_pool, post, settle_pool, subjects_with
from adapters.store.voucher_keeping import (
    CANCELLED,
    EXPIRED,
    ISSUED,
    QUEUED,
    USED,
    give_back,
    issue,
    issued_left,
    keep_redemption,
    mark_used,
    queue_for_voucher,
    queue_of_year,
    refuse_redemption,
    used_invoices,
    voucher_of,
)
from adapters.store.writing import Session, hold, transaction
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.calculator.redemption import redemption_amount
from domain.calendar import anniversary, shanghai_date
from domain.case.steps import Redemption, RedemptionRequest, VoucherEnd, VoucherIssued, VoucherRequest
from domain.catalogue.facts import Phase
from domain.errors import FieldError, InvalidInput, NotEligible, RefusalFacts
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Matter
from domain.money import ZERO


class VoucherRecords(Verbs):
    """The verbs of vouchers. All that touch a year's pool come one after the other."""

    @activity.defn(name="issue_voucher")
    def issue_voucher(self, request: VoucherRequest) -> VoucherIssued:
        """Reserve in the year's pool and issue, or take a place in the queue. Done once for case and seq.

        Whoever was complete first is first. A unit that has used up its yearly cap since the review gets a face
        of zero, which reserves nothing.
        """
        issued = self.once(
            "issue_voucher", request, VoucherIssued, lambda writing, case: self._issue(writing, case, request)
        )
        if issued.face is not None:
            self._announce_head(request.case_number)
        return issued

    @activity.defn(name="release_voucher")
    def release_voucher(self, end: VoucherEnd) -> None:
        """Give back what is left of a voucher, or leave the queue; the queue moves up. Done once for case and seq."""
        self.once("release_voucher", end, Done, lambda writing, case: self._release(writing, case, end))
        self._announce_head(end.case_number)

    @activity.defn(name="assess_redemption")
    def assess_redemption(self, request: RedemptionRequest) -> Redemption:
        """Compute what paid invoices redeem, and take it off the voucher. Done once for case and seq."""
        return self.once(
            "assess_redemption",
            request,
            Redemption,
            lambda writing, case: self._redeem(writing, case, request),
        )

    def _issue(self, writing: Session, case: FiledCase, request: VoucherRequest) -> VoucherIssued:
        today, policy = shanghai_date(request.at), self.policy_of(case)
        pool = pool_of(policy, case.code, today.year)
        pool_left = open_pool(writing, pool, request.at)
        held = voucher_of(writing, case.number)
        if held is None or held.status not in {ISSUED, USED}:
            queue_for_voucher(writing, case.number, case.unit, today.year, request.at)
        queue = queue_of_year(writing, today.year)
        award = self._face(writing, case, today, pool_left)
        if award.eligible and (not award.amount or queue[0] != case.number):
            return VoucherIssued(place=queue.index(case.number) + 1)
        face = (award.amount if award.eligible else None) or ZERO
        expires_on = anniversary(today, months=request.valid_months)
        issue(writing, case.number, today, expires_on)
        if face:
            key = f"{case.number}/issue_voucher/{request.seq}"
            post(writing, *pool.issued(matter_of(policy, case, today.year), face, key, request.at))
        add_award(writing, case, award, request.seq, "voucher", "", request.at)
        change_case(writing, case.number, amount=face)
        return VoucherIssued(face=face, expires_on=expires_on)

    def _face(self, writing: Session, case: FiledCase, today: date, pool_left: Decimal) -> Award:
        policy = self.policy_of(case)
        phases = (Phase.FILING,)
        return calculate(
            policy,
            case.code,
            known_facts(policy.type(case.code), case, phases),
            on=case.filed_on,
            phases=phases,
            readings=case.readings,
            prior=prior_of(writing, self.catalogue, policy, case, today.year, pool_left=pool_left),
        )

    def _announce_head(self, case_number: str) -> None:
        """When the pool has something again, tell the head of its queue, which then asks for it."""
        with transaction(self.engine) as writing:
            case, voucher = load_case(writing, case_number), voucher_of(writing, case_number)
            if voucher is None:
                return
            pool = pool_of(self.policy_of(case), case.code, voucher.year)
            queue = queue_of_year(writing, voucher.year) if balance(writing, pool.place) else []
        if queue:
            self.announce_quota(queue[0])

    def _redeem(self, writing: Session, case: FiledCase, request: RedemptionRequest) -> Redemption:
        hold(writing, "invoices")
        used = used_invoices(writing, case.number, request.redemption)
        fields = objections_to(request.invoices, used, shanghai_date(request.at))
        if request.verified_paid is not None and request.verified_paid > _invoiced(request):
            fields = (*fields, FieldError(path="verified_paid", message="核实的已付金额不得超过发票金额之和"))
        if fields:
            return Redemption(refusal=_not_payable(fields))
        voucher = voucher_of(writing, case.number)
        if voucher is None or voucher.status not in {ISSUED, USED}:
            return Redemption(
                refusal=NotEligible("没有可以兑付的算力券。", why="算力券已到期或已注销。").facts
            )
        matter = matter_of(self.policy_of(case), case, voucher.year)
        subject, key = str(request.redemption), f"{case.number}/assess_redemption/{request.seq}"
        _undo(writing, matter, subject, f"{key}/undone", request.at)
        left = issued_left(writing, case.number)
        award = self._payable(case, request, left)
        if not award.amount:
            why = " ".join(reason.message for reason in award.reasons)
            return Redemption(refusal=NotEligible("本次没有可兑付的金额。", why=why).facts)
        source, target = matter.place(Account.ISSUED), matter.place(Account.PROMISED, subject)
        post(
            writing,
            matter.moved(
                Movement.REDEEMED, source, target, award.amount, key=key, at=request.at, subject=subject
            ),
        )
        keep_redemption(writing, case.number, request.redemption, request.invoices, award.amount)
        mark_used(writing, case.number, is_used=left == award.amount)
        return Redemption(amount=award.amount, left=left - award.amount)

    def _payable(self, case: FiledCase, request: RedemptionRequest, left: Decimal) -> Award:
        paid = _invoiced(request) if request.verified_paid is None else request.verified_paid
        policy = self.policy_of(case)
        return redemption_amount(policy, policy.type(case.code), paid, left)

    def _release(self, writing: Session, case: FiledCase, end: VoucherEnd) -> Done:
        voucher = voucher_of(writing, case.number)
        if voucher is None or voucher.status not in {QUEUED, ISSUED, USED}:
            return Done()
        policy, key = self.policy_of(case), f"{case.number}/release_voucher/{end.seq}"
        pool, matter = pool_of(policy, case.code, voucher.year), matter_of(policy, case, voucher.year)
        open_pool(writing, pool, end.at)
        for subject in subjects_with(writing, case.number, Account.PROMISED):
            _undo(writing, matter, subject, f"{key}/undone/{subject}", end.at)
            refuse_redemption(writing, case.number, subject)
        left = issued_left(writing, case.number)
        if left:
            post(writing, pool.released(matter, left, f"{key}/released", end.at, end.why))
        if shanghai_date(end.at).year > voucher.year:
            settle_pool(writing, pool, f"settled/{key}", end.at)
        is_expired = "expire" in end.why or "到期" in end.why
        give_back(writing, case.number, EXPIRED if is_expired else CANCELLED)
        return Done()


def _undo(writing: Session, matter: Matter, subject: str, key: str, at: datetime) -> None:
    """Put the money of a redemption that was not ordered back on the voucher."""
    source, target = matter.place(Account.PROMISED, subject), matter.place(Account.ISSUED)
    promised = balance(writing, source)
    if promised:
        entry = matter.moved(Movement.RELEASED, source, target, promised, key=key, at=at, subject=subject)
        post(writing, entry)


def _invoiced(request: RedemptionRequest) -> Decimal:
    return sum((invoice.amount for invoice in request.invoices), ZERO)


def _not_payable(fields: tuple[FieldError, ...]) -> RefusalFacts:
    return InvalidInput(
        f"兑付申请有 {len(fields)} 处不符合要求。",
        why="算力服务完成并全额支付后方可兑付,每张发票只能使用一次。",
        clause="第2条",
        remedy="请退回申请单位更正后重新申请。",
        fields=fields,
    ).facts
