"""Vouchers (算力券): issued from the year's pool, released, redeemed against paid invoices."""

from datetime import date
from decimal import Decimal

from temporalio import activity

from activities.award_records import known_facts
from activities.priors import prior_of
from activities.redemption_checks import objections_to
from activities.verbs import Done, Verbs
from adapters.store.award_keeping import add_award
from adapters.store.case_keeping import FiledCase, change_case, load_case
from adapters.store.voucher_keeping import (
    CANCELLED,
    EXPIRED,
    ISSUED,
    QUEUED,
    USED,
    change_left,
    give_back,
    issue,
    keep_redemption,
    queue_for_voucher,
    queue_of_year,
    redeemed_amount,
    undo_unpaid_redemptions,
    used_invoices,
    voucher_of,
    vouchers_of_year,
)
from adapters.store.writing import Session, hold, transaction
from domain.calculator.award import Award
from domain.calculator.calculate import calculate
from domain.calculator.redemption import redemption_amount
from domain.calendar import anniversary, shanghai_date
from domain.case.steps import Redemption, RedemptionRequest, VoucherEnd, VoucherIssued, VoucherRequest
from domain.catalogue.facts import Phase
from domain.errors import FieldError, InvalidInput, NotEligible, RefusalFacts
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
        self.once("release_voucher", end, Done, lambda writing, case: _release(writing, case, end))
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
        today = shanghai_date(request.at)
        hold(writing, f"pool:{today.year}")
        held = voucher_of(writing, case.number)
        if held is None or held.status not in {ISSUED, USED}:
            queue_for_voucher(writing, case.number, case.unit, today.year, request.at)
        queue = queue_of_year(writing, today.year)
        award = self._face(writing, case, today)
        if award.eligible and (not award.amount or queue[0] != case.number):
            return VoucherIssued(place=queue.index(case.number) + 1)
        face = (award.amount if award.eligible else None) or ZERO
        expires_on = anniversary(today, months=request.valid_months)
        issue(writing, case.number, face, today, expires_on)
        add_award(writing, case, award, request.seq, "voucher", "", request.at)
        change_case(writing, case.number, amount=face)
        return VoucherIssued(face=face, expires_on=expires_on)

    def _face(self, writing: Session, case: FiledCase, today: date) -> Award:
        policy = self.policy_of(case)
        phases = (Phase.FILING,)
        return calculate(
            policy,
            case.code,
            known_facts(policy.type(case.code), case, phases),
            on=case.filed_on,
            phases=phases,
            readings=case.readings,
            prior=prior_of(writing, self.catalogue, policy, case, today.year, with_pool=True),
        )

    def _announce_head(self, case_number: str) -> None:
        """When the pool has something again, tell the head of its queue, which then asks for it."""
        with transaction(self.engine) as writing:
            case, voucher = load_case(writing, case_number), voucher_of(writing, case_number)
            spec = self.policy_of(case).type(case.code).voucher
            if voucher is None or spec is None:
                return
            taken = sum((kept.taken for kept in vouchers_of_year(writing, voucher.year)), ZERO)
            queue = queue_of_year(writing, voucher.year) if taken < spec.pool_per_year else []
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
        if voucher is None or voucher.left is None or voucher.status not in {ISSUED, USED}:
            return Redemption(
                refusal=NotEligible("没有可以兑付的算力券。", why="算力券已到期或已注销。").facts
            )
        left = voucher.left + redeemed_amount(writing, case.number, request.redemption)
        award = self._payable(case, request, left)
        if not award.amount:
            why = " ".join(reason.message for reason in award.reasons)
            return Redemption(refusal=NotEligible("本次没有可兑付的金额。", why=why).facts)
        keep_redemption(writing, case.number, request.redemption, request.invoices, award.amount)
        change_left(writing, case.number, left - award.amount)
        return Redemption(amount=award.amount, left=left - award.amount)

    def _payable(self, case: FiledCase, request: RedemptionRequest, left: Decimal) -> Award:
        paid = _invoiced(request) if request.verified_paid is None else request.verified_paid
        policy = self.policy_of(case)
        return redemption_amount(policy, policy.type(case.code), paid, left)


def _invoiced(request: RedemptionRequest) -> Decimal:
    return sum((invoice.amount for invoice in request.invoices), ZERO)


def _release(writing: Session, case: FiledCase, end: VoucherEnd) -> Done:
    voucher = voucher_of(writing, case.number)
    if voucher is not None and voucher.status in {QUEUED, ISSUED, USED}:
        hold(writing, f"pool:{voucher.year}")
        undo_unpaid_redemptions(writing, case.number)
        give_back(writing, case.number, EXPIRED if "expire" in end.why or "到期" in end.why else CANCELLED)
    return Done()


def _not_payable(fields: tuple[FieldError, ...]) -> RefusalFacts:
    return InvalidInput(
        f"兑付申请有 {len(fields)} 处不符合要求。",
        why="算力服务完成并全额支付后方可兑付,每张发票只能使用一次。",
        clause="第2条",
        remedy="请退回申请单位更正后重新申请。",
        fields=fields,
    ).facts
