"""Who must say something of other money (附则(四)), and when what was said before holds."""

from decimal import Decimal
from typing import Any

import pytest

from domain.other_funding.declared import OtherFunding, corrected
from domain.other_funding.judgement import FundingJudgement, FundingMatter, faults_of, ground_of

PROVINCIAL = OtherFunding(source="省级专项", amount=Decimal("2000000.00"))
POWER = OtherFunding(source="电费补贴", amount=Decimal("300000.00"))
OFF = FundingJudgement(kind="deducted", amount=Decimal("1.00"), entries=(1,), reason="同一事项。")
NOTHING = FundingJudgement(kind="none")


@pytest.mark.parametrize(
    ("matter", "words"),
    [
        ({}, ""),
        ({"declared": (PROVINCIAL,)}, "1 笔共 2,000,000.00 元"),
        ({"before": OFF}, "此前认定为“扣除”"),
        ({"before": NOTHING}, ""),
        ({"declared": (PROVINCIAL,), "decision": "refuse"}, ""),
        ({"declared": (PROVINCIAL,), "decision": "ask"}, ""),
        # the expert review, which goes by what the lead found
        ({"declared": (PROVINCIAL,), "before": OFF, "judged": (PROVINCIAL,), "stands": True}, ""),
        ({"declared": (PROVINCIAL, POWER), "before": OFF, "judged": (PROVINCIAL,), "stands": True}, "2 笔"),
        # who is not the lead
        (
            {
                "declared": (PROVINCIAL,),
                "before": OFF,
                "judged": (PROVINCIAL,),
                "stands": True,
                "may_judge": False,
            },
            "",
        ),
        ({"declared": (POWER,), "stands": True, "may_judge": False}, "先由牵头部门更正决定"),
    ],
)
def test_what_is_missing_is_asked_for_where_it_is_due(matter: dict[str, Any], words: str) -> None:
    found = faults_of(None, FundingMatter(**{"decision": "grant", **matter}))
    assert [fault.path for fault in found] == (["other_funding"] if words else [])
    assert all(words in fault.message for fault in found)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ((PROVINCIAL,), ""),
        ((), "原申报 1 笔共 2,000,000.00 元，更正为 0 笔共 0.00 元"),
        ((PROVINCIAL, POWER), "更正为 2 笔共 2,300,000.00 元"),
    ],
)
def test_a_declaration_that_says_something_else_is_told(after: tuple[OtherFunding, ...], words: str) -> None:
    assert words in corrected((PROVINCIAL,), after)
    assert bool(words) is bool(corrected((PROVINCIAL,), after))


def test_the_ground_of_a_refusal_says_each_thing_once() -> None:
    excluded = FundingJudgement(kind="excluded", entries=(1, 1), document="7号", reason="已全额支持。")
    assert ground_of(excluded, (PROVINCIAL,), "以不重复享受为原则", "已全额支持。") == (
        "同一事项已由其他政策支持（省级专项、7号），按附则(四)“以不重复享受为原则”，不重复享受。已全额支持。"
    )
