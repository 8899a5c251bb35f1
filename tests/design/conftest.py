import pytest
from django.template import Context, Template

from tests.browser import browser_context_args, browser_type_launch_args, context


@pytest.fixture
def draw():
    """Renders a piece of template with all components loaded."""

    def drawn(source: str, **values: object) -> str:
        return Template("{% load components forms %}" + source).render(Context(values))

    return drawn
