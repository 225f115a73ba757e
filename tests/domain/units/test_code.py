"""Codes by GB 32100: letters in the first places, eighteen signs, the last of which checks the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from domain.units.code import compact, is_code

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def checked(head: str) -> str:
    return head + str(uscc.calc_check_digit(head))


@pytest.mark.parametrize(
    "code",
    [
        *("91131071MAFAKE019W", "91131071mafake019w", " 91131071 MAFAKE 019W ", "91131071-MAFAKE019W"),
        *("９１１３１０７１ＭＡＦＡＫＥ０１９Ｗ", checked("12131000MB1234567"), checked("51131000MJ0123456")),
        *(checked("N2131025MA0ABCDEF"), checked("Y1131002MA0123456"), checked("A1110000MA0123456")),
        *(checked("93131025MA0ABCDEF"), checked("92131081MA0ABCDEF")),
    ],
)
def test_a_code_is_one_however_it_was_spaced(code: str) -> None:
    assert is_code(code)
    assert len(compact(code)) == 18


@pytest.mark.parametrize(
    "code",
    [
        *("", "91131071MAFAKE019", "91131071MAFAKE019W1", "91131071MAFAKE019X", "91131071MAFAKE018W"),
        *(checked("B1131071MAFAKE019"), checked("0113107 1MAFAKE019".replace(" ", ""))),
        *(
            checked("911310A1MAFAKE019"),
            "91131071MAFAKI019W",
            "91131071MAFAKE019Ｗ1",
            "廊坊云枢智算科技有限公司一二三四五六",
        ),
    ],
)
def test_what_is_none_is_refused(code: str) -> None:
    assert not is_code(code)


@given(st.text(SIGNS, min_size=9, max_size=9), st.integers(0, 16), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(organisation: str, place: int, sign: str) -> None:
    code = checked(f"91131071{organisation}")
    other = code[:place] + sign + code[place + 1 :]
    assert is_code(other) == (other == code)
