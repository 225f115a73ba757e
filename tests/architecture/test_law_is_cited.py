"""The policy's text laid beside the catalogue: no words of the law without a rule, no quote that the law does not say.

A run of words is cited when a quote of its own measure covers it: of a rule, a condition, a stage, a
review point, a closing provision, or a `[[notes]]` entry that says why there is nothing to compute.
"""

import re
from decimal import Decimal

import pytest

from domain.catalogue.consistency import quotes_in
from domain.catalogue.registry import load_catalogue
from domain.catalogue.schema import Policy, SubsidyType

POLICIES = load_catalogue().policies
TYPES = [subsidy for policy in POLICIES for subsidy in policy.types.values()]
PARAGRAPH = re.compile(r"^(?:(?P<measure>\d+)\. ?|(?P<closing>\([一二三四五六]\))|)(?P<words>.+。)$")
BREAKS = re.compile(r"[。;,:]")


def quotes_of(policy: Policy, measure: int | None) -> list[str]:
    """Quotes that may cover a paragraph: those of its measure, or else of the closing provisions."""
    notes = [note.quote for note in policy.notes]
    if measure is None:
        return [*notes, *(provision.quote for provision in policy.closing.values())]
    types = [subsidy for subsidy in policy.types.values() if subsidy.measure == measure]
    found = policy.measure(measure)
    return [*notes, found.title, *quotes_in(found), *quotes_in(types)]


def uncited(policy: Policy, text: str) -> list[str]:
    """Every fragment of a sentence of which some word is covered by no quote. Headings have no full stop."""
    missing: list[str] = []
    for line in text.splitlines():
        if found := PARAGRAPH.match(line):
            measure = int(found["measure"]) if found["measure"] else None
            missing += _uncited_in(found["words"], quotes_of(policy, measure))
    return missing


def _uncited_in(words: str, quotes: list[str]) -> list[str]:
    covered = [bool(BREAKS.match(character)) for character in words]
    for quote in quotes:
        for start in (match.start() for match in re.finditer(re.escape(quote), words)):
            covered[start : start + len(quote)] = [True] * len(quote)
    fragments = re.finditer(r"[^。;,:]+", words)
    return [each.group() for each in fragments if not all(covered[each.start() : each.end()])]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_every_word_of_the_law_is_cited(policy: Policy) -> None:
    assert uncited(policy, policy.text) == []


@pytest.mark.parametrize(
    "promise", ["对新办企业另给予10万元补助", "每户仅限一次"], ids=["a promise", "a limit"]
)
def test_a_sentence_that_nobody_cites_is_found(promise: str) -> None:
    policy = POLICIES[0]
    for place in ("责任部门:市工信局及各县", "(六)政策解释"):
        head, tail = policy.text.split(place, 1)
        longer = (
            f"{head}{promise};{place}{tail}" if "责任" in place else f"{head}(六){promise}。\n{place}{tail}"
        )
        assert uncited(policy, longer) == [promise]


def test_a_quote_of_one_measure_does_not_cover_another() -> None:
    policy = POLICIES[0]
    moved = policy.text.replace("最高不超过200万元", "上限1000万元")
    assert "上限1000万元" in uncited(policy, moved)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_every_quote_occurs_in_the_text(policy: Policy) -> None:
    assert [quote for quote in quotes_in(policy) if quote not in policy.text] == []


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_all_measures_and_closing_provisions_are_there_in_the_texts_order(policy: Policy) -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", policy.text, re.MULTILINE)]
    assert [measure.number for measure in policy.measures] == numbers
    for measure in policy.measures:
        assert f"{measure.number}. {measure.title}。" in policy.text


def written(amount: Decimal) -> set[str]:
    """The ways in which the law writes a number."""
    plain = {f"{(amount / 10_000).normalize():f}万", f"{(amount / 100_000_000).normalize():f}亿"}
    return plain | {f"{amount.normalize():f}个"} | ({"十亿"} if amount == 10**9 else set())


def numbers_beside_quotes(subsidy: SubsidyType) -> list[tuple[set[str], str]]:
    """Each number of a type as the law writes it, with the quote it stands beside."""
    rule, pairs = subsidy.rule, []
    if rate := getattr(rule, "rate", None):
        pairs.append(({f"{(rate * 100).normalize():f}%"}, rule.quote))
    if rule.kind == "fixed":
        pairs.append((written(rule.amount), rule.quote))
    if cap := getattr(rule, "cap", None):
        pairs.append((written(cap.amount), cap.quote))
    if rule.kind == "tiers":
        pairs += [
            (written(number), rule.quote) for tier in rule.tiers for number in (tier.threshold, tier.amount)
        ]
    pairs += [(written(each.minimum), each.quote) for each in subsidy.conditions if each.kind == "at_least"]
    if voucher := subsidy.voucher:
        pairs.append((written(voucher.pool_per_year), voucher.pool_quote))
        pairs.append((written(voucher.unit_cap_per_year), voucher.unit_cap_quote))
    if batch := subsidy.batch:
        pairs.append((written(Decimal(batch.quota)), batch.quote))
    return pairs


@pytest.mark.parametrize("subsidy", TYPES, ids=lambda subsidy: subsidy.code)
def test_every_number_stands_beside_the_words_it_comes_from(subsidy: SubsidyType) -> None:
    for ways, quote in numbers_beside_quotes(subsidy):
        assert any(way in quote for way in ways), (ways, quote)
