"""Whom a case pays to, as far as an office may see it: the name on the account beside those of the unit."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from adapters.store.cases.records import read_case
from adapters.store.payments.payees import OtherHolder, account_in_use, named_accounts, others_with
from api.acts.acting import CaseNumberPath
from api.auth import Require
from api.wiring import Wired
from commands.access.audit_trail import record_view
from commands.access.caller import Caller
from commands.access.sight import find_case, is_own, seen_case
from domain.case.roles import Role

router = APIRouter(prefix="/v1/applications/{number}", tags=["资金"])

PayingSide = Annotated[Caller, Depends(Require(Role.APPLICANT, Role.FINANCE, Role.AUDITOR))]


class NamedAccountView(BaseModel):
    """An account that the applicant named."""

    id: str
    account_name: str
    bank: str
    account_ending: str = Field(description="The last digits; the number itself is shown to nobody.")
    is_other: bool = Field(description="It bears none of the unit's names, present or former.")
    is_in_use: bool = Field(description="It is paid to; a claim confirms it by its last digits.")
    reason: str
    at: datetime
    also_named_by: list[OtherHolder] = Field(
        description="Cases of other units or makers with the same account; told to the finance bureau and auditors alone."
    )


class PayeeView(BaseModel):
    """The accounts of a case, the latest last, beside the names that its unit bears and bore."""

    unit_name: str
    former_names: list[str]
    maker: str | None
    accounts: list[NamedAccountView]


@router.get("/payee", summary="收款信息（账号仅显示末位）")
def payee(number: CaseNumberPath, caller: PayingSide, wired: Wired) -> PayeeView:
    """For the unit itself, the finance bureau, which checks an account of another name, and auditors."""
    case = find_case(read_case(wired.engine, number), number)
    if not is_own(caller, case):
        case = seen_case(case if caller.reads_all else None, caller, number)
        record_view(wired, caller, case, "payee:viewed")
    accounts, in_use = (
        named_accounts(wired.engine, case.case_number),
        account_in_use(wired.engine, case.case_number),
    )
    others = {} if is_own(caller, case) else others_with(wired.engine, case.case_number)
    return PayeeView(
        unit_name=case.unit_name,
        former_names=list(case.former_names),
        maker=case.maker,
        accounts=[
            NamedAccountView(
                **each.model_dump(exclude={"is_shared"}),
                is_in_use=in_use is not None and in_use.id == each.id,
                also_named_by=others.get(each.id, []),
            )
            for each in accounts
        ],
    )
