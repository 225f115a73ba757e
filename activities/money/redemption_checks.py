"""Which invoices redeem a voucher: service finished, paid in full, used once."""

from collections.abc import Collection
from datetime import date

from domain.case.invoices import Invoice
from domain.errors import FieldError


def objections_to(
    invoices: tuple[Invoice, ...], used: Collection[tuple[str, str]], today: date
) -> tuple[FieldError, ...]:
    """Everything that is wrong with the invoices of a redemption, at once.

    Args:
        invoices: the claim.
        used: number and supplier of invoices that other redemptions used.
        today: nothing may be finished or paid after it.
    """
    found: list[FieldError] = []
    seen = set(used)
    for index, invoice in enumerate(invoices):
        place, key = f"invoices[{index}]", (invoice.number, invoice.supplier)
        if key in seen:
            found.append(FieldError(path=f"{place}.number", message=f"发票“{invoice.number}”已用于兑付"))
        if invoice.service_finished_on > today:
            found.append(FieldError(path=f"{place}.service_finished_on", message="算力服务尚未完成"))
        if invoice.paid_on > today:
            found.append(FieldError(path=f"{place}.paid_on", message="尚未支付"))
        seen.add(key)
    return tuple(found)
