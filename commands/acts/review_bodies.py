"""The bodies of checks and reviews, which may tell the applicant defects, all at once (一次性告知)."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from commands.bodies import Body, Facts, Reason, ShortWords


def _example(**content: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [content]})


class DefectBody(Body):
    """One defect: words from the library (``GET /v1/defect-reasons``), or the official's own in ``problem``."""

    model_config = _example(item="1.1-3", reason="figures_disagree", note="报告第12页")

    item: ShortWords = Field(description="Code of a document, name of a figure, or a part of the form.")
    reason: Annotated[str, StringConstraints(max_length=64)] = Field("", description="Code of the library.")
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = Field(
        "", description="Added to the words of the library."
    )
    problem: Reason = Field("", description="Own words, where the library has none.")


class TellingBody(Body):
    """What every body has that may tell defects."""

    defects: list[DefectBody] = Field([], max_length=100)
    new_fact: Reason = Field(
        "", description="What came up only after the first notice; a second one needs it, or"
    )
    supervisor_reason: Reason = Field("", description="why the department's supervisor asks once more.")


class CompletenessBody(TellingBody):
    """形式审查. What an earlier check received on paper need not be given again."""

    model_config = _example(decision="accept", received_on_paper=["1.1-1", "1.1-2", "1.1-3"])

    decision: Literal["accept", "supplement", "refuse"]
    reason: Reason = ""
    received_on_paper: list[ShortWords] = Field([], max_length=100)
    refer_to: Annotated[str, StringConstraints(max_length=64)] = ""


class ReviewBody(TellingBody):
    """牵头审核, and the expert review where the type has one. Points confirmed earlier need not be confirmed again."""

    model_config = _example(
        decision="approve",
        verified_facts={"audited_investment": "123000000.00"},
        checklist={"public_platform": True},
        reason="经核实，符合条件。",
    )

    decision: Literal["approve", "return", "reject"]
    reason: Reason = ""
    verified_facts: Facts | None = None
    checklist: dict[str, bool] = {}
    expert_score: int | None = Field(None, ge=0, le=100)


class InstalmentReviewBody(TellingBody):
    """年度审核."""

    model_config = _example(decision="approve", verified_facts={"operating_cost": "9860000.00"})

    decision: Literal["approve", "return", "reject"]
    verified_facts: Facts | None = None
    reason: Reason = ""
