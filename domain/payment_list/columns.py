"""The columns of a payment list, in their order: the same in the file that goes out and in the one that comes back."""

from typing import Final

from domain.spreadsheet.titles import Column, InputColumn, spelled

NUMBER, PAYMENT, CASE, PURPOSE = "序号", "支付编号", "案件编号", "用途"
ACCOUNT_NAME, BANK, ACCOUNT = "收款人户名", "开户银行", "收款账号"
AMOUNT, CITY, LOCALITY, TRANSFER = "核定金额（元）", "市级承担（元）", "属地承担（元）", "拨付金额（元）"
RESULT, PAID_ON, REASON = "结果", "到账日期", "退票原因"
STATE, REMARK = "状态", "状态说明"
OUT_ONLY: Final = frozenset({STATE, REMARK})
"""What is told of each payment as it stands; of no meaning in the file that comes back."""


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
    Column(title=STATE, width=10),
    Column(title=REMARK, width=30),
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
INPUTS: Final = tuple(
    InputColumn(
        title=title,
        names=frozenset({spelled(title)}),
        needed=title not in OUT_ONLY,
        is_money=title in SUMS,
    )
    for title in TITLES
)
"""The columns as they come back: all that say what was paid."""

ARRIVED, SENT_BACK = "已到账", "退票"
RESULTS: Final = (ARRIVED, SENT_BACK)

TOTAL = "合计"
IN_WORDS = "合计金额（大写）"
LIST_ID = "清单编号"
