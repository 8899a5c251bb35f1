"""An address that was kept is the one that Django finds."""

from types import ModuleType, SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse

from config.templatetags.kept_url import address

SITE = "housing:site_detail"


def written(source, **values):
    return Template(source).render(Context(values))


def test_each_number_has_its_own_address_also_the_second_time():
    address.cache_clear()
    for number in (1, 2, 1, "1", 2):
        assert written(f"{{% url '{SITE}' pk %}}", pk=number) == reverse(SITE, args=[number])
    assert address.cache_info().misses == 3  # 1, 2 and "1"


def test_under_another_name_and_by_the_name_of_its_part():
    assert written(f"{{% url '{SITE}' 7 as there %}}[{{{{ there }}}}]") == f"[{reverse(SITE, args=[7])}]"
    assert written(f"{{% url '{SITE}' pk=7 %}}") == reverse(SITE, args=[7])


def test_what_does_not_exist_is_an_error_unless_it_may_be_missing():
    with pytest.raises(NoReverseMatch):
        written("{% url 'nowhere' %}")
    assert written("{% url 'nowhere' as there %}[{{ there }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        written(f"{{% url '{SITE}' pk %}}", pk=None)


def test_the_back_office_finds_its_own_pages():
    request = SimpleNamespace(current_app="admin")
    page = Template("{% url 'admin:housing_site_changelist' %}")
    context = Context()
    context.request = request
    assert page.render(context) == reverse("admin:housing_site_changelist")


def test_other_addresses_under_other_settings():
    before = written("{% url 'home' %}")
    urls = ModuleType("other_urls")
    urls.urlpatterns = [path("elders/", HttpResponse, name="home")]
    with override_settings(ROOT_URLCONF=urls):
        assert written("{% url 'home' %}") == "/elders/"
    assert written("{% url 'home' %}") == before
