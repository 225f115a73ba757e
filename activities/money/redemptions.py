"""Redemptions (兑付): what paid invoices take off a voucher, once for each invoice."""

from decimal import Decimal

from activities.money.awards import judged_now, keep_judged
from activities.money.bookings import matter_of, undo_redemption
from activities.money.priors import funding_of
from activities.office import CaseOffice
from activities.payments.stops import refusal_while_stopped
from activities.verbs import verb
from adapters.store.cases.file import FiledCase
from adapters.store.cases.milestones import milestones_in
from adapters.store.money.awards import add_award
from adapters.store.money.ledger import post
from adapters.store.money.vouchers import (
    ISSUED,
    USED,
    issued_left,
    keep_redemption,
    mark_used,
    used_elsewhere,
    voucher_of,
)
from adapters.store.writing import Session, hold
from domain.calculator.award import Award, Prior
from domain.calculator.redemption import redemption_amount
from domain.calendar import shanghai_date
from domain.case.days import wrong_days
from domain.case.invoices import days_of, objections_to
from domain.case.record.money_steps import Redemption, RedemptionRequest
from domain.case.verbs import ASSESS_REDEMPTION
from domain.catalogue.schema import Policy
from domain.errors import FieldError, InvalidInput, NotEligible, RefusalFacts
from domain.ledger.accounts import Account, Movement
from domain.ledger.entries import Posting
from domain.money import ZERO

NO_VOUCHER = NotEligible(
    "没有可以兑付的算力券。",
    why="算力券已到期或已注销。",
    clause="第2条",
    remedy="请查看案件详情中的算力券。",
).facts


@verb(ASSESS_REDEMPTION)
def assess_redemption(
    office: CaseOffice, session: Session, case: FiledCase, request: RedemptionRequest
) -> Redemption:
    """Compute what paid invoices redeem, and take it off the voucher."""
    hold(session, f"unit:{case.unit}")
    hold(session, "invoices")
    stopped = refusal_while_stopped(session, case)
    if stopped is not None:
        return Redemption(refusal=stopped)
    fields = _objections(session, case, request)
    if fields:
        return Redemption(refusal=_not_payable(fields))
    voucher = voucher_of(session, case.number)
    if voucher is None or voucher.status not in {ISSUED, USED}:
        return Redemption(refusal=NO_VOUCHER)
    matter, key = matter_of(office.policy_of(case), case, voucher.year), request.key(ASSESS_REDEMPTION.name)
    undo_redemption(session, matter, str(request.redemption), f"{key}/undone", request.at)
    left = issued_left(session, case.number)
    case = judged_now(case, request, str(request.redemption), request.other_funding)
    award = _payable(office.policy_of(case), case, request, left)
    if not award.amount:
        why = " ".join(reason.message for reason in award.reasons)
        remedy = "请核对经核实的已付金额；确无可兑付金额的，作出不予兑付的决定。"
        refused = NotEligible("本次没有可兑付的金额。", why=why, clause="第2条", remedy=remedy)
        return Redemption(refusal=refused.facts)
    _enter(session, matter, request, award.amount, key)
    add_award(session, case, award, request.seq, "redemption", str(request.redemption), request.at)
    keep_redemption(session, case.number, request.redemption, request.invoices, award.amount)
    mark_used(session, case.number, is_used=left == award.amount)
    keep_judged(session, case)
    return Redemption(amount=award.amount, left=left - award.amount)


def _payable(policy: Policy, case: FiledCase, request: RedemptionRequest, left: Decimal) -> Award:
    paid = _invoiced(request) if request.verified_paid is None else request.verified_paid
    subject = str(request.redemption)
    prior = Prior(**funding_of(case, subject))
    return redemption_amount(policy, policy.type(case.code), paid, left, prior)


def _objections(session: Session, case: FiledCase, request: RedemptionRequest) -> tuple[FieldError, ...]:
    """Everything that is wrong with the claim, at once."""
    used = used_elsewhere(session, case.number, request.redemption, request.invoices)
    milestones = milestones_in(session, case.number)
    fields = (
        *objections_to(request.invoices, used),
        *wrong_days(days_of(request.invoices), shanghai_date(request.at), milestones),
    )
    if request.verified_paid is not None and request.verified_paid > _invoiced(request):
        fields = (*fields, FieldError(path="verified_paid", message="核实的已付金额不得超过发票金额之和"))
    return fields


def _enter(session: Session, matter: Posting, request: RedemptionRequest, amount: Decimal, key: str) -> None:
    """Take the amount off the voucher."""
    subject = str(request.redemption)
    source, target = matter.place(Account.ISSUED), matter.place(Account.PROMISED, subject)
    entry = matter.moved(Movement.REDEEMED, source, target, amount, key=key, at=request.at, subject=subject)
    post(session, entry)


def _invoiced(request: RedemptionRequest) -> Decimal:
    return sum((invoice.amount for invoice in request.invoices), ZERO)


def _not_payable(fields: tuple[FieldError, ...]) -> RefusalFacts:
    return InvalidInput(
        f"兑付申请有 {len(fields)} 处不符合要求。",
        why="算力服务完成并全额支付后方可兑付，每张发票只能使用一次。",
        clause="第2条",
        remedy="请退回申请单位更正后重新申请。",
        fields=fields,
    ).facts
