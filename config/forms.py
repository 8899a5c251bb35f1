"""How every form of the portal is drawn: `FORM_RENDERER = "config.forms.HouseRenderer"`."""

from typing import Any

from django.forms.renderers import TemplatesSetting

from config.fields import field_group
from config.widgets import drawn


class HouseRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` in the house style.

    `{{ form }}` starts with the error summary. A form may group its fields by a class attribute
    `fieldsets = [("Legende", ["name", "email"]), ...]`; fields in no group come first.
    A field is drawn by `config.fields`; widgets are overridden in templates/django/forms/widgets/, and the plainest are
    drawn by `config.widgets`.
    """

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "config.fields"  # a name only: no template

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == self.field_template_name:
            return field_group(context["field"])
        widget = drawn(template_name, context)
        return super().render(template_name, context, request) if widget is None else widget
