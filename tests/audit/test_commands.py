"""The commands say what they found, and end as a script needs it."""

from pathlib import Path

import pytest

from adapters.store.audit.forged_acts import record_forged_act
from adapters.store.engine import transaction
from adapters.store.people.accounts import Account, save_account
from audit.__main__ import main
from domain.case.acts.endings import Withdraw
from domain.case.authenticity.acts import AuthenticityAsked, statement_of
from domain.case.roles import Actor, Role
from tests.activities.casework import LETTERHEAD
from tests.audit.record import AT, FIRST, HOUSE, LENGTH, SECOND, Record

NOBODY = Actor(account="0" * 32, role=Role.APPLICANT, party="applicant")
FORGED_ACTS = ((FIRST, "1"), (SECOND, "2"), ("LF2026-0101-99999", "3"))


@pytest.fixture(autouse=True)
def _of_the_record(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", record.url)


def test_a_record_that_holds_ends_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    told = capsys.readouterr().out
    assert "3 条链，13 条记录" in told
    assert "全部完好" in told


def test_acts_of_accounts_that_the_store_does_not_know_are_named(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2, 4, 5):
        save_account(record.engine, Account(id=f"a{number}", username=f"clerk{number}", password_hash="x"))
    assert main(["verify"]) == 0
    assert f"账号 a3 不在本系统账户中，记有 2 项办理，首项见 {FIRST} #3" in capsys.readouterr().out
    save_account(record.engine, Account(id="a3", username="clerk3", password_hash="x"))
    assert main(["verify"]) == 0
    assert "不在本系统账户中" not in capsys.readouterr().out


def test_acts_that_did_not_come_from_the_door_are_listed_and_the_record_holds(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = [statement_of(number, Withdraw(id=each, by=NOBODY, reason="x")) for number, each in FORGED_ACTS]
    with transaction(record.engine) as session:
        for said in (*forged, forged[0]):  # sent again it is the same
            record_forged_act(
                session, LETTERHEAD, AuthenticityAsked(statement=said, authenticator=None, at=AT)
            )
    found = record.verified()
    assert (found.holds, found.forged) == (True, 3)
    assert [(each.case_number, each.kind) for each in found.forged_acts] == [
        (number, "withdraw") for number, _ in FORGED_ACTS
    ]
    assert [each.case_number for each in record.verified(SECOND).forged_acts] == [SECOND]
    assert main(["verify"]) == 0
    told = f"2026-03-02T02:00:00.000000Z 案件 {SECOND} 收到未经本系统发出的“撤回申请”，未予办理。"
    assert told in capsys.readouterr().out


def test_a_record_that_does_not_hold_ends_with_one_and_names_the_entry(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    record.write("UPDATE audit_entry SET account = 'x' WHERE chain = :chain AND position = 3", chain=FIRST)
    assert main(["verify"]) == 1
    assert f"{FIRST} #3 changed: 内容与其摘要不符" in capsys.readouterr().out
    assert main(["verify", "--case", FIRST]) == 1
    assert main(["verify", "--case", SECOND]) == 0


def test_a_case_that_is_not_there_is_no_case_that_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--case", "LF2026-0101-09999"]) == 1
    assert "LF2026-0101-09999" in capsys.readouterr().out


def test_a_record_written_anew_from_end_to_end_does_not_lead_to_the_heads_that_were_kept(
    record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Chains, heads and the house chain all fit one another; only what is kept elsewhere tells."""
    kept = tmp_path / "heads.jsonl"
    assert main(["verify", "--keep", str(kept)]) == 0
    record.add(FIRST, 6)
    assert main(["verify", "--since", str(kept)]) == 0
    record.write("DELETE FROM audit_entry", "DELETE FROM audit_head")
    record.add(HOUSE, 1)
    for number in range(LENGTH):
        for chain in (FIRST, SECOND):
            record.add(chain, number + 50)
    assert main(["verify"]) == 0
    capsys.readouterr()
    assert main(["verify", "--since", str(kept)]) == 1
    told = capsys.readouterr().out
    assert all(
        f"{chain} #{length} replaced" in told for chain, length in ((FIRST, 5), (SECOND, 5), (HOUSE, 3))
    )
    assert main(["verify", "--since", str(kept), "--case", FIRST]) == 1
    assert SECOND not in capsys.readouterr().out


@pytest.mark.parametrize("content", ["x", "[]", '{"chain": "house"}'])
def test_a_file_that_has_no_heads_is_refused(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "heads.jsonl"
    assert main(["verify", "--since", str(kept)]) == 1
    kept.write_text(content)
    assert main(["verify", "--since", str(kept)]) == 1
    assert "第 1 行不是链头记录" in capsys.readouterr().out
