"""Payee details, the fund document with its split, and the bank's word. Amounts are exact yuan."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.case.acts.act import Act, not_after
from domain.case.acts.rules import BY_APPLICANT, BY_FINANCE, ActRules, CaseByCase, Group, InBulk
from domain.closed import Closed, example
from domain.errors import FieldError
from domain.money import Yuan
from domain.words import Reason, ShortWords, Words

PaymentId = Annotated[str, Field(max_length=64, examples=["LF2026-0101-00001-P1"])]
AccountNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9][0-9 -]{6,38}[0-9]$")]


class PayeeRequest(Closed):
    """确认收款信息: an account of the unit itself."""

    model_config = example(
        account_name="廊坊云枢智算科技有限公司", bank="中国银行廊坊分行", account_number="6217000010001234567"
    )

    account_name: ShortWords
    bank: ShortWords
    account_number: AccountNumber
    reason: Reason = Field("", description="Why the account bears another name than the unit, where it does.")


class ProvidePayee(Act):
    """The applicant names the account that is paid to. It bears the unit's name, or ``reason`` says why not.

    The act carries a reference alone: bank data stays in the store; no answer, mail or workflow ever shows more than the
    last four digits.
    """

    rules = ActRules(
        "provide_payee", "确认收款信息", BY_APPLICANT, Group.APPLYING, CaseByCase.OF_APPLICANT, is_told=False
    )
    request = PayeeRequest

    payee: str


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
    """The finance bureau confirms that a payment has arrived."""

    rules = ActRules(
        "confirm_payment", "确认拨付", BY_FINANCE, Group.PAYING, InBulk(subject="支付编号"), subject="payment"
    )
    model_config = example(paid_on="2026-11-20")

    payment: PaymentId
    paid_on: date

    def faults(self, latest: date) -> list[FieldError]:
        """Nothing is recorded before it has happened."""
        return super().faults(latest) + not_after(latest, paid_on=self.paid_on)


class ReturnPayment(Act):
    """The finance bureau records that the bank returned a payment, and why; the applicant corrects the details."""

    rules = ActRules(
        "return_payment", "登记退票", BY_FINANCE, Group.PAYING, CaseByCase.BURDENS, subject="payment"
    )
    model_config = example(reason="账户户名不符")

    payment: PaymentId
    reason: Words
