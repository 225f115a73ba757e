"""What comes after approval: acceptance, yearly instalments, vouchers."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path

from adapters.store.case_reading import CaseRecord
from api import checks
from api.auth import APPLICANT_ONLY, OFFICIAL_ONLY, Applicant, Official
from api.bodies import (
    AcceptanceBody,
    ClaimBody,
    InstalmentReviewBody,
    RedemptionBody,
    RedemptionReviewBody,
)
from api.routes.acting import AtOffice
from api.views import ActAnswer
from domain.case.act import Act
from domain.case.acts import ClaimInstalment, RecordAcceptance, ReviewInstalment
from domain.case.money_acts import Redeem, ReviewRedemption
from domain.errors import FieldError

router = APIRouter(prefix="/v1/applications/{number}", tags=["验收、分年兑现、算力券"])

Instalment = Annotated[int, Path(ge=1, le=99, description="Year of support, from 1.")]
Redemption = Annotated[int, Path(ge=1, le=100_000, description="Number of the redemption, from 1.")]


@router.post("/acceptance", summary="登记验收结果")
async def record_acceptance(body: AcceptanceBody, caller: Official, office: AtOffice) -> ActAnswer:
    """The department that the type names records the awaited event with verified figures."""

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        checks.check_acceptance(office.wired, case, body)
        return RecordAcceptance(
            **parts,
            decision=body.decision,
            reason=body.reason,
            accepted_on=body.accepted_on,
            verified_facts=body.verified_facts,
        )

    return await office.do(caller, OFFICIAL_ONLY, ("acceptance", body), make)


@router.post("/instalments/{n}/claim", summary="申请年度兑现")
async def claim_instalment(n: Instalment, body: ClaimBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant claims a year of support with its figures."""

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        checks.check_claim(office.wired, case, n, body)
        return ClaimInstalment(**parts, instalment=n, facts=body.facts, reason=body.reason)

    return await office.do(caller, APPLICANT_ONLY, (f"claim {n}", body), make)


@router.post("/instalments/{n}/review", summary="年度审核")
async def review_instalment(
    n: Instalment, body: InstalmentReviewBody, caller: Official, office: AtOffice
) -> ActAnswer:
    """The lead department approves, returns or rejects a year's claim."""

    def make(case: CaseRecord, parts: dict[str, Any]) -> Act:
        checks.check_instalment_review(office.wired, case, n, body)
        return ReviewInstalment(
            **parts,
            decision=body.decision,
            reason=body.reason,
            instalment=n,
            verified_facts=body.verified_facts,
        )

    return await office.do(caller, OFFICIAL_ONLY, (f"instalment review {n}", body), make)


@router.post("/redemptions", summary="申请兑付算力券")
async def redeem(body: RedemptionBody, caller: Applicant, office: AtOffice) -> ActAnswer:
    """The applicant redeems a voucher against invoices that are paid in full for finished services."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        checks.wrong("兑付申请需要更正。", _wrong_invoices(body, office.wired.latest_day()))
        return Redeem(**parts, invoices=tuple(body.invoices), reason=body.reason)

    return await office.do(caller, APPLICANT_ONLY, ("redemptions", body), make)


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


@router.post("/redemptions/{n}/review", summary="兑付审核")
async def review_redemption(
    n: Redemption, body: RedemptionReviewBody, caller: Official, office: AtOffice
) -> ActAnswer:
    """The lead department approves with the verified sum of paid invoices, or rejects with a reason."""

    def make(_: CaseRecord, parts: dict[str, Any]) -> Act:
        found: checks.Found = []
        checks.need_reason(body.decision, body.reason, ("reject",), found)
        if body.decision == "approve" and body.verified_paid is None:
            found.append(FieldError(path="verified_paid", message="须填写经核实的已付金额"))
        checks.wrong("兑付审核意见需要更正。", found)
        return ReviewRedemption(
            **parts,
            decision=body.decision,
            reason=body.reason,
            redemption=n,
            verified_paid=body.verified_paid,
        )

    return await office.do(caller, OFFICIAL_ONLY, (f"redemption review {n}", body), make)
