"""Mails to invited units: what is promised with clause and quote, the prefilled figures, and that silence costs nothing."""

from datetime import UTC, date, datetime

import pytest

from adapters.mail.render import render
from domain.calculator.award import SheetLine
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.invitation.invited import Invited, ListSource
from domain.invitation.mail_facts import (
    INVITATION_TITLES,
    InvitationMailFacts,
    InvitationMailKind,
    mail_facts,
)
from domain.money import ZERO

POLICY = load_catalogue().policies[-1]
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SOURCE = ListSource(title="2026年<名单>", number="廊工信〔2026〕8号", documents_held=("7.2-1",))
LINE = SheetLine(
    step="确定金额",
    clause="第7条",
    quote="一次性奖补",
    explanation="首次达到",
    reading="m7_2.several_tiers_in_one_year",
    result=ZERO,
)
ALL = pytest.mark.parametrize("kind", InvitationMailKind, ids=lambda kind: kind.value)
PREFILLED = (InvitationMailKind.INVITED, InvitationMailKind.REMINDED)


def invitation(
    kind: InvitationMailKind = InvitationMailKind.INVITED, code: str = "revenue_milestone", reason: str = ""
) -> InvitationMailFacts:
    """The mail of a type, with the examples of its facts."""
    facts = {fact.name: fact.shown_example for fact in POLICY.type(code).facts_for((Phase.FILING,))}
    invited = Invited(
        unit="91131071MAFAKE019W",
        unit_name="廊坊<云枢>公司",
        locality="kfq",
        contact_email="secret@example.com",
        award_base_key="云枢",
        award_base="",
        facts=facts,
        amount=ZERO,
        sheet=(LINE,),
    )
    return mail_facts(
        kind,
        POLICY,
        code,
        invited,
        SOURCE,
        reply_by=date(2026, 12, 11),
        at=AT,
        today=date(2026, 11, 23),
        url="https://duixian.example.com/v1/invitations/1",
        reason=reason,
    )


@ALL
def test_every_mail_says_who_invites_by_which_document_under_which_clause(kind: InvitationMailKind) -> None:
    mail = render(invitation(kind, reason="名单废止。"))
    assert mail.subject == f"[兑现] {INVITATION_TITLES[kind]} · 营收首次突破奖补"
    for word in (
        "市工信局",
        "《2026年<名单>》（廊工信〔2026〕8号）",
        "第7条",
        "廊坊<云枢>公司",
        "名单废止。",
        "2026年11月23日 09:30",
    ):
        assert word in mail.text
    assert "2029年12月31日之前" in mail.text
    assert "廊坊&lt;云枢&gt;公司" in mail.html
    assert "<云枢>" not in mail.html
    assert "m7_2." not in mail.text + mail.html, "a code of ours is not for readers"
    assert "secret@example.com" not in mail.text + mail.html


@pytest.mark.parametrize("kind", PREFILLED, ids=lambda kind: kind.value)
def test_whoever_can_confirm_sees_figures_sheet_and_until_when(kind: InvitationMailKind) -> None:
    mail = render(invitation(kind))
    for body in (mail.text, mail.html):
        for word in (
            "520,000,000.00 元（52,000 万元）",
            "以审核核定为准",
            "首次达到",
            "2026年12月11日（含当日）之前",
            "审计报告(本年及历年)",
            "不会对贵单位造成任何不利影响",
        ):
            assert word in body, word


@pytest.mark.parametrize("kind", [InvitationMailKind.LAPSED, InvitationMailKind.WITHDRAWN])
def test_when_it_is_over_no_figures_are_told(kind: InvitationMailKind) -> None:
    mail = render(invitation(kind))
    assert "520,000,000.00" not in mail.text + mail.html
    assert "撤回原因" not in mail.text + mail.html


@pytest.mark.parametrize("code", sorted(POLICY.types))
def test_the_figures_of_every_type_can_be_told(code: str) -> None:
    mail = render(invitation(code=code))
    for body in (mail.text, mail.html):
        assert not any(rest in body for rest in ("{{", "}}", "{%", "None", "Undefined", "True", "False"))
    for fact in POLICY.type(code).facts_for((Phase.FILING,)):
        assert fact.label in mail.text
    assert "\n\n\n" not in mail.text
