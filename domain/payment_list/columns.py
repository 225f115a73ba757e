"""The columns of a payment list, in their order: the same in the file that goes out and in the one that comes back."""

import re
import unicodedata
from typing import Final

from domain.frozen import Frozen

NUMBER, PAYMENT, CASE, PURPOSE = "序号", "支付编号", "案件编号", "用途"
ACCOUNT_NAME, BANK, ACCOUNT = "收款人户名", "开户银行", "收款账号"
AMOUNT, CITY, LOCALITY, TRANSFER = "核定金额（元）", "市级承担（元）", "属地承担（元）", "拨付金额（元）"
RESULT, PAID_ON, REASON = "结果", "到账日期", "退票原因"


class Column(Frozen):
    """One column: its title, and how wide it is shown, in characters."""

    title: str
    width: int


COLUMNS: Final = (
    Column(title=NUMBER, width=6),
    Column(title=PAYMENT, width=24),
    Column(title=CASE, width=22),
    Column(title=PURPOSE, width=24),
    Column(title=ACCOUNT_NAME, width=34),
    Column(title=BANK, width=26),
    Column(title=ACCOUNT, width=26),
    Column(title=AMOUNT, width=18),
    Column(title=CITY, width=18),
    Column(title=LOCALITY, width=18),
    Column(title=TRANSFER, width=18),
    Column(title=RESULT, width=10),
    Column(title=PAID_ON, width=14),
    Column(title=REASON, width=30),
)
TITLES: Final = tuple(column.title for column in COLUMNS)

TEXTS: Final = {
    CASE: "case_number",
    PURPOSE: "purpose",
    ACCOUNT_NAME: "account_name",
    BANK: "bank",
    ACCOUNT: "account_number",
}
"""Text columns that come back as they went out → field of the line."""

SUMS: Final = {AMOUNT: "amount", CITY: "city_amount", LOCALITY: "locality_amount", TRANSFER: "transfer"}
"""Money columns → field of the line."""

ARRIVED, SENT_BACK = "已到账", "退票"
RESULTS: Final = (ARRIVED, SENT_BACK)

TOTAL = "合计"
IN_WORDS = "合计金额（大写）"
LIST_ID = "清单编号"


def spelled(title: str) -> str:
    """A title written one way: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", title).split())


def unit_of(title: str) -> str:
    """What stands in the brackets of a title: ``拨付金额(万元)`` → ``万元``."""
    found = re.search(r"\(([^)]*)\)$", spelled(title))
    return found[1] if found else ""
