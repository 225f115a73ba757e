"""Invoices that redeem a voucher."""

import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

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
