"""Invoices that redeem a voucher."""

import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from domain.errors import FieldError
from domain.frozen import Frozen
from domain.money import Yuan


def _one_spelling(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


Spelled = Annotated[str, AfterValidator(_one_spelling)]
"""Written one way, so that a blank or a full-width letter does not make another invoice."""


class Invoice(Frozen):
    """One paid invoice line, identified by number and supplier."""

    number: Spelled
    supplier: Spelled
    amount: Yuan
    service_finished_on: date
    paid_on: date


def objections_to(
    invoices: tuple[Invoice, ...], used: Collection[tuple[str, str]], latest: date
) -> tuple[FieldError, ...]:
    """Everything that is wrong with the invoices of a redemption, at once.

    Args:
        invoices: the claim.
        used: number and supplier of invoices that other redemptions used.
        latest: nothing may be finished or paid after it.
    """
    found: list[FieldError] = []
    seen = set(used)
    for index, invoice in enumerate(invoices):
        place, key = f"invoices[{index}]", (invoice.number, invoice.supplier)
        found += [
            FieldError(path=f"{place}.{name}", message=message) for name, message in _wrong(invoice, latest)
        ]
        if key in seen:
            found.append(
                FieldError(path=f"{place}.number", message=f"发票“{invoice.number}”已用于兑付，或重复填写")
            )
        seen.add(key)
    return tuple(found)


def _wrong(invoice: Invoice, latest: date) -> Iterator[tuple[str, str]]:
    for name in ("number", "supplier"):
        if not 1 <= len(getattr(invoice, name)) <= 200:
            yield name, "须为 1 至 200 字"
    if not invoice.amount:
        yield "amount", "金额须大于 0"
    if invoice.service_finished_on > latest:
        yield "service_finished_on", "算力服务尚未完成"
    if invoice.paid_on > latest:
        yield "paid_on", "尚未全额支付"
