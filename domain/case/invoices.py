"""Invoices that redeem a voucher, each of them once, however its number and its supplier are written."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from domain.case.days import Happened, Milestone
from domain.day import Day
from domain.errors import FieldError
from domain.frozen import Frozen
from domain.money import Yuan
from domain.normal_form import normal_form, number_form, says_something
from domain.words import ShortWords

_E_INVOICE_DIGITS: Final = 20
"""数电票 are numbered through the whole country, so that the number alone tells one from another."""


class InvoiceForm(NamedTuple):
    """By what an invoice is told from others, in normal form; ``supplier`` is empty where the number does by itself."""

    number: str
    supplier: str


class Invoice(Frozen):
    """One paid invoice line, with number and supplier as the applicant typed them."""

    number: ShortWords
    supplier: ShortWords
    amount: Yuan
    service_finished_on: Day
    paid_on: Day

    @property
    def key(self) -> InvoiceForm:
        """By what it is told from others. Zeros at the front are left out: a spreadsheet drops them."""
        number = number_form(self.number)
        is_e_invoice = number.isdecimal() and len(number) == _E_INVOICE_DIGITS
        return InvoiceForm(number.lstrip("0"), "" if is_e_invoice else normal_form(self.supplier))


def days_of(invoices: tuple[Invoice, ...]) -> Iterator[Happened]:
    """What the invoices say of days: the service was done while the voucher held, and paid for after its issue."""
    for index, invoice in enumerate(invoices):
        place = f"invoices[{index}]"
        finished, paid = invoice.service_finished_on, invoice.paid_on
        yield Happened(f"{place}.service_finished_on", finished, Milestone.ISSUE, Milestone.EXPIRY)
        yield Happened(f"{place}.paid_on", paid, Milestone.ISSUE)


def objections_to(invoices: tuple[Invoice, ...], used: Collection[InvoiceForm]) -> tuple[FieldError, ...]:
    """Everything that is wrong with the invoices of a redemption, at once.

    Args:
        invoices: the claim.
        used: invoices that other redemptions used.
    """
    found: list[FieldError] = []
    seen = set(used)
    for index, invoice in enumerate(invoices):
        place = f"invoices[{index}]"
        found += [FieldError(path=f"{place}.{name}", message=message) for name, message in _wrong(invoice)]
        if invoice.key in seen:
            found.append(
                FieldError(path=f"{place}.number", message=f"发票“{invoice.number}”已用于兑付，或重复填写")
            )
        seen.add(invoice.key)
    return tuple(found)


def _wrong(invoice: Invoice) -> Iterator[tuple[str, str]]:
    if not any(sign.isdecimal() and sign != "0" for sign in invoice.key.number):
        yield "number", "须填写发票号码，不能只有符号或 0"
    if not says_something(invoice.supplier):
        yield "supplier", "须填写供应方名称，不能只有符号"
    if not invoice.amount:
        yield "amount", "金额须大于 0"
