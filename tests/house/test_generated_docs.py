"""Documentation that follows from the code is the documentation of this code."""

import pytest
from django.core.management import CommandError, call_command

from config.generated_docs import DOCUMENTS, access, workflows
from config.generated_docs.models import our_models
from housing.models import Offer


def test_generated_documents_are_current():
    call_command("generate_docs", "--check")


def test_a_stale_document_is_named_and_left_alone(settings, tmp_path, monkeypatch):
    settings.BASE_DIR = tmp_path
    (tmp_path / "oud.md").write_text("oud", encoding="utf-8")
    (tmp_path / "goed.md").write_text("goed", encoding="utf-8")
    monkeypatch.setattr(
        "config.management.commands.generate_docs.DOCUMENTS",
        {"oud.md": lambda: "nieuw", "goed.md": lambda: "goed"},
    )
    with pytest.raises(CommandError, match=r"oud\.md") as error:
        call_command("generate_docs", "--check")
    assert "goed.md" not in str(error.value)
    assert (tmp_path / "oud.md").read_text(encoding="utf-8") == "oud"
    call_command("generate_docs")
    assert (tmp_path / "oud.md").read_text(encoding="utf-8") == "nieuw"


def test_every_workflow_is_drawn_with_its_dutch_words():
    text = workflows.document()
    for model in our_models():
        if hasattr(model, "TRANSITIONS"):
            assert f"(`{model._meta.label}`)" in text
    assert 'state "gevalideerd" as approved' in text
    assert "submitted --> approved" in text
    assert "approved --> submitted" not in text


def test_a_status_without_a_step_would_show(monkeypatch):
    before = workflows.chapter(Offer)
    monkeypatch.setitem(Offer.TRANSITIONS, Offer.Status.SUBMITTED, set())
    assert workflows.chapter(Offer) != before


def test_the_access_table_names_every_example():
    text = access.document()
    assert "| an offer of the company in Gent |" in text
    assert "`/aanbod/<int:pk>/valideren/`" in text


def test_every_table_of_ours_is_in_the_data_model():
    text = DOCUMENTS["docs/data-model.md"]()
    for model in our_models():
        assert f"    {model.__name__} {{" in text
        for constraint in model._meta.constraints:
            assert f"`{constraint.name}`" in text
