"""The bodies of requests about invitations (免申即享)."""

from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from commands.bodies import Body
from domain.case.acts.act import Facts
from domain.day import Day
from domain.invitation.reading import MOST_ROWS, ListRow
from domain.other_funding.declared import Declaration
from domain.words import Code, MailAddress, OneLine, Reason, ShortWords, Words

Cell = Annotated[str, StringConstraints(max_length=500), OneLine]


def _example(**content: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [content]})


class InvitationListHead(Body):
    """What is said of a list as a whole."""

    measure: Code = Field(description="Code of the subsidy type.")
    source_title: ShortWords = Field(description="Title of the document that the list comes from.")
    source_number: ShortWords = Field(description="Its number （文号）.")
    reply_by: Day = Field(description="The last day on which units may confirm.")
    documents_held: list[Code] = Field(
        [],
        max_length=50,
        description="Codes of documents that the office has with the list: not asked for again.",
    )


class InvitationItem(Body):
    """One unit of a list; judged like a row of a file."""

    unit: Cell
    unit_name: Cell
    locality: Cell
    contact_email: Cell = ""
    award_base_key: Cell = ""
    facts: Facts


class InvitationListBody(InvitationListHead):
    """A list as JSON; as a file the same is sent as multipart form with ``file`` in place of ``items``."""

    model_config = _example(
        measure="national_research_platform",
        source_title="2026年国家级平台认定名单",
        source_number="国科发〔2026〕8号",
        reply_by="2026-12-31",
        documents_held=["5.2-1"],
        items=[
            {
                "unit": "91131071MAFAKE019W",
                "unit_name": "廊坊云枢智算科技有限公司",
                "locality": "kfq",
                "award_base_key": "云枢实验室",
                "facts": {"platform_kind": "key_laboratory"},
            }
        ],
    )

    items: list[InvitationItem] = Field(min_length=1, max_length=MOST_ROWS)

    def rows(self) -> tuple[ListRow, ...]:
        """The items as rows."""
        return tuple(
            ListRow(row=index + 1, place=f"items[{index}]", **item.model_dump())
            for index, item in enumerate(self.items)
        )


class ConfirmBody(Body):
    """确认申报: the prefilled application is filed as it stands."""

    model_config = _example(credit_commitment=True, other_funding=[])

    credit_commitment: StrictBool = Field(description="The letter of credit (C3), signed.")
    other_funding: Declaration = Field(description="The declaration C8.")
    contact_email: MailAddress | None = None
    corrections: Facts | None = Field(
        None, description="Refused: who corrects figures applies in the ordinary way."
    )


class DeclineBody(Body):
    """不需要."""

    model_config = _example(reason="本年度不申报。")

    reason: Reason = ""


class WithdrawBody(Body):
    """撤回尚未答复的邀请."""

    model_config = _example(reason="名单文件已废止。")

    reason: Words


REFERENCE: Final = "#/components/schemas/{model}"
"""Where the documentation of the API keeps the parts of a schema."""


def request_content() -> dict[str, Any]:
    """How OpenAPI describes a list: as JSON, or as a form with a file."""
    whole = InvitationListBody.model_json_schema(ref_template=REFERENCE)
    whole["properties"]["items"]["items"] = whole.pop("$defs")["InvitationItem"]
    head = InvitationListHead.model_json_schema(ref_template=REFERENCE)
    form = {**head, "properties": {**head["properties"], "file": {"type": "string", "format": "binary"}}}
    form["required"] = [*head["required"], "file"]
    content = {"application/json": {"schema": whole}, "multipart/form-data": {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}
