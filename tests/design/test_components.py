from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from django.template import RequestContext, Template

from accounts.models import Kind
from audit.paging import CappedPaginator
from config.templatetags.components import TONE_ICONS, status_tone
from config.templatetags.icons import PATHS, icon
from housing.models import Offer


@dataclass
class Hat:
    organisation: SimpleNamespace


def hat(kind: Kind) -> Hat:
    return Hat(SimpleNamespace(kind=kind))


@pytest.mark.parametrize(
    ("status", "kind", "tone"),
    [
        (Offer.Status.SUBMITTED, Kind.LOCAL_AUTHORITY, "waits"),
        (Offer.Status.SUBMITTED, Kind.COMPANY, "info"),
        (Offer.Status.INFO_REQUESTED, Kind.COMPANY, "waits"),
        (Offer.Status.INFO_REQUESTED, Kind.ASSOCIATION, "waits"),
        (Offer.Status.INFO_REQUESTED, Kind.LOCAL_AUTHORITY, "info"),
        (Offer.Status.APPROVED, Kind.COMPANY, "done"),
        (Offer.Status.REJECTED, Kind.COMPANY, "refused"),
        (Offer.Status.WITHDRAWN, Kind.COMPANY, "neutral"),
    ],
)
def test_the_tone_of_a_status_depends_on_who_reads_it(status, kind, tone):
    assert status_tone(Offer(status=status), hat(kind)) == tone


def test_without_a_hat_nothing_waits_for_the_reader():
    assert status_tone(Offer(status=Offer.Status.SUBMITTED), None) == "info"


def test_a_status_badge_has_the_word_of_the_status_and_an_icon(draw):
    html = draw(
        "{% status_badge offer %}", offer=Offer(status=Offer.Status.SUBMITTED), hat=hat(Kind.LOCAL_AUTHORITY)
    )
    assert "badge--waits" in html
    assert "Aangemeld" in html
    assert "<svg" in html


def test_each_tone_has_a_shape_of_its_own():
    assert len({PATHS[name] for name in TONE_ICONS.values()}) == len(TONE_ICONS)


def test_an_icon_is_hidden_from_screen_readers_and_an_unknown_one_is_a_mistake():
    assert 'aria-hidden="true"' in icon("bell")
    with pytest.raises(KeyError):
        icon("unicorn")


def test_a_message_that_went_wrong_interrupts_and_one_that_went_well_does_not(draw):
    assert 'role="alert"' in draw('{% alert "x" tone="error" announce=True %}')
    assert 'role="status"' in draw('{% alert "x" tone="success" announce=True %}')
    assert "role=" not in draw('{% alert "x" tone="error" %}')
    assert "Fout: " in draw('{% alert "x" tone="error" %}')


def test_components_escape_what_people_typed(draw):
    bad = "<script>alert(1)</script>"
    sources = [
        "{% badge bad %}", "{% alert bad %}", "{% key_figure bad bad %}", "{% breadcrumbs bad '/' bad %}",
        "{% steps bad 1 %}", "{% progress bad 1 2 'x' %}",
    ]  # fmt: skip
    for source in sources:
        html = draw(source, bad=bad)
        assert "<script>" not in html, source
        assert "&lt;script&gt;" in html, source


def test_breadcrumbs_end_with_the_page_itself(draw):
    html = draw('{% breadcrumbs "Start" "/" "Aanbod" "/aanbod/" "Kerkstraat 1" %}')
    assert '<a href="/aanbod/">Aanbod</a>' in html
    assert '<span aria-current="page">Kerkstraat 1</span>' in html


def with_request(rf, source: str, address: str, **values: object) -> str:
    request = rf.get(address)
    return Template("{% load components %}" + source).render(RequestContext(request, values))


@pytest.mark.django_db
def test_pagination_keeps_filters_and_sorting(rf):
    page = CappedPaginator(range(285), 25).page(4)
    html = with_request(
        rf, "{% pagination page %}", "/lijst/?gemeente=gent&sorteer=-naam&pagina=4", page=page
    )
    assert "76–100 van 285" in html
    assert 'href="?gemeente=gent&amp;sorteer=-naam&amp;pagina=3" rel="prev"' in html
    assert 'href="?gemeente=gent&amp;sorteer=-naam&amp;pagina=12"' in html
    assert 'aria-current="page"' in html


@pytest.mark.django_db
def test_one_page_has_no_pagination(rf):
    assert (
        with_request(rf, "{% pagination page %}", "/", page=CappedPaginator(range(9), 25).page(1)).strip()
        == ""
    )


@pytest.mark.django_db
def test_a_heading_sorts_up_then_down_and_says_which(rf):
    source = '{% sort_header "Naam" "naam" %}'
    first = with_request(rf, source, "/?pagina=3&q=x")
    assert 'href="?q=x&amp;sorteer=naam"' in first
    assert "aria-sort" not in first
    up = with_request(rf, source, "/?sorteer=naam")
    assert 'href="?sorteer=-naam"' in up
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in with_request(rf, source, "/?sorteer=-naam")


def test_the_explanation_of_a_figure_is_a_sum(draw):
    html = draw(
        '{% explanation "Waarom?" rows "Doel" 388.95 unit="plaatsen" decimals=2 %}',
        rows=[
            {"label": "Inwoners", "value": 412.4, "how": "gewicht 0,60"},
            {"label": "Fedasil", "value": -23.45},
        ],
    )
    for text in ("412,40", "−23,45", "388,95", "gewicht 0,60"):
        assert text in html


def test_an_empty_task_list_says_that_nothing_waits(draw):
    assert "Er wacht nu niets op u." in draw("{% task_list tasks %}", tasks=[])
