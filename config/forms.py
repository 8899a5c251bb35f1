"""How every form of the portal is drawn: `FORM_RENDERER = "config.forms.HouseRenderer"`."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` in the house style.

    `{{ form }}` starts with the error summary. A form may group its fields by a class attribute
    `fieldsets = [("Legende", ["name", "email"]), ...]`; fields in no group come first.
    Widgets are overridden in templates/django/forms/widgets/.
    """

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
