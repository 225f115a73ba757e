"""The body of a preview."""

from pydantic import ConfigDict, Field

from commands.bodies import Body, Code, Facts


class PreviewBody(Body):
    """办理前预览: an act, and what its own route would be sent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"act": "sign_off", "body": {"decision": "agree"}}]},
    )

    act: Code = Field(description="Kind of act, such as `sign_off`; see `allowed_acts` of the case.")
    subject: str = Field("", max_length=64, description="Which payment, instalment, redemption or objection.")
    body: Facts = Field({}, description="The body of the act's own route.")
