"""Small modules, few concepts: what no module of ours may be called, hold or do."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import (
    ROOT,
    Source,
    app_sources,
    called_name,
    calls,
    modules_called,
    python_files,
    read,
)

SOURCES = app_sources()
MOST_LINES, MOST_LINES_OF_A_TEST = 400, 600
ATTICS = {"utils", "util", "core", "common", "helpers", "helper", "misc", "base", "services", "managers"}


@pytest.mark.parametrize(
    ("path", "most"),
    [pytest.param(path, MOST_LINES, id=path.path) for path in SOURCES]
    + [
        pytest.param(read(path), MOST_LINES_OF_A_TEST, id=str(path.relative_to(ROOT)))
        for path in python_files("tests")
    ],
)
def test_a_module_can_be_read_in_one_sitting(path, most):
    assert path.text.count("\n") <= most, f"{path.path} has more than {most} lines: make it a package"


def test_there_is_no_attic():
    named_by_django = {"config/database/base.py"}  # so must the module of a database engine be called
    paths = {source.path for source in SOURCES} - named_by_django
    names = {part.removesuffix(".py") for path in paths for part in Path(path).parts}
    assert names & ATTICS == set()


@cache
def imports(source: Source) -> frozenset[str]:
    """Everything that a module imports, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return frozenset(found)


def test_nothing_happens_by_signal():
    """An action calls the notice by name; what happens on a save stands where it is saved."""
    for source in SOURCES:
        assert not {name for name in imports(source) if name.startswith("django.db.models.signals")}, (
            source.path
        )
        assert not {name for name in imports(source) if name.startswith("django.dispatch")}, source.path


def test_nothing_is_printed_from_the_portal():
    """Pages answer, tasks log; only the tools of one machine (config.local) and one-off scripts speak on the screen."""
    allowed = ("config/local/", "municipalities/data/make_fixtures.py")
    found = {
        source.path
        for source in SOURCES
        for call in calls(source.tree)
        if isinstance(call.func, ast.Name) and call.func.id == "print" and not source.path.startswith(allowed)
    }
    assert found == set()


def test_views_are_functions():
    for source in modules_called("views"):
        assert not [node.name for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)], (
            source.path
        )


def test_settings_are_asked_from_django():
    for source in SOURCES:
        assert "config.settings" not in imports(source), source.path


def test_rules_decide_and_do_nothing_else():
    """A rule is a question: it begins with `may_`, `is_`, `sees_`, `works_`; its answer is a boolean."""
    for source in modules_called("rules"):
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef):
                assert re.match(r"(may|is|sees|works)_", node.name), f"{source.path}: {node.name}"
                assert node.returns is not None
                assert ast.unparse(node.returns) == "bool", f"{source.path}: {node.name}"


# --- Pages start from what one may see -------------------------------------------------------------------------

# Questions to all rows from a page, each with the reason why it tells nobody what he may not know.
OPEN_QUESTIONS = {
    "Municipality.objects": "the municipalities of Flanders are public",
    "Offer.objects.filter(form_token=": "by a token that only its maker knows; somebody else's is a 404",
    "Invitation.objects.all().behind(token": "by a link that was signed for one address",
    "RightsReview.objects.waiting_for(request.by)": "the review of one's own organisation",
    "RightsReview.objects.filter(organisation=organisation": "the last review of one's own organisation",
    "SubsidyRule.objects.in_order()": "the rules of the subsidies are public",
    "OfferMessage.objects.open_question(offer)": "the conversation about an offer that the page found already",
    "FreshnessCall.objects.behind(token": "by a link that was signed for one person",
    "SavedFilter.objects.behind(token": "by a link that was signed for one filter, which only stops its mails",
    "Organisation.objects.exclude(kbo_number=''": "who has an enterprise number is public; joining needs approval",
    "Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY": "how to reach a municipality is public",
    "Stay.objects.after(begin).filter(unit__site=site": "the calendar of a site that was found through visible_to",
    "Stay.objects.standing().filter(household=household": "the stays of a household that was found through visible_to",
    "Stay.objects.lived_in(on=today)": "only joined to households that were found through visible_to",
    "Unavailability.objects.filter(unit__site=site": "the calendar of a site that was found through visible_to",
    "Unit.objects.filter(site=site": "the figures of a site that was found through visible_to",
    "Site.objects.select_related('municipality').get(pk=pk)": "found before; the form changed that instance",
    "Inspection.objects.to_site(site)": "the visits to a site that was found through visible_to",
    "VisitDraft.objects.filter(**of, kept_by=request.by.user)": "one's own draft of a visit to what was found before",
    "Stay.objects.after(today).filter(unit__in=units)": "only which units of a visible site are lived in",
    "RetentionTerm.objects.valid(on=": "how long data stay is public",
    "LegalHold.objects.standing().about(": "the hold on a thing that was found through visible_to",
    "LookRule.objects.valid(on=": "by which rules looking stands out; asked after the rule",
    "Reading.objects.about(": "who looked at a household that was found through visible_to",
    "Unit.objects.askable_by(request.by)": "one's own, and elsewhere what is open to others: shown without its name",
    "Playbook.objects.newest(": "published playbooks are for all who prepare a place; asked after the rule",
    "Playbook.objects.published()": "the version before one that was found through visible_to",
    "VillageNorm.objects.on(today)": "the norms are for all who plan a village; asked after the rule",
    "VillageUnit.objects.on(today)": "the types of units are for all who plan a village; asked after the rule",
    "FlemishProperty.objects.free(on=today)": "which of the properties found through visible_to are free",
    "UnitPrice.objects.order_by(": "the price list is open to every local government; asked after the rule",
    "RankingWeights.objects.in_force(on=today)": "the weights are open to every government; asked after the rule",
    "RankingWeights.objects.first_open_day(on=today)": "a day, asked after the rule",
    "AuditEvent.objects.about(": "the history of a thing that was found through visible_to",
    "TeamMembership.objects.filter(membership=request.by": "one's own teams",
    "UserSession.objects.filter(user=request.user)": "one's own sessions",
    "UserSession.objects.create_from_request(request)": "notes the session of who signs in",
}


def questions(source: Source) -> list[str]:
    """Every chain that starts at `Model.objects`, as text, longest form only."""
    chains = [
        ast.unparse(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call | ast.Attribute) and re.match(r"[A-Z]\w+\.objects\b", ast.unparse(node))
    ]
    return [
        chain for chain in chains if not any(other != chain and other.startswith(chain) for other in chains)
    ]


def closed(question: str) -> bool:
    return bool(re.match(r"[A-Z]\w+\.objects\.visible_to\(", question))


def test_pages_start_from_what_one_may_see():
    asked = [(source.path, question) for source in modules_called("views") for question in questions(source)]
    assert asked
    wrong = [
        f"{path}: {question[:110]}"
        for path, question in asked
        if not closed(question) and not question.startswith(tuple(OPEN_QUESTIONS))
    ]
    assert wrong == []


def test_every_open_question_is_still_asked():
    asked = [question for source in modules_called("views") for question in questions(source)]
    assert [
        start for start in OPEN_QUESTIONS if not any(question.startswith(start) for question in asked)
    ] == []


def test_negative_control_a_page_that_starts_from_everything_is_noticed():
    source = Source("x/views.py", "thing = get_object_or_404(Household.objects.all(), pk=pk)")
    assert [question for question in questions(source) if not closed(question)] == ["Household.objects.all()"]


# --- Locks ---------------------------------------------------------------------------------------------------


def test_a_lock_is_on_the_row_itself():
    """Without `of`, a select_related locks the rows of others as well: deadlocks between strangers."""
    found = [
        call for source in SOURCES for call in calls(source.tree) if called_name(call) == "select_for_update"
    ]
    assert found
    for call in found:
        of = {ast.unparse(word.value) for word in call.keywords if word.arg == "of"}
        assert of == {"('self',)"}, ast.unparse(call)
