"""The bodies about acts in many cases at once (批量办理)."""

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, StrictBool, StringConstraints

from commands.bodies import Body
from domain.bulk.rules import BULK_RULES, MOST_ITEMS
from domain.case.acts.act import Facts
from domain.words import OneLine

CaseNumber = Annotated[str, StringConstraints(min_length=1, max_length=40), OneLine]
Subject = Annotated[str, StringConstraints(max_length=64), OneLine]


class BulkItemBody(Body):
    """One case, or one thing of a case. ``body`` replaces fields of the shared body for this item alone."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"case_number": "LF2026-0101-00002", "body": {"received_on_paper": ["1.1-1"]}}]
        },
    )

    case_number: CaseNumber
    subject: Subject = Field("", description="Which payment, where the act asks for one.")
    body: Facts = {}


class BulkActBody(Body):
    """An act in many cases. ``body`` is what the route of the act takes, shared by all items."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "act": "check_completeness",
                    "items": [
                        {"case_number": "LF2026-0101-00001"},
                        {"case_number": "LF2026-0101-00002", "body": {"received_on_paper": ["1.1-1"]}},
                    ],
                    "body": {"decision": "accept"},
                    "dry_run": True,
                }
            ]
        },
    )

    act: Annotated[str, StringConstraints(max_length=64), OneLine] = Field(
        description=f"One of: {', '.join(BULK_RULES)}.",
        json_schema_extra={"enum": list[JsonValue](sorted(BULK_RULES))},
    )
    items: list[BulkItemBody] = Field(min_length=1, max_length=MOST_ITEMS)
    body: Facts = {}
    dry_run: StrictBool = Field(description="Say what would come of each item, and do nothing.")
