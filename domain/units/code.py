"""The unified social credit code (统一社会信用代码, GB 32100): eighteen signs, the last of which checks the others.

The first says which authority registered the unit and may be a letter, as of farmers' cooperatives (N) or of bodies
that are registered elsewhere (Y); python-stdnum, which knows the check, takes digits alone there.
"""

import re
import unicodedata
from typing import Final

from stdnum.cn import uscc

_FORM: Final = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")

NO_CODE: Final = "不是有效的统一社会信用代码（18 位，校验位须正确）"
"""What is said of a code that is none."""


def compact(code: str) -> str:
    """A code as it is kept: capitals and digits of half width, without blanks and hyphens."""
    return uscc.compact(unicodedata.normalize("NFKC", code))


def is_code(code: str) -> bool:
    """Whether it is a unified social credit code, however it was spaced."""
    kept = compact(code)
    return bool(_FORM.fullmatch(kept)) and kept[-1] == uscc.calc_check_digit(kept[:-1])
