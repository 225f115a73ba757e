"""An authenticator is proved for exactly what it was made for, by a key that is still in use."""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from domain.case.acts.review import Review
from domain.case.authenticity.acts import certified, statement_of
from domain.case.authenticity.authenticator import Keyring
from domain.case.roles import Actor, Role

OLD, NEW, OTHER = (f"key number {number} of a test with 32 bytes" for number in range(3))
AT = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)
CASE = "LF2026-0101-00001"
CLERK = Actor(account="a1", role=Role.OFFICIAL, party="development_and_reform")
ACT = Review(
    id="1",
    by=CLERK,
    digest="d",
    decision="approve",
    verified_facts={"amount": "1.50", "places": [1, 2]},
    reason="经核实，符合条件。",
)


def sent(keys: str = OLD, act: Review = ACT, case: str = CASE) -> Review:
    """An act as its case gets it: through JSON."""
    return Review.model_validate_json(certified(Keyring.of(keys), case, act, AT).model_dump_json())


def test_the_code_is_the_one_of_rfc_2104_over_the_written_statement() -> None:
    authenticator = sent().authenticator
    assert authenticator is not None
    content = statement_of(CASE, ACT).content_digest
    written = (
        '{"by":{"account":"a1","for_account":"","party":"development_and_reform","role":"official"},'
        f'"case_number":"{CASE}","content_digest":"{content}","id":"1","kind":"review","sent_at":"2026-12-01T02:30:00+00:00"}}'
    )
    assert authenticator.code == hmac.new(OLD.encode(), written.encode(), sha256).hexdigest()
    assert authenticator.key == sha256(OLD.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("keys", "holds"),
    [(OLD, True), (f"{NEW}, {OLD}", True), (f"{OLD},{NEW}", True), (NEW, False), (OTHER, False)],
)
def test_every_key_that_is_listed_proves_what_it_made(keys: str, holds: bool) -> None:
    act = sent(OLD)
    assert Keyring.of(keys).proves(statement_of(CASE, act), act.authenticator) is holds


def test_the_first_key_makes_authenticators() -> None:
    act = sent(f"{NEW},{OLD}")
    assert Keyring.of(NEW).proves(statement_of(CASE, act), act.authenticator)
    assert not Keyring.of(OLD).proves(statement_of(CASE, act), act.authenticator)


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "2"},
        {"by": CLERK.model_copy(update={"account": "a2"})},
        {"by": CLERK.model_copy(update={"party": "finance_bureau"})},
        {"by": CLERK.model_copy(update={"for_account": "a3"})},
        {"by": CLERK.model_copy(update={"role": Role.FINANCE})},
        {"digest": "e"},
        {"decision": "reject"},
        {"reason": "不符合条件。"},
        {"verified_facts": {"amount": "1.5", "places": [1, 2]}},
        {"verified_facts": {"amount": "1.50", "places": [2, 1]}},
        {"expert_score": 80},
    ],
)
def test_whatever_is_changed_in_an_act_is_found(changed: dict[str, Any]) -> None:
    forged = sent().model_copy(update=changed)
    assert not Keyring.of(OLD).proves(statement_of(CASE, forged), forged.authenticator)


def test_another_case_another_moment_and_nothing_at_all_are_found() -> None:
    act, keyring = sent(), Keyring.of(OLD)
    assert act.authenticator is not None
    statement = statement_of(CASE, act)
    later = act.authenticator.model_copy(update={"sent_at": AT + timedelta(seconds=1)})
    assert not keyring.proves(statement_of("LF2026-0101-00002", act), act.authenticator)
    assert not keyring.proves(statement, later)
    assert not keyring.proves(statement, act.authenticator.model_copy(update={"code": "é"}))
    assert not keyring.proves(statement, None)


def test_builds_of_which_one_knows_a_field_more_agree_where_it_was_not_said() -> None:
    class NextReview(Review):
        added: str = "as before"

    act = sent()
    newer = NextReview.model_validate_json(act.model_dump_json())
    assert Keyring.of(OLD).proves(statement_of(CASE, newer), newer.authenticator)
    said = NextReview.model_validate({**act.model_dump(), "added": "something else"})
    assert not Keyring.of(OLD).proves(statement_of(CASE, said), said.authenticator)


def test_a_keyring_shows_no_key() -> None:
    assert OLD not in repr(Keyring.of(OLD))
