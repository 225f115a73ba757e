"""The bodies of the requests. Closed: a field that is not known is refused by its path."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from domain.case.invoices import Invoice
from domain.money import Yuan

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
ShortWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Code = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,64}$")]
Facts = dict[str, JsonValue]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"),
]

_DEEPEST = 12


class Body(BaseModel):
    """A request body: closed, and free of characters that no store can keep."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, content: Any) -> Any:
        _refuse_unstorable(content)
        return content


def _refuse_unstorable(content: Any, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError("内容嵌套过深")
    if isinstance(content, str):
        if "\x00" in content or any("\ud800" <= letter <= "\udfff" for letter in content):
            raise ValueError("文字含有不能保存的字符")
    elif isinstance(content, dict):
        for key, value in content.items():
            _refuse_unstorable(key, depth + 1)
            _refuse_unstorable(value, depth + 1)
    elif isinstance(content, list):
        for value in content:
            _refuse_unstorable(value, depth + 1)


def _example(**content: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [content]})


class OtherFunding(Body):
    """Money from another policy for the same matter (其他财政资金情况声明, C8)."""

    source: ShortWords
    amount: Yuan
    note: Reason = ""


class QuoteBody(Body):
    """What would it come to?"""

    model_config = _example(
        measure="compute_centre_construction",
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
    )

    measure: ShortWords
    facts: Facts
    on: date | None = Field(None, description="Day of filing; today unless given.")


class ApplicationBody(Body):
    """An application (申报). ``credit_commitment`` is the letter C3, ``other_funding`` the declaration C8."""

    model_config = _example(
        measure="compute_centre_construction",
        unit_name="廊坊云枢智算科技有限公司",
        locality="kfq",
        award_base_key="一号算力中心",
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"},
        credit_commitment=True,
        other_funding=[],
        contact_email="yunshu@example.com",
    )

    measure: ShortWords
    unit: ShortWords | None = Field(None, description="USCC of the own unit; the account's unless given.")
    unit_name: ShortWords
    maker: ShortWords | None = Field(
        None, description="The person, where the type admits makers (创客) without legal person."
    )
    locality: ShortWords
    award_base_key: ShortWords | None = Field(
        None, description="Names the project, where the type asks for it."
    )
    facts: Facts
    credit_commitment: bool
    other_funding: list[OtherFunding] = Field(max_length=50)
    contact_email: Email | None = None


class SupplementBody(Body):
    """补正. ``facts`` replaces all declared facts when given."""

    model_config = _example(
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}, reason="已补正审计报告"
    )

    facts: Facts | None = None
    reason: Reason = ""


class SignOffBody(Body):
    """部门会签."""

    model_config = _example(decision="agree")

    decision: Literal["agree", "no_opinion", "object"]
    reason: Reason = ""


class SettlementBody(Body):
    """处理会签异议."""

    model_config = _example(decision="proceed", reason="异议所涉投资已剔除。")

    decision: Literal["proceed", "amend", "reject"]
    reason: Words


class ObjectionBody(Body):
    """公示异议."""

    model_config = _example(content="该单位投资额与公开年报不符。")

    content: Words


class FindingBody(Body):
    """异议核查结论."""

    model_config = _example(decision="dismiss", reason="经核查，异议不成立。")

    decision: Literal["dismiss", "uphold"]
    reason: Words


class AcceptanceBody(Body):
    """登记验收结果."""

    model_config = _example(
        decision="passed",
        accepted_on="2026-11-20",
        verified_facts={"research_cost": "3000000.00", "public_grants": "1000000.00"},
    )

    decision: Literal["passed", "failed"]
    accepted_on: date
    verified_facts: Facts = {}
    reason: Reason = ""


class ClaimBody(Body):
    """申请年度兑现."""

    model_config = _example(facts={"operating_cost": "9860000.00"})

    facts: Facts
    reason: Reason = ""


class RedemptionBody(Body):
    """申请兑付算力券, with invoices that were paid in full for finished services."""

    model_config = _example(
        invoices=[
            {
                "number": "24132000000012345678",
                "supplier": "廊坊云枢智算科技有限公司",
                "amount": "500000.00",
                "service_finished_on": "2026-06-30",
                "paid_on": "2026-07-10",
            }
        ]
    )

    invoices: list[Invoice] = Field(min_length=1, max_length=200)
    reason: Reason = ""


class RedemptionReviewBody(Body):
    """兑付审核."""

    model_config = _example(decision="approve", verified_paid="500000.00")

    decision: Literal["approve", "reject"]
    verified_paid: Yuan | None = None
    reason: Reason = ""


class PayeeBody(Body):
    """确认收款信息: an account of the unit itself."""

    model_config = _example(
        account_name="廊坊云枢智算科技有限公司", bank="中国银行廊坊分行", account_number="6217000010001234567"
    )

    account_name: ShortWords
    bank: ShortWords
    account_number: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9][0-9 -]{6,38}[0-9]$")
    ]
    reason: Reason = Field("", description="Why the account bears another name than the unit, where it does.")


class FundDocumentBody(Body):
    """下达资金文件: what city and locality each pay adds up to the amount due."""

    model_config = _example(
        document_number="廊财建〔2026〕12号", city_amount="5000000.00", locality_amount="5000000.00"
    )

    document_number: ShortWords
    city_amount: Yuan
    locality_amount: Yuan
    reason: Reason = ""


class ConfirmationBody(Body):
    """确认拨付."""

    model_config = _example(paid_on="2026-11-20")

    paid_on: date
    reason: Reason = ""


class ReasonBody(Body):
    """An end or a return needs its reason."""

    model_config = _example(reason="项目计划调整")

    reason: Words
