"""Payee details, the fund document with its split, and the bank's word. Amounts are exact yuan."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from domain.case.acts.act import Act
from domain.case.acts.rules import BY_APPLICANT, BY_FINANCE, ActRules, CaseByCase, Group, InBulk, Needs
from domain.case.bank_account import plausible
from domain.case.days import Happened, Milestone
from domain.closed import Closed, example
from domain.day import Day
from domain.money import Yuan
from domain.words import Name, OneLine, Reason, ShortWords, Words

PaymentId = Annotated[str, Field(max_length=64, examples=["LF2026-0101-00001-P1"]), OneLine]
AccountNumber = Annotated[str, StringConstraints(max_length=64), OneLine, AfterValidator(plausible)]


class PayeeRequest(Closed):
    """确认收款信息: an account of the unit itself."""

    model_config = example(
        account_name="廊坊云枢智算科技有限公司", bank="中国银行廊坊分行", account_number="6217000010001234567"
    )

    account_name: Name
    bank: ShortWords
    account_number: AccountNumber
    reason: Reason = Field(
        "",
        description="Why the account bears another name than the unit, or why it is again one that the bank refused.",
    )


class AccountOfClaim(Closed):
    """收款账户: the one that was paid to before, confirmed, or another one."""

    model_config = example(account_ending="4567")

    account_ending: ShortWords | None = Field(
        None, description="The last four digits of the account in use (``GET …/payee``): it is still right."
    )
    changed: PayeeRequest | None = Field(None, description="Another account, where it is not right any more.")


class AccountAct(BaseModel):
    """An act with which an account is named.

    It carries a reference alone: bank data stays in the store; no answer, mail or workflow ever shows more than the last
    four digits.

    Attributes:
        payee: reference of the account that is named; empty where none is.
        is_other: it bears none of the unit's names.
        is_shared: another legal person, or maker, has named it for its own.
    """

    payee: str = ""
    is_other: bool = False
    is_shared: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether a finance officer looks at the account before it is paid to."""
        return self.is_other or self.is_shared


class ClaimAccount(AccountAct):
    """An act that claims more money in a case that may have been paid before; its account is confirmed with it.

    Attributes:
        confirmed: reference of the account in use, which is still right.
    """

    confirmed: str = ""


class ProvidePayee(AccountAct, Act):
    """The applicant names the account that is paid to. It bears the unit's name, or ``reason`` says why not."""

    rules = ActRules(
        "provide_payee", "确认收款信息", BY_APPLICANT, Group.APPLYING, CaseByCase.OF_APPLICANT, is_told=False
    )
    request = PayeeRequest


class CheckPayee(Act):
    """A finance officer accepts an account that bears another name, or is that of another legal person too, or does not.

    Another one issues the fund document.
    """

    rules = ActRules(
        "check_payee",
        "核对收款人",
        BY_FINANCE,
        Group.PAYING,
        CaseByCase.JUDGED,
        decisions={"accept": "同意", "return": "退回更正"},
        reasoned=frozenset({"return"}),
        follows="同意后安排资金，退回的由申请单位更正",
        is_told=False,
    )
    model_config = example(decision="accept", reason="受托支付协议已核对。")

    decision: Literal["accept", "return"]


class IssueFundDocument(Act):
    """The finance bureau issues the fund document; city and locality together pay the amount due (附则(二)).

    The case itself knows the amount due, and refuses a split that does not add up to it.
    """

    rules = ActRules("issue_fund_document", "下达资金文件", BY_FINANCE, Group.PAYING, InBulk())
    model_config = example(
        document_number="廊财建〔2026〕12号", city_amount="5000000.00", locality_amount="5000000.00"
    )

    document_number: ShortWords
    city_amount: Yuan
    locality_amount: Yuan


class ConfirmPayment(Act):
    """The finance bureau confirms that a payment has arrived; somebody else than who issued its fund document."""

    rules = ActRules(
        "confirm_payment",
        "确认拨付",
        BY_FINANCE,
        Group.PAYING,
        InBulk(subject="支付编号"),
        subject="payment",
        checks="下达这笔资金的文件",
    )
    model_config = example(paid_on="2026-11-20")

    payment: PaymentId
    paid_on: Day

    def days(self) -> Iterable[Happened]:
        """Money arrives after it was ordered."""
        return (Happened("paid_on", self.paid_on, Milestone.ORDER),)


class ReturnPayment(Act):
    """The finance bureau records that the bank returned a payment, and why; the applicant corrects the details.

    The bank may do so days after the payment was confirmed, also when the case has ended: it is taken up again for this.

    Attributes:
        was_paid: the payment stood as confirmed when this was said.
    """

    rules = ActRules(
        "return_payment",
        "登记退票",
        BY_FINANCE,
        Group.PAYING,
        CaseByCase.BURDENS,
        needs=Needs.BANK,
        subject="payment",
        worked_out=frozenset({"was_paid"}),
        opens_ended=True,
    )
    model_config = example(reason="账户户名不符")

    payment: PaymentId
    reason: Words
    was_paid: bool = False
