"""The rules of every act, beside a table kept by hand."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from domain.case.acts.act import Act
from domain.case.acts.recovery import DecideRecovery
from domain.case.acts.registry import ACTS, BY_KIND, kinds_by, kinds_where
from domain.case.acts.rules import Group, Judges, Needs
from domain.case.roles import Actor, Role

APPLICANT_S = {
    "supplement",
    "report_acceptance",
    "claim_instalment",
    "redeem",
    "provide_payee",
    "withdraw",
    "request_reconsideration",
    "withdraw_reconsideration",
}
PAYING = {"check_payee", "issue_fund_document", "confirm_payment", "return_payment", "record_repayment"}
DECIDING = {
    *(
        "check_completeness",
        "review",
        "confirm_amount",
        "approve_as_head",
        "check_sample",
        "sign_off",
        "settle",
        "find_on_objection",
        "record_acceptance",
        "return_acceptance_report",
    ),
    *("review_instalment", "review_redemption", "terminate", "correct_decision", "answer_reconsideration"),
    *(
        "find_same_project",
        "stop_payment",
        "lift_stop",
        "decide_recovery",
        "decide_top_up",
        "reverse_recovery",
    ),
}
OF_TERMS = {"extend_term", "correct_extension", "pause_clock", "resume_clock"}
CONSULTING = {"add_signer", "copy_case"}


def test_every_act_there_is_stands_in_the_list_once() -> None:
    def below(cls: type[Act]) -> set[type[Act]]:
        return {cls}.union(*(below(each) for each in cls.__subclasses__()))

    assert {cls for cls in below(Act) if "rules" in cls.__dict__} == set(ACTS)
    assert len(BY_KIND) == len(ACTS)


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.APPLICANT, {"file", *APPLICANT_S, "raise_objection", "extend_term"}),
        (
            Role.OFFICIAL,
            {
                *(DECIDING - {"approve_as_head"}),
                *OF_TERMS,
                *CONSULTING,
                "raise_objection",
                "urge",
                "excuse_lapse",
            },
        ),
        (Role.FINANCE, {*PAYING, *OF_TERMS}),
        (Role.ADMINISTRATOR, set()),
        (Role.AUDITOR, set()),
        (Role.SUPERVISOR, {"approve_as_head"}),
    ],
)
def test_what_a_role_can_do(role: Role, kinds: set[str]) -> None:
    assert kinds_by(role) == kinds


@pytest.mark.parametrize(
    ("group", "kinds"),
    [
        (Group.APPLYING, {"file", *APPLICANT_S}),
        (Group.DECIDING, DECIDING),
        (Group.PAYING, PAYING),
        (Group.OBJECTING, {"raise_objection"}),
        (Group.NEUTRAL, {*OF_TERMS, *CONSULTING, "urge", "excuse_lapse"}),
    ],
)
def test_the_groups_of_four_eyes(group: Group, kinds: set[str]) -> None:
    assert kinds_where(lambda rules: rules.group is group) == kinds


@pytest.mark.parametrize(
    ("needs", "kinds"),
    [
        (Needs.CASE, {"find_same_project", "stop_payment", "lift_stop", *CONSULTING}),
        (Needs.NO_PAYMENT, {"withdraw", "terminate"}),
        (Needs.DECISION, {"correct_decision"}),
        (Needs.MONEY_PAID, {"decide_recovery", "decide_top_up"}),
        (Needs.LAPSE, {"excuse_lapse"}),
        (Needs.REMEDY, {"request_reconsideration"}),
        (Needs.TERM, OF_TERMS),
        (Needs.SOMEBODY_AWAITED, {"urge"}),
    ],
)
def test_the_acts_that_need_no_task(needs: Needs, kinds: set[str]) -> None:
    assert kinds_where(lambda rules: rules.needs is needs) == kinds


def test_who_judges_a_case() -> None:
    opinions = {
        "check_sample",
        "sign_off",
        "review_instalment",
        "review_redemption",
        "return_acceptance_report",
    }
    decisions = {
        "check_completeness",
        "review",
        "confirm_amount",
        "approve_as_head",
        "settle",
        "find_on_objection",
        "record_acceptance",
        "terminate",
        "correct_decision",
        "answer_reconsideration",
        "decide_top_up",
    }
    assert kinds_where(lambda rules: rules.judges is Judges.OPINION) == opinions
    assert kinds_where(lambda rules: rules.judges is Judges.DECISION) == decisions


def test_what_is_the_lead_s_alone_untold_public_or_opens_an_ended_case() -> None:
    leads = {
        "find_same_project",
        "terminate",
        "correct_decision",
        "answer_reconsideration",
        "excuse_lapse",
        "stop_payment",
        "lift_stop",
        "decide_recovery",
        "decide_top_up",
        "reverse_recovery",
        "urge",
        *CONSULTING,
    }
    assert kinds_where(lambda rules: rules.only_lead) == leads
    assert kinds_where(lambda rules: not rules.is_told) == {
        *CONSULTING,
        "sign_off",
        "confirm_amount",
        "find_same_project",
        "provide_payee",
        "check_payee",
        "supplement",
    }
    assert kinds_where(lambda rules: rules.is_public) == {"raise_objection"}
    assert kinds_where(lambda rules: rules.opens_ended) == {
        "request_reconsideration",
        "excuse_lapse",
        "decide_recovery",
        "decide_top_up",
        "return_payment",
        "find_same_project",
    }


def test_the_decisions_of_an_act_are_those_that_it_takes_and_the_burdening_ones_are_reasoned() -> None:
    for act in ACTS:
        field = act.model_fields.get("decision")
        assert set(get_args(field.annotation) if field else ()) == set(act.rules.decisions), act.kind
    assert {act.kind: set(act.rules.reasoned) for act in ACTS if act.rules.reasoned} == {
        "check_completeness": {"refuse"},
        "review": {"return", "reject"},
        "confirm_amount": {"return"},
        "approve_as_head": {"return"},
        "check_sample": {"return"},
        "check_payee": {"return"},
        "sign_off": {"object"},
        "record_acceptance": {"failed"},
        "review_instalment": {"return", "reject"},
        "review_redemption": {"reject"},
    }


def test_what_burdens_somebody_must_be_reasoned_by_its_type_where_it_has_no_decisions() -> None:
    must = {act.kind for act in ACTS if act.model_fields["reason"].is_required()}
    assert must == {
        *(
            "settle",
            "find_on_objection",
            "return_acceptance_report",
            "return_payment",
            "request_reconsideration",
            "withdraw",
            "terminate",
            "correct_decision",
            "find_same_project",
            "excuse_lapse",
            "answer_reconsideration",
        ),
        *(
            "stop_payment",
            "lift_stop",
            "decide_recovery",
            "decide_top_up",
            "reverse_recovery",
            *OF_TERMS,
            *CONSULTING,
        ),
    }


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"reason": " "}, "reason"),
        ({"clause": ""}, "clause"),
        ({"document_number": ""}, "document_number"),
        ({"means": "gift"}, "means"),
        ({"amount": "-1.00"}, "amount"),
    ],
)
def test_a_decision_that_says_too_little_is_no_act(changes: dict[str, Any], path: str) -> None:
    said = {
        "id": "1",
        "by": Actor(account="lin", role=Role.OFFICIAL, party="commerce"),
        "amount": "1.00",
        "reason": "经审计，投资额虚增。",
        "clause": "附则(四)",
        "means": "repayment",
        "document_number": "廊发改追〔2026〕1号",
    }
    assert DecideRecovery.model_validate(said).reason
    with pytest.raises(ValidationError) as wrong:
        DecideRecovery.model_validate(said | changes)
    assert [error["loc"] for error in wrong.value.errors()] == [(path,)]
