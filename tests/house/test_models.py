"""What every model of ours keeps: workflows, who and when, personal data, sentences."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.db.models import CheckConstraint

from accounts.models import Kind
from config.generated_docs.models import our_models

Model = type[models.Model]

MODELS = [pytest.param(model, id=model._meta.label) for model in our_models()]
FLOWS = [pytest.param(model, id=model._meta.label) for model in our_models() if hasattr(model, "TRANSITIONS")]

# --- Workflows -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", FLOWS)
def test_every_status_has_its_steps_and_its_owner(model):
    assert set(model.TRANSITIONS) == set(model.WAITS_FOR) == set(model.Status)
    assert set().union(*model.TRANSITIONS.values()) <= set(model.Status)
    assert set(model.WAITS_FOR.values()) <= {None, "provider", "manager", "system", *Kind.values}


@pytest.mark.parametrize("model", FLOWS)
def test_every_status_can_be_reached_and_only_an_end_waits_for_nobody(model):
    start = model._meta.get_field("status").default
    reached, following = {start}, {start}
    while following:
        following = set().union(*(model.TRANSITIONS[status] for status in following)) - reached
        reached |= following
    assert reached == set(model.Status)
    for status, steps in model.TRANSITIONS.items():
        ended = not steps or status in getattr(model, "CAN_BE_UNDONE", ())
        assert (model.WAITS_FOR[status] is None) == ended, f"{status}: waits for nobody, and yet it can go on"


@pytest.mark.django_db
@pytest.mark.parametrize("model", FLOWS)
def test_postgresql_knows_exactly_the_codes_of_the_workflow(model):
    checks = [
        set(re.findall(r"'([a-z_]+)'", definition))
        for definition in check_definitions(model)
        if re.match(r"CHECK \(\(+\(?status\)?(::text)? = ANY", definition)
    ]
    assert set(model.Status.values) in checks


def check_definitions(model: Model) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [model._meta.db_table],
        )
        return [definition for (definition,) in cursor.fetchall()]


def test_a_status_column_has_a_workflow():
    """Otherwise it changes without anyone looking whether it may."""
    for model in our_models():
        names = {field.name for field in model._meta.concrete_fields}
        assert ("status" in names) == hasattr(model, "TRANSITIONS"), model


# --- Who and when --------------------------------------------------------------------------------------------


def pairs(model: Model) -> Iterator[tuple[models.Field, models.Field]]:
    """Every `x_at` that has an `x_by` beside it."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, at in fields.items():
        by = fields.get(f"{name.removesuffix('_at')}_by")
        if name.endswith("_at") and by is not None:
            yield at, by


def all_pairs() -> list:
    return [
        pytest.param(model, at.name, by.name, id=f"{model._meta.label}.{at.name}")
        for model in our_models()
        for at, by in pairs(model)
    ]


def kept_together(model: Model, at: models.Field, by: models.Field) -> bool:
    """Both always filled, or a CHECK refuses the one without the other (asked with all four combinations)."""
    if not at.null and not by.null:
        return True
    return any(
        isinstance(constraint, CheckConstraint) and refuses_halves(constraint, at.name, by.name)
        for constraint in model._meta.constraints
    )


def refuses_halves(constraint: CheckConstraint, at: str, by: str) -> bool:
    """Whether the condition tells, for these two columns, that both are null or neither is."""
    text = str(constraint.condition)
    names = {f"{at}__isnull", f"{by}__isnull"}
    if not all(name in text for name in names):
        return False
    return not any(could_hold(constraint.condition, {at: one, by: not one}) for one in (True, False))


def could_hold(condition: models.Q, filled: dict[str, bool]) -> bool:
    """Whether the condition can be true with these columns filled or empty, whatever the other columns say."""

    def possible(node: object) -> tuple[bool, bool]:
        """Can it be true, can it be false?"""
        if not isinstance(node, models.Q):
            name, value = node
            column = name.removesuffix("__isnull")
            if name.endswith("__isnull") and column in filled:
                truth = filled[column] != value
                return truth, not truth
            return True, True
        parts = [possible(child) for child in node.children]
        if node.connector == models.Q.AND:
            answer = (all(true for true, _ in parts), any(false for _, false in parts))
        else:
            answer = (any(true for true, _ in parts), all(false for _, false in parts))
        return answer[::-1] if node.negated else answer

    return possible(condition)[0]


# Filled once, when the row is made, by whoever acts, or by the system itself (`by=None`), which has no name.
BY_THE_SYSTEM_TOO = {
    "households.Erasure.erased_at": "when a term is over, the portal erases by itself",
    "housing.Stay.created_at": "a hold can be made by a plan; who did it stands in the trail as well",
    "spread.SpreadKey.created_at": "the keys that come with the portal are loaded by the system",
    "matching.RankingWeights.created_at": "the first version comes with the portal, before anybody of ABB is in it",
    "vlot.Guide.published_at": "the guides that come with the portal are loaded by the system, as drafts",
    "accounts.Membership.started_at": "the first hat of an organisation is given by nobody before it",
}


@pytest.mark.parametrize(("model", "at", "by"), all_pairs())
def test_who_and_when_go_together(model, at, by):
    fields = {field.name: field for field in model._meta.concrete_fields}
    if f"{model._meta.label}.{at}" in BY_THE_SYSTEM_TOO:
        assert not fields[at].null
        return
    assert kept_together(model, fields[at], fields[by])


def test_pairs_are_found_and_exceptions_are_real():
    found = {f"{model._meta.label}.{at.name}" for model in our_models() for at, _ in pairs(model)}
    assert set(BY_THE_SYSTEM_TOO) <= found
    assert {
        "housing.Offer.decided_at",
        "housing.Stay.ended_at",
        "facility.SupportRequest.taken_up_at",
    } <= found


def test_negative_control_a_loose_pair_is_noticed():
    loose = CheckConstraint(
        condition=models.Q(decided_at__isnull=True) | models.Q(decided_at__isnull=False, note=""), name="x"
    )
    half = CheckConstraint(
        condition=models.Q(decided_at__isnull=True) | models.Q(decided_by__isnull=False), name="y"
    )
    whole = CheckConstraint(
        condition=models.Q(decided_at__isnull=True, decided_by__isnull=True)
        | models.Q(decided_at__isnull=False, decided_by__isnull=False),
        name="z",
    )
    assert not refuses_halves(loose, "decided_at", "decided_by")
    assert not refuses_halves(half, "decided_at", "decided_by")
    assert refuses_halves(whole, "decided_at", "decided_by")


# --- Personal data -------------------------------------------------------------------------------------------

LOOKS_PERSONAL = re.compile(
    r"(given|family|first|last|caller|contact|user|own)_name|email|phone|birth|born|national|certificate|address|iban|participant"
)

# Of a body, not of a person.
NOT_OF_A_PERSON = {
    "accounts.Organisation.email": "the general mailbox of an organisation",
    "accounts.Organisation.phone": "the general number of an organisation",
    "housing.Offer.address_key": "the address of a building",
    "housing.Site.address_key": "the address of a building",
    "facility.Supplier.email": "the mailbox for orders of a company",
    "facility.Supplier.iban": "the account of a company",
    "facility.PayingAccount.iban": "the account of Het Facilitair Bedrijf",
    "facility.ReimbursementClaim.iban": "the account of a local government",
    "facility.Invoice.iban": "the account of a company",
    "facility.Supplier.address": "the address of a company",
}


@pytest.mark.parametrize("model", MODELS)
def test_personal_data_is_declared_where_the_field_is(model):
    assert "PERSONAL" in vars(model), "declare PERSONAL (frozenset() when there is none)"
    names = {field.name for field in model._meta.get_fields()}
    assert set(model.PERSONAL) <= names
    looks = {
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation
        and LOOKS_PERSONAL.search(field.name)
        and not isinstance(field, models.BooleanField)
    }
    undeclared = {f"{model._meta.label}.{name}" for name in looks - set(model.PERSONAL)}
    assert undeclared <= set(NOT_OF_A_PERSON)


def test_a_person_without_a_declared_name_would_be_noticed():
    for name in ("given_name", "contact_email", "national_number", "born_on", "birth_year", "caller_phone"):
        assert LOOKS_PERSONAL.search(name)


# --- Words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_every_constraint_says_in_dutch_what_to_do(model):
    silent = [
        constraint.name
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
        or not re.match(r"^[A-Z“].*[.]$", str(constraint.violation_error_message))
    ]
    assert silent == []


NEVER_SHOWN = {"housing.OfferDocument"}  # a line between two things


@pytest.mark.parametrize("model", MODELS)
def test_a_model_and_its_fields_say_their_dutch_names(model):
    assert {"verbose_name", "verbose_name_plural"} <= set(model._meta.original_attrs), (
        "left to Django, it is English"
    )
    name = str(model._meta.verbose_name)
    assert name[0].islower() or name[:2].isupper()
    silent = [
        field.name
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field._verbose_name is None
    ]
    assert silent == [] or model._meta.label in NEVER_SHOWN


def codes() -> list:
    return [
        pytest.param(field, id=f"{model._meta.label}.{field.name}")
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.choices
    ]


@pytest.mark.parametrize("field", codes())
def test_codes_are_english_words_without_capitals_and_labels_have_none_either(field):
    for value, label in field.flatchoices:
        assert re.fullmatch(r"[a-z0-9_]+|[A-Z]{3}|[1-3]", str(value)), value
        assert str(label) and str(label) != str(value).capitalize()
