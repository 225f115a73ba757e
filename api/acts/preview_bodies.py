"""The body of a preview."""

from pydantic import ConfigDict, Field, JsonValue

from commands.bodies import Body
from commands.bulk.bodies import Subject
from domain.case.acts.act import Facts
from domain.case.acts.registry import BY_KIND
from domain.words import Code


class PreviewBody(Body):
    """办理前预览: an act, and what its own route would be sent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"act": "sign_off", "body": {"decision": "agree"}}]},
    )

    act: Code = Field(
        description="Kind of act, such as `sign_off`; see `allowed_acts` of the case.",
        json_schema_extra={"enum": list[JsonValue](sorted(BY_KIND))},
    )
    subject: Subject = Field("", description="Which payment, instalment, redemption or objection.")
    body: Facts = Field({}, description="The body of the act's own route.")
