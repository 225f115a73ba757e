"""Every act has one form, and plain data is refused exactly as its route refuses it."""

import pytest

from commands.access.caller import ACTS_OF, Caller
from commands.acts.preparing import asked
from commands.acts.registry import FORMS, form_of
from domain.case.acts import ACTS
from domain.case.roles import Role
from domain.errors import InvalidInput, NotAllowed

CLERK = Caller(account="a-1", roles=(Role.OFFICIAL,), department="development_and_reform")
APPLICANT = Caller(account="a-2", roles=(Role.APPLICANT,), unit="91131000MA0EXAMPLE")
NUMBER = "LF2026-0101-00001"


def test_every_form_becomes_an_act_of_its_kind() -> None:
    assert {kind: ACTS[kind] for kind in FORMS} == {kind: form.act for kind, form in FORMS.items()}


def test_every_form_has_an_address_and_a_digest_of_its_own() -> None:
    assert len({form.path for form in FORMS.values()}) == len(FORMS)
    assert len({form.asked_as("1") for form in FORMS.values()}) == len(FORMS)
    assert all(("{subject}" in form.path) == (form.subject is not None) for form in FORMS.values())


def test_what_a_role_can_do_is_what_the_forms_let_it_do() -> None:
    may = {role: {kind for kind, form in FORMS.items() if role in form.may.roles} for role in Role}
    assert may == {role: set(kinds) for role, kinds in ACTS_OF.items()}


def test_plain_data_becomes_a_filled_in_form() -> None:
    wanted = asked(APPLICANT, NUMBER, "k", "claim_instalment", "1", {"facts": {"operating_cost": "1.00"}})
    assert (wanted.form.kind, wanted.subject, wanted.body.facts) == (
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
        form_of("applaud")
    assert "sign_off" in refused.value.facts.fields[0].message


def test_another_role_is_refused_before_its_words_are_read() -> None:
    with pytest.raises(NotAllowed):
        asked(APPLICANT, NUMBER, "k", "review", "", {"decision": 7})
