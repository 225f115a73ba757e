"""Bank accounts that are paid to: what can be an account number, and whether two accounts are the same."""

import re
import unicodedata
from typing import Final

from domain.frozen import Frozen
from domain.normal_form import number_form

SHORTEST: Final = 8
LONGEST: Final = 32
"""Digits of an account number; cards have up to 19, accounts of firms up to 30 in use."""


class PayeeAccount(Frozen):
    """An account as the applicant gave it."""

    account_name: str
    bank: str
    account_number: str

    def is_like(self, other: "PayeeAccount") -> bool:
        """Whether it is the same account under the same name at the same bank, however each is written."""
        pairs = zip(self, other, strict=True)
        return all(number_form(one) == number_form(another) for (_, one), (_, another) in pairs)


def plausible(text: str) -> str:
    """An account number without what people put between its digits.

    Raises:
        ValueError: it has other signs than digits, too few or too many of them, or one digit only.
    """
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch("[0-9]*", digits):
        raise ValueError("账号只能由数字组成（数字之间可以有空格、短横线），不得含字母、小数点等，请核对")
    if not SHORTEST <= len(digits) <= LONGEST:
        raise ValueError(f"账号须为 {SHORTEST} 至 {LONGEST} 位数字，请核对")
    if len(set(digits)) == 1:
        raise ValueError("账号不能是同一个数字的重复，请核对")
    return digits
