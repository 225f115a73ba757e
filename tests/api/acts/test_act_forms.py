"""Every act has one address and one request, and plain data is refused exactly as its route refuses it."""

from typing import get_args

import pytest

from api.acts.addresses import ADDRESSES, href_of
from api.acts.routes import router
from api.openapi import roles_of, routes_of
from commands.access.caller import Caller
from commands.access.roles import Roles
from commands.acts.preparing import asked
from commands.acts.registry import act_asked
from domain.case.acts.act import Act
from domain.case.acts.filing import File, Supplement
from domain.case.acts.payment import ConfirmPayment
from domain.case.acts.registry import ACTS
from domain.case.acts.request import request_of
from domain.case.acts.signing import SignOff
from domain.case.acts.time import PauseClock, PauseRequest
from domain.case.roles import Role
from domain.errors import InvalidInput, NotAllowed

CLERK = Caller(account="a-1", roles=(Role.OFFICIAL,), department="development_and_reform")
APPLICANT = Caller(account="a-2", roles=(Role.APPLICANT,), unit="91131000MA0EXAMPLE")
NUMBER = "LF2026-0101-00001"


def test_every_act_but_filing_has_an_address_of_its_own() -> None:
    assert set(ADDRESSES) == set(ACTS) - {File}
    assert len({address.path for address in ADDRESSES.values()}) == len(ADDRESSES)
    assert all(("{" in address.path) == bool(act.rules.subject) for act, address in ADDRESSES.items())
    assert href_of(NUMBER, "review_instalment", "2") == f"/v1/applications/{NUMBER}/instalments/2/review"


def test_every_act_has_a_route_for_its_roles() -> None:
    found = {route.name: roles_of(route.dependant) for route in routes_of([router])}
    assert found == {act.kind: {Roles(*act.rules.by).text} for act in ADDRESSES}


def test_what_is_asked_for_is_the_class_without_its_envelope() -> None:
    assert set(request_of(SignOff).model_fields) == {"decision", "reason"}
    assert set(request_of(ConfirmPayment).model_fields) == {"paid_on", "reason"}
    assert set(request_of(Supplement).model_fields) == {"facts", "other_funding", "reason"}
    assert request_of(PauseClock) is PauseRequest


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind)
def test_every_field_of_a_request_is_kept_unless_the_request_is_the_act_s_own(act: type[Act]) -> None:
    fields = set(request_of(act).model_fields)
    assert act.request is not None or fields <= set(act.model_fields)
    assert not fields & {"id", "by", "digest", act.rules.subject, *act.rules.worked_out}


def test_the_decisions_of_an_act_are_those_that_it_takes() -> None:
    for act in ACTS:
        field = act.model_fields.get("decision")
        assert set(get_args(field.annotation) if field else ()) == set(act.rules.decisions), act.kind
        assert act.rules.reasoned <= set(act.rules.decisions)


def test_plain_data_becomes_a_filled_in_form() -> None:
    claim = {"facts": {"operating_cost": "1.00"}, "other_funding": []}
    wanted = asked(APPLICANT, NUMBER, "k", "claim_instalment", "1", claim)
    assert (wanted.act.kind, wanted.subject, wanted.body.model_dump()["facts"]) == (
        "claim_instalment",
        "1",
        {"operating_cost": "1.00"},
    )


@pytest.mark.parametrize(
    ("kind", "subject", "body", "paths"),
    [
        ("review", "", {"decision": "perhaps", "colour": 1}, {"decision", "colour"}),
        ("review", "3", {"decision": "approve"}, {"subject"}),
        ("review_instalment", "first", {}, {"subject", "decision"}),
        ("review_instalment", "0", {"decision": "approve"}, {"subject"}),
        ("sign_off", "", [], {"body"}),
        ("sign_off", "", {"decision": "agree", "reason": "\x00"}, {"body"}),
    ],
)
def test_wrong_data_is_told_field_by_field(kind: str, subject: str, body: object, paths: set[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        asked(CLERK, NUMBER, "k", kind, subject, body)
    assert {field.path for field in refused.value.facts.fields} == paths


def test_an_unknown_act_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidInput) as refused:
        act_asked("applaud")
    assert "sign_off" in refused.value.facts.fields[0].message


def test_another_role_is_refused_before_its_words_are_read() -> None:
    with pytest.raises(NotAllowed):
        asked(APPLICANT, NUMBER, "k", "review", "", {"decision": 7})
