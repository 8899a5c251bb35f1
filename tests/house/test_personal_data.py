"""What the apps say that they keep of people is what the models declare: nothing can be forgotten to be forgotten."""

from datetime import date

import pytest
from django.conf import settings
from django.db import models

from audit.processing import KEEP, declared, held, months_before, processings, terms
from config.generated_docs.models import our_models
from households.models import Household, Person, RetentionTerm
from housing.models import Stay

# Rows that point to a household or a stay and hold nothing else about it than what the other rows hold already.
SAID_ELSEWHERE: set[str] = set()
PERSONAL_MODELS = [pytest.param(model, id=model._meta.label) for model in our_models() if model.PERSONAL]


@pytest.mark.parametrize("model", PERSONAL_MODELS)
def test_every_personal_field_has_a_line_that_says_what_stays_of_it(model):
    line = held().get(model._meta.label)
    assert line is not None, "add it to HELD in personal.py of its app"
    assert set(line.left) >= set(model.PERSONAL)
    assert line.processing in processings()


def test_every_line_is_about_fields_that_exist_and_are_personal():
    for line in held().values():
        names = {field.name for field in line.table._meta.concrete_fields}
        assert set(line.left) <= names, line.model
        assert set(line.left) <= set(line.table.PERSONAL), f"{line.model}: declare it in PERSONAL"


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_what_points_to_a_household_is_in_its_export(model):
    points = [
        field.name
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model in (Household, Person, Stay)
    ]
    line = held().get(model._meta.label)
    assert not points or model._meta.label in SAID_ELSEWHERE or (line and line.of_household), points


def test_every_app_with_personal_data_says_so_and_names_are_used_once():
    assert len(held()) == len(declared("HELD"))
    assert len(processings()) == len(declared("PROCESSINGS"))
    assert {line.processing for line in held().values()} <= set(processings())
    apps_named = {module.partition(".")[0] for module in settings.PERSONAL_DATA}
    assert {model._meta.app_label for model in our_models() if model.PERSONAL} <= apps_named


def test_every_processing_says_how_long_it_stays():
    for line in processings().values():
        assert bool(line.term) != bool(line.kept), line.code
        assert not line.term or line.term in terms(), line.code
        for text in (line.name, line.whose, line.purpose, line.ground, line.recipients):
            assert text


def test_every_kind_has_a_term_that_is_valid_from_the_beginning(db):
    assert set(RetentionTerm.objects.values_list("kind", flat=True)) == set(terms())


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-26", 12, "2025-11-26"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-01-15", 25, "2023-12-15"),
    ],
)
def test_months_before_is_the_same_day_or_the_last_of_that_month(day, months, earlier):
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(earlier)


def test_what_stays_is_not_written_over():
    line = held()["households.Person"]
    assert line.left["sex"] is KEEP
    assert "sex" not in line.replaced
