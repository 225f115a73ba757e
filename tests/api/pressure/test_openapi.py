"""OpenAPI is whole: what it points to is there, and what is asked for or chosen from is said."""

import json
import re

from fastapi import FastAPI

from domain.case.acts.registry import BY_KIND


def test_what_the_documentation_points_to_is_there(app: FastAPI) -> None:
    schema = app.openapi()
    named = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(schema)))
    assert named <= {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}


def test_what_is_asked_for_and_what_is_chosen_from_is_said(app: FastAPI) -> None:
    schema = app.openapi()
    filing = schema["paths"]["/v1/applications"]["post"]["parameters"]
    assert [(each["name"], each["required"]) for each in filing] == [("Idempotency-Key", True)]
    assert schema["components"]["schemas"]["PreviewBody"]["properties"]["act"]["enum"] == sorted(BY_KIND)
    assert "urge" in schema["components"]["schemas"]["BulkActBody"]["properties"]["act"]["enum"]


def test_every_operation_names_the_answers_of_the_door(app: FastAPI) -> None:
    for path, operations in app.openapi()["paths"].items():
        if path.startswith("/v1/"):
            for operation in operations.values():
                told = operation["responses"].keys()
                assert {"400", "401", "413", "415", "421", "422", "429", "503", "507"} <= told, path
