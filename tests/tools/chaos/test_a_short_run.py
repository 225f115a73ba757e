"""A short run with a fixed seed: every part is killed, nothing is wrong afterwards, and the proof would have seen it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from adapters.files.vault import Vault
from tools.chaos.proof.cases import check_cases
from tools.chaos.proof.findings import Findings, Wrong
from tools.chaos.proof.mail import check_mails
from tools.chaos.proof.money import check_money
from tools.chaos.proof.requests import check_requests
from tools.chaos.report import figures
from tools.chaos.run import ChaosRun
from tools.chaos.schedule import FaultKind, Target

pytestmark = pytest.mark.long


async def test_nothing_is_lost_twice_overspent_or_stuck_after_every_part_was_killed(
    short_run: ChaosRun,
) -> None:
    told = figures(short_run)
    made = short_run.saboteur.made
    assert {target for kind, target in made if kind is FaultKind.KILL} == set(Target), told
    assert len(short_run.journal.accepted) > 5 * short_run.plan.cases, told
    assert "lost 0 · twice 0 · overspent 0 · stuck 0" in told, told
    assert f"seed {short_run.plan.seed}" in told


@contextmanager
def tampered(run: ChaosRun, change: str, undo: str) -> Iterator[None]:
    """The store after a statement, and again as it was."""
    with psycopg.connect(run.stack.settings.database_url.replace("+psycopg", ""), autocommit=True) as store:
        assert store.execute(change).rowcount > 0
        try:
            yield
        finally:
            store.execute(undo)


async def proved(run: ChaosRun) -> Findings:
    """Everything that the end of a run checks, anew."""
    findings, settings = Findings(), run.stack.settings
    check_requests(run.engine, run.journal, Vault(settings.files), findings)
    check_money(run.engine, run.journal, findings)
    check_mails(run.engine, settings.var / "mail", findings)
    await check_cases(run.engine, run.stack.client, findings)
    return findings


TAMPERINGS = {
    "an act that was accepted is gone": (
        Wrong.LOST,
        "UPDATE act SET id = 'gone' WHERE id = (SELECT min(id) FROM act)",
        "UPDATE act SET id = {first_act} WHERE id = 'gone'",
    ),
    "a mail left and never came": (
        Wrong.LOST,
        "UPDATE mail SET message_id = '<nobody@x>' WHERE message_id = (SELECT min(message_id) FROM mail)",
        "UPDATE mail SET message_id = {first_mail} WHERE message_id = '<nobody@x>'",
    ),
    "a payment is paid a second time": (
        Wrong.TWICE,
        "INSERT INTO payment SELECT 'again', {payment_columns} FROM payment WHERE status = 'paid' LIMIT 1",
        "DELETE FROM payment WHERE id = 'again'",
    ),
    "a payment is higher than its award": (
        Wrong.OVERSPENT,
        "UPDATE payment SET amount = amount + 10000000000 WHERE status = 'paid'",
        "UPDATE payment SET amount = amount - 10000000000 WHERE status = 'paid'",
    ),
    "the store has a case in another stage than Temporal": (
        Wrong.STUCK,
        "UPDATE case_file SET stage = '追回中' WHERE number = (SELECT max(number) FROM case_file WHERE final)",
        "UPDATE case_file SET stage = {last_stage} WHERE stage = '追回中'",
    ),
}
"""What is wrong, how it is found, the statement that makes it so, and the one that undoes it."""


@pytest.mark.parametrize("what", TAMPERINGS)
async def test_the_proof_finds(short_run: ChaosRun, what: str) -> None:
    wrong, change, undo = TAMPERINGS[what]
    names = known_things(short_run)
    with tampered(short_run, change.format(**names), undo.format(**names)):
        findings = await proved(short_run)
    assert findings.count(wrong) >= 1, findings.sentences
    assert (await proved(short_run)).is_clean


def known_things(run: ChaosRun) -> dict[str, str]:
    """What the statements need to know of the store."""
    with psycopg.connect(run.stack.settings.database_url.replace("+psycopg", "")) as store:
        columns = store.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'payment' AND column_name <> 'id' ORDER BY ordinal_position"
        ).fetchall()
        asked = {
            "first_act": "SELECT quote_literal(min(id)) FROM act",
            "first_mail": "SELECT quote_literal(min(message_id)) FROM mail",
            "last_stage": "SELECT quote_literal(stage) FROM case_file WHERE final ORDER BY number DESC LIMIT 1",
        }
        known = {name: store.execute(query).fetchone() for name, query in asked.items()}
    return {
        "payment_columns": ", ".join(name for (name,) in columns),
        **{name: str(row[0]) for name, row in known.items() if row},
    }


async def test_a_caught_mail_that_is_gone_is_missed(short_run: ChaosRun) -> None:
    folder = short_run.stack.settings.var / "mail"
    mail = min(folder.glob("*.eml"))
    hidden = mail.rename(mail.with_suffix(".away"))
    findings = Findings()
    check_mails(short_run.engine, folder, findings)
    hidden.rename(mail)
    assert findings.count(Wrong.LOST) == 1


async def test_an_answer_that_differs_from_the_first_is_found(short_run: ChaosRun) -> None:
    accepted = short_run.journal.accepted[0]
    before = len(short_run.journal.contradictions)
    await short_run.callers.repeat(accepted)
    assert len(short_run.journal.contradictions) == before
    first, accepted.answer["stage"] = accepted.answer["stage"], "另一阶段"
    await short_run.callers.repeat(accepted)
    accepted.answer["stage"] = first
    assert short_run.journal.contradictions.pop().startswith("/v1/applications")
