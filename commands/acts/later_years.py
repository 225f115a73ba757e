"""What comes after approval: acceptance, yearly instalments, vouchers."""

from datetime import date
from typing import Annotated

from fastapi import Path

from api.auth import APPLICANT_ONLY, OFFICIAL_ONLY
from commands.acts import checks, review_checks
from commands.acts.form import ActForm, Matter
from commands.acts.review_bodies import InstalmentReviewBody
from commands.acts.telling import acts_before, telling_parts
from commands.bodies import AcceptanceBody, ClaimBody, RedemptionBody, RedemptionReviewBody
from domain.case.acts import ClaimInstalment, RecordAcceptance, ReviewInstalment
from domain.case.money_acts import Redeem, ReviewRedemption
from domain.errors import FieldError

Instalment = Annotated[int, Path(ge=1, le=99, description="Year of support, from 1.")]
Redemption = Annotated[int, Path(ge=1, le=100_000, description="Number of the redemption, from 1.")]


def _record_acceptance(matter: Matter, body: AcceptanceBody) -> RecordAcceptance:
    checks.check_acceptance(matter.wired, matter.case, body)
    return RecordAcceptance(
        **matter.parts,
        decision=body.decision,
        reason=body.reason,
        accepted_on=body.accepted_on,
        verified_facts=body.verified_facts,
    )


def _claim_instalment(matter: Matter, body: ClaimBody) -> ClaimInstalment:
    instalment = int(matter.subject)
    checks.check_claim(matter.wired, matter.case, instalment, body)
    return ClaimInstalment(**matter.parts, instalment=instalment, facts=body.facts, reason=body.reason)


def _review_instalment(matter: Matter, body: InstalmentReviewBody) -> ReviewInstalment:
    instalment = int(matter.subject)
    checks.check_instalment_review(matter.wired, matter.case, instalment, body)
    defects = review_checks.instalment_defects(matter.wired, matter.case, body)
    return ReviewInstalment(
        **telling_parts(matter, body, defects, ReviewInstalment.kind, acts_before(matter)),
        decision=body.decision,
        reason=body.reason,
        instalment=instalment,
        verified_facts=body.verified_facts,
    )


def _redeem(matter: Matter, body: RedemptionBody) -> Redeem:
    checks.wrong("兑付申请需要更正。", _wrong_invoices(body, matter.wired.latest_day()))
    return Redeem(**matter.parts, invoices=tuple(body.invoices), reason=body.reason)


def _wrong_invoices(body: RedemptionBody, latest: date) -> list[FieldError]:
    found: list[FieldError] = []
    seen: set[tuple[str, str]] = set()
    for index, invoice in enumerate(body.invoices):
        place = f"invoices[{index}]"
        found += [
            FieldError(path=f"{place}.{name}", message="须为 1 至 200 字")
            for name in ("number", "supplier")
            if not 1 <= len(getattr(invoice, name).strip()) <= 200
        ]
        if not invoice.amount:
            found.append(FieldError(path=f"{place}.amount", message="金额须大于 0"))
        if invoice.service_finished_on > latest:
            found.append(FieldError(path=f"{place}.service_finished_on", message="服务须已完成"))
        if invoice.paid_on > latest:
            found.append(FieldError(path=f"{place}.paid_on", message="须已全额支付"))
        if (invoice.number, invoice.supplier) in seen:
            found.append(FieldError(path=f"{place}.number", message="同一发票重复填写"))
        seen.add((invoice.number, invoice.supplier))
    return found


def _review_redemption(matter: Matter, body: RedemptionReviewBody) -> ReviewRedemption:
    found: checks.Found = []
    checks.need_reason(body.decision, body.reason, ("reject",), found)
    if body.decision == "approve" and body.verified_paid is None:
        found.append(FieldError(path="verified_paid", message="须填写经核实的已付金额"))
    checks.wrong("兑付审核意见需要更正。", found)
    return ReviewRedemption(
        **matter.parts,
        decision=body.decision,
        reason=body.reason,
        redemption=int(matter.subject),
        verified_paid=body.verified_paid,
    )


RECORD_ACCEPTANCE = ActForm(RecordAcceptance, AcceptanceBody, OFFICIAL_ONLY, "acceptance", _record_acceptance)
CLAIM_INSTALMENT = ActForm(
    ClaimInstalment,
    ClaimBody,
    APPLICANT_ONLY,
    "instalments/{subject}/claim",
    _claim_instalment,
    subject=Instalment,
    digested_as="claim {subject}",
)
REVIEW_INSTALMENT = ActForm(
    ReviewInstalment,
    InstalmentReviewBody,
    OFFICIAL_ONLY,
    "instalments/{subject}/review",
    _review_instalment,
    subject=Instalment,
    digested_as="instalment review {subject}",
)
REDEEM = ActForm(Redeem, RedemptionBody, APPLICANT_ONLY, "redemptions", _redeem)
REVIEW_REDEMPTION = ActForm(
    ReviewRedemption,
    RedemptionReviewBody,
    OFFICIAL_ONLY,
    "redemptions/{subject}/review",
    _review_redemption,
    subject=Redemption,
    digested_as="redemption review {subject}",
)
