"""A file of the treasury is checked at the same door: rows of a case that its sender left are refused, the others go on."""

import uuid
from datetime import UTC, datetime

from adapters.store.engine import transaction
from adapters.store.people.accounts import account_by_username
from adapters.store.people.recusals import RecusalRecord, add_recusal
from tests.api.asking import problem_of
from tests.api.listed_payments import Treasury, as_xlsx, case_number, filled
from tests.api.listed_payments import treasury as treasury


def leave(treasury: Treasury, username: str) -> None:
    """Somebody of the treasury leaves the first case for good."""
    person = account_by_username(treasury.engine, username)
    assert person is not None
    recusal = RecusalRecord(
        case_number=case_number(1),
        account=person.id,
        party="finance_bureau",
        reason=f"近亲属任职 {uuid.uuid4().hex}",
        at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    with transaction(treasury.engine) as session:
        add_recusal(session, recusal)


async def test_who_left_a_case_puts_its_payment_on_no_list(treasury: Treasury) -> None:
    leave(treasury, "finance")
    problem = problem_of(await treasury.make(), 403, "conflict-of-roles")
    (wrong,) = problem["errors"]
    assert "回避" in wrong["message"]
    assert "treasury办理" in wrong["message"]


async def test_a_row_of_a_case_that_the_sender_left_is_refused_with_who_can_act(treasury: Treasury) -> None:
    made = (await treasury.make()).json()
    leave(treasury, "treasury")
    answer = await treasury.send(made["id"], as_xlsx(filled(await treasury.file(made["id"]))))
    rows = {row["case_number"]: row for row in answer.json()["rows"]}
    assert rows[case_number(1)]["status"] == "refused"
    assert "回避" in str(rows[case_number(1)])
    assert "finance" in str(rows[case_number(1)])
    assert rows[case_number(2)]["status"] == "waiting"  # Temporal is away


async def test_a_file_that_another_began_is_not_gone_on_with_in_a_case_that_its_sender_left(
    treasury: Treasury,
) -> None:
    made = (await treasury.make()).json()
    content = as_xlsx(filled(await treasury.file(made["id"])))
    assert (await treasury.send(made["id"], content)).json()["counts"]["waiting"] == 2
    leave(treasury, "finance")
    rows = {
        row["case_number"]: row
        for row in (await treasury.send(made["id"], content, "finance")).json()["rows"]
    }
    assert (rows[case_number(1)]["status"], rows[case_number(2)]["status"]) == ("refused", "waiting")
    assert "回避" in rows[case_number(1)]["words"]
    assert (await treasury.send(made["id"], content)).json()["counts"]["waiting"] == 2
