"""The columns of a file of cases: which there are, what each holds, and what a header may not say."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

from domain.catalogue.facts import FactSpec
from domain.catalogue.schema import Policy
from domain.errors import FieldError

CASE_NUMBER, CODE, UNIT, LOCALITY = "case_number", "code", "unit", "locality"
COMPLETE_AT, KEY, SCORE = "complete_at", "award_base_key", "expert_score"
ROW: Final = "row"

REQUIRED: Final = (CASE_NUMBER, CODE, UNIT, LOCALITY, COMPLETE_AT)
OPTIONAL: Final = (KEY, SCORE)

CORE_TEXT: Final = f"""\
{CASE_NUMBER}     案件编号或行号，不重复；分年兑现（1.2）的各年用同一编号各占一行
{CODE}            事项代码，例如 compute_centre_construction（见 /v1/measures）
{UNIT}            申请单位的键，通常为统一社会信用代码；同一单位须写法一致
{LOCALITY}        属地代码，例如 kfq、131002
{COMPLETE_AT}     受理完备之日或时刻：2026-03-01、2026-03-01T09:30:00（北京时间）或带时区；
                先后决定额度与就高，日期同时作为申报日，年份作为额度与上限的年度
{KEY}  同一项目的键，事项要求填写时必填（平台名称、合同编号等）
{SCORE}    大模型批次遴选的专家评分，可不填（按 0 计）
其余各列：每个申报数据一列，列名为数据名（例如 audited_investment、revenue），只填本事项的数据，其余留空。
金额以元为单位，写作 12300000.00；以万元为单位的，列名写作“数据名（万元）”；是否类写 true 或 false；日期写 2026-03-01。
全角、千分位逗号、2026年3月1日等写法可以识别；“序号”“备注”两列略过。
安全性测试的 tests 为 JSON 文本：
[{{"product_kind":"server","product_name":"AX-2","institution":"测试中心","report_number":"AQ-1","tested_on":"2026-05-20",
"fee":"480000.00","passed":true}}]。
验收、年度兑现阶段的数据填了就按该阶段计算，不填则金额待定。"""


def fact_columns(policy: Policy) -> dict[str, FactSpec]:
    """Every fact of every type by its name; types that share a name share a column."""
    return {fact.name: fact for subsidy in policy.types.values() for fact in subsidy.facts}


def header_errors(columns: Collection[str], policy: Policy) -> list[FieldError]:
    """What is wrong with a header: unknown, repeated or missing columns, another unit than 元."""
    known = [*REQUIRED, *OPTIONAL, *fact_columns(policy)]
    found = [FieldError(path=name, message=_about(name, known)) for name in columns if name not in known]
    listed = list(columns)
    found += [
        FieldError(path=name, message="此列出现了两次")
        for name in sorted(set(listed))
        if listed.count(name) > 1
    ]
    found += [FieldError(path=name, message="缺少此列") for name in REQUIRED if name not in columns]
    return found


def _about(name: str, known: list[str]) -> str:
    if "万" in name or "亿" in name:
        return f"金额须以元为单位，或以“数据名（万元）”作列名；“{name}”不是这样的列名"
    near = get_close_matches(name, known, n=1)
    return f"没有名为“{name}”的列" + (f"，是否为“{near[0]}”？" if near else "")


def format_text(policy: Policy) -> str:
    """The whole file format in words, with the facts of every type."""
    lines = [CORE_TEXT, "", "各事项的数据列："]
    for subsidy in policy.types.values():
        facts = "、".join(f"{fact.name}（{fact.label}）" for fact in subsidy.facts)
        lines.append(f"  {subsidy.number} {subsidy.code}: {facts}")
    return "\n".join(lines)
