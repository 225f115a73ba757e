"""The body of urging."""

from pydantic import ConfigDict

from commands.bodies import Body, Reason


class UrgeBody(Body):
    """催办: whoever the case waits for is reminded, with these words where there are any."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "请于本周五前完成会签。"}]}
    )

    reason: Reason = ""
