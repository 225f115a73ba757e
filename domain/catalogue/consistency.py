"""What the schema alone cannot see: names that point nowhere, quotes that the law does not contain."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from pydantic import BaseModel

from domain.catalogue.facts import FactKind, FactSpec
from domain.catalogue.schema import Measure, Policy, Procedure, SubsidyType
from domain.catalogue.signing import HEAD_READING, NOT_ASKED, SAMPLE_READING
from domain.catalogue.terms import SIGNING, AfterSupplement, Silence
from domain.departments import DEPARTMENTS, LOCALITIES
from domain.errors import CatalogueError

Refuse = Callable[[str, str], None]

_PROCEDURE_SPECS = {
    Procedure.POST_ACCEPTANCE: "acceptance",
    Procedure.MULTI_YEAR: "instalments",
    Procedure.VOUCHER: "voucher",
    Procedure.RANKED_BATCH: "batch",
}
"""What a procedure cannot do without, and no other procedure may have."""


def refuse_contradictions(policy: Policy, files: Mapping[str, str]) -> None:
    """Check a policy against itself, the departments and the law's text.

    Args:
        policy: the policy as read.
        files: code of a type → file it stands in.

    Raises:
        CatalogueError: At the first contradiction.
    """
    _check_policy(policy)
    _check_quotes(policy, files)
    for code, subsidy in policy.types.items():

        def refuse(key: str, reason: str, code: str = code) -> None:
            raise CatalogueError(files.get(code, policy.version), f"{code}.{key}", reason)

        _check_names(subsidy, refuse)
        _check_facts(subsidy, refuse)
        _check_readings(policy, subsidy, refuse)
        _check_procedure(subsidy, refuse)
        _check_reliance(subsidy, refuse)


def _check_policy(policy: Policy) -> None:
    if not policy.released_on <= policy.valid_until <= policy.filing_until:
        raise CatalogueError(policy.version, "policy.valid_until", "dates are not in order")
    if not policy.released_on <= policy.effective_from <= policy.filing_until:
        raise CatalogueError(
            policy.version, "policy.effective_from", "lies outside release and end of filing"
        )
    _check_silence(policy)
    _check_oversight(policy)
    for name, reading in policy.readings.items():
        if reading.default not in reading.labels:
            raise CatalogueError(policy.version, f"readings.{name}", "the default is none of its values")
    for measure in policy.measures:
        _check_measure(policy, measure)
    _refuse_duplicates(policy.version, "measures", [str(measure.number) for measure in policy.measures])
    _refuse_duplicates(policy.version, "types.number", [each.number for each in policy.types.values()])


_SILENCE = {
    SIGNING: frozenset({Silence.NOTHING, Silence.AGREES}),
    "completeness_check": frozenset({Silence.NOTHING, Silence.ACCEPTS}),
}
"""What silence can do at the end of a term; nothing at the end of all others."""

_SUPPLEMENTED = frozenset({"completeness_check", "lead_review", "expert_review"})
"""The terms of whoever asks for a supplement."""


def _check_silence(policy: Policy) -> None:
    for name, term in policy.terms.items():
        if term.silence not in _SILENCE.get(name, {Silence.NOTHING}):
            raise CatalogueError(policy.version, f"terms.{name}.silence", "silence cannot do this here")
        if term.after_supplement is not AfterSupplement.GOES_ON and name not in _SUPPLEMENTED:
            raise CatalogueError(policy.version, f"terms.{name}.after_supplement", "nobody supplements here")


def _check_oversight(policy: Policy) -> None:
    """What the switches of more than one pair of eyes may ask for has its data."""
    shares = {NOT_ASKED, *policy.signing.oversight.sample_per_mille}
    wanted = {HEAD_READING: {NOT_ASKED, "lead", "finance"}, SAMPLE_READING: shares}
    for name, values in wanted.items():
        if _values(policy, name) != values:
            raise CatalogueError(policy.version, f"readings.{name}", f"its values are {sorted(values)}")
    if missing := {"head_approval", "sample_check"} - policy.terms.keys():
        raise CatalogueError(policy.version, "terms", f"missing: {', '.join(sorted(missing))}")


def _check_measure(policy: Policy, measure: Measure) -> None:
    key = f"measure {measure.number}"
    if stray := set(measure.departments) - DEPARTMENTS.keys():
        raise CatalogueError(policy.version, key, f"unknown departments {sorted(stray)}")
    for group in measure.higher_of:
        if stray := set(group.codes) - policy.types.keys():
            raise CatalogueError(policy.version, key, f"unknown types {sorted(stray)}")
        switches = ((group.reading, group.unless), (group.wider_reading, group.wider_when))
        for name, value in switches:
            if name and value not in _values(policy, name):
                raise CatalogueError(policy.version, key, f"no such reading or value: {name}")


def _refuse_duplicates(file: str, key: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise CatalogueError(file, key, f"given twice: {', '.join(twice)}")


def _check_names(subsidy: SubsidyType, refuse: Refuse) -> None:
    parties = [subsidy.lead, *subsidy.co_departments]
    if subsidy.acceptance:
        parties.append(subsidy.acceptance.confirmed_by)
    if stray := set(parties) - DEPARTMENTS.keys():
        refuse("departments", f"unknown: {', '.join(sorted(stray))}")
    if subsidy.lead in subsidy.co_departments:
        refuse("co_departments", "the lead cannot sign off with itself")
    for key, names in (
        ("facts", [fact.name for fact in subsidy.facts]),
        ("documents", [document.code for document in subsidy.documents]),
        ("review_points", [point.code for point in subsidy.review_points]),
        ("conditions", [condition.code for condition in subsidy.conditions]),
    ):
        _refuse_duplicates(subsidy.code, key, names)


def _check_facts(subsidy: SubsidyType, refuse: Refuse) -> None:
    """Every fact that a rule, condition or procedure speaks of is asked for, and is of a kind that can be asked."""
    known = {fact.name for fact in subsidy.facts}
    if stray := _facts_used(subsidy) - known:
        refuse("facts", f"a rule uses unknown facts: {', '.join(sorted(stray))}")
    for fact in subsidy.facts:
        _check_fact(fact, refuse)
    if subsidy.rule.kind == "testing":
        fields = {item.name for item in subsidy.fact(subsidy.rule.tests).items}
        if (
            stray := {subsidy.rule.fee, subsidy.rule.passed, subsidy.rule.tested_on, *subsidy.rule.report}
            - fields
        ):
            refuse("rule", f"a test has no such fields: {', '.join(sorted(stray))}")


def _facts_used(subsidy: SubsidyType) -> set[str]:
    used = set(chain(subsidy.rule.facts, *(condition.facts for condition in subsidy.conditions)))
    named = [subsidy.validity.fact if subsidy.validity else None, getattr(subsidy.rule, "wished", None)]
    if subsidy.acceptance:
        named += [subsidy.acceptance.counted_from, *subsidy.acceptance.counted_from_by_reading.values()]
    if subsidy.instalments:
        named.append(subsidy.instalments.counted_from)
    return used | {name for name in named if name}


def _check_fact(fact: FactSpec, refuse: Refuse) -> None:
    if (fact.kind is FactKind.CHOICE) != bool(fact.choices):
        refuse(f"facts.{fact.name}", "choices belong to a choice, and a choice needs them")
    if (fact.kind is FactKind.LIST) != bool(fact.items):
        refuse(f"facts.{fact.name}", "items belong to a list, and a list needs them")
    if fact.kind is FactKind.MONEY and fact.unit != "元":
        refuse(f"facts.{fact.name}", "money is counted in 元")


def _check_readings(policy: Policy, subsidy: SubsidyType, refuse: Refuse) -> None:
    documents = chain.from_iterable(document.waived_when.items() for document in subsidy.documents)
    told: list[tuple[str, set[str]]] = [(name, {value}) for name, value in documents]
    told += [(name, set()) for name in subsidy.tells]
    for name, values in (*_switches_in(subsidy), *told):
        if name not in policy.readings or not values <= _values(policy, name):
            refuse("readings", f"no such reading or value: {name}")


def _switches_in(part: object) -> Iterable[tuple[str, set[str]]]:
    """Every switch that a part of the catalogue names, however deep, with the values that it knows."""
    if isinstance(part, BaseModel):
        fields = {name: getattr(part, name) for name in type(part).model_fields}
        known = {*fields.get("counted_from_by_reading", ()), fields.get("unless"), fields.get("when")}
        known.add(fields.get("across_when"))
        names = (
            value for name, value in fields.items() if name.endswith("reading") and isinstance(value, str)
        )
        yield from ((name, {value for value in known if value}) for name in names)
        yield from chain.from_iterable(map(_switches_in, fields.values()))
    elif isinstance(part, (tuple, list)):
        yield from chain.from_iterable(map(_switches_in, part))


def _values(policy: Policy, name: str) -> set[str]:
    return set(policy.readings[name].labels) if name in policy.readings else set()


def _check_procedure(subsidy: SubsidyType, refuse: Refuse) -> None:
    for procedure, key in _PROCEDURE_SPECS.items():
        if (subsidy.procedure is procedure) != (getattr(subsidy, key) is not None):
            refuse(key, f"goes with procedure {procedure.value}, and this type is {subsidy.procedure.value}")


def _check_reliance(subsidy: SubsidyType, refuse: Refuse) -> None:
    """Whoever is said to rely on something signs this type, and relies on what is asked for it."""
    signers = {*subsidy.co_departments, *LOCALITIES}
    facts = {fact.name for fact in subsidy.facts}
    documents = {document.code for document in subsidy.documents}
    for party, reliance in subsidy.relies_on.items():
        stray = ({*reliance.facts} - facts) | ({*reliance.documents} - documents)
        if party not in signers:
            refuse(f"relies_on.{party}", "does not sign this type")
        if stray:
            refuse(f"relies_on.{party}", f"not asked for this type: {', '.join(sorted(stray))}")
        if not reliance.facts and not reliance.documents:
            refuse(f"relies_on.{party}", "relies on nothing; leave it out to rely on everything")


def _check_quotes(policy: Policy, files: Mapping[str, str]) -> None:
    """Every quote occurs in the text of the law, character for character."""
    for code, subsidy in policy.types.items():
        for quote in quotes_in(subsidy):
            if quote not in policy.text:
                raise CatalogueError(
                    files.get(code, policy.version), f"{code}.quote", f"not in the text: {quote}"
                )
    rest = (*policy.measures, *policy.notes, *policy.closing.values(), *policy.readings.values())
    for quote in chain.from_iterable(map(quotes_in, rest)):
        if quote not in policy.text:
            raise CatalogueError(policy.version, "quote", f"not in the text: {quote}")


def quotes_in(part: object) -> Iterable[str]:
    """All quotes of the law in a part of the catalogue, however deep."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if isinstance(value, str):
                yield from (value,) if name.endswith("quote") else ()
            else:
                yield from quotes_in(value)
    elif isinstance(part, (tuple, list)):
        yield from chain.from_iterable(map(quotes_in, part))
    elif isinstance(part, dict):
        yield from chain.from_iterable(map(quotes_in, part.values()))
