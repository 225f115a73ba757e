"""Numbers of persons in words that others read are warned of; figures, days and codes of units are not."""

import pytest

from domain.personal_data.numbers import numbers_in, warnings_of

ID, PHONE, CARD = "居民身份证号码", "手机号码", "银行卡号"


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("请联系王某，电话13800138000。", (PHONE,)),
        ("电话+8613800138000", (PHONE,)),
        ("电话 138 0013 8000", (PHONE,)),
        ("身份证11010519491231002X号", (ID,)),
        ("身份证 110105 19491231 002x", (ID,)),
        ("卡号6222 6002 6000 1072 444", (CARD,)),
        ("11010519491231002X 和 13800138000", (ID, PHONE)),
        ("身份证110105194912310021", ()),  # the check digit does not fit
        ("卡号6222600260001072445", ()),
        ("金额123000000.00元，2026年3月1日", ()),
        ("统一社会信用代码91131082MAFAKE027M", ()),
        ("案件LF2026-0101-00001", ()),
        ("合同编号20260301138001380001", ()),
        ("", ()),
    ],
)
def test_numbers_of_persons_are_told_from_others(words: str, kinds: tuple[str, ...]) -> None:
    assert numbers_in(words) == kinds


def test_only_what_others_read_is_looked_at_wherever_it_stands() -> None:
    said = {
        "account_number": "6222600260001072444",
        "content": "13800138000",
        "reason": "13800138000",
        "items": [{"problem": "13900139000 和 11010519491231002X"}],
        "count": 1,
    }
    first, second = warnings_of(said)
    assert (
        first.startswith("reason中似有手机号码"),
        second.startswith("problem中似有居民身份证号码、手机号码"),
    ) == (True, True)
    assert warnings_of({"reason": "不属于支持范围。"}) == []
