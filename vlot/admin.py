from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Kind, Membership
from audit.back_office import ReferenceForm, WindowAdmin
from vlot import actions, rules
from vlot.guidance import admin as guidance_admin  # noqa: F401 - so that Django finds it
from vlot.models import (
    Contact,
    Incident,
    Intervention,
    PossibleSite,
    Referral,
    SectorContact,
    Team,
    TeamMembership,
    Theme,
    Topic,
    Visit,
)
from vlot.oversight import admin as oversight_admin  # noqa: F401 - so that Django finds it


class OfTeam(admin.RelatedFieldListFilter):
    """By team, called after its province: asked together."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [(team.pk, str(team)) for team in Team.objects.select_related("province")]


@admin.register(Team)
class TeamAdmin(WindowAdmin):
    list_display = ("__str__", "province")
    list_select_related = ("province",)


@admin.register(TeamMembership)
class TeamMembershipAdmin(WindowAdmin):
    """Who works in which team: the manager of VLOT adds and removes, through the verbs."""

    list_display = ("membership", "team")
    list_filter = (("team", OfTeam),)
    list_select_related = ("membership__user", "membership__organisation", "team__province")
    search_fields = ("membership__user__name", "membership__user__email")
    actions = None

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.has_view_permission(request) and rules.may_change_teams(getattr(request, "by", None))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "membership":
            hats = Membership.objects.open().filter(organisation__kind=Kind.VLOT)
            kwargs["queryset"] = hats.select_related("user", "organisation")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: TeamMembership, form: forms.ModelForm, change: bool
    ) -> None:
        place = actions.join_team(team=obj.team, membership=obj.membership, by=request.by)  # type: ignore[attr-defined]
        obj.pk = place.pk

    def delete_model(self, request: HttpRequest, obj: TeamMembership) -> None:
        actions.leave_team(place=obj, by=request.by)  # type: ignore[attr-defined]


class TopicForm(ReferenceForm):
    """What the verb refuses stands above what was typed."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and data.get("group"):
            try:
                actions.refuse_needed(self.instance, group=data["group"], in_use=data["in_use"])
            except actions.TopicNeeded as refused:
                raise ValidationError(str(refused), code="needed") from refused
        return data


@admin.register(Topic)
class TopicAdmin(WindowAdmin):
    """What calls can be about: the manager of VLOT adds, changes and takes out of use, through the verb."""

    form = TopicForm
    list_display = ("name", "group", "position", "guidance_theme", "in_use")
    list_filter = ("group", "in_use")
    fields = ("group", "name", "position", "guidance_theme", "in_use")
    actions = None

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.has_view_permission(request) and rules.may_change_topics(getattr(request, "by", None))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Topic, form: forms.ModelForm, change: bool) -> None:
        saved = actions.save_topic(
            topic=obj if change else None,
            **{name: form.cleaned_data[name] for name in self.fields},
            by=request.by,  # type: ignore[attr-defined]
        )
        obj.pk = saved.pk


class ContactInline(admin.TabularInline):
    model = Contact
    fields = ("kind", "held_on", "minutes", "next_step", "due_on")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Intervention)
class InterventionAdmin(WindowAdmin):
    """A window on the calls that one sees on the pages too: the case, not the person who called."""

    list_display = ("reference", "municipality", "team", "topic", "urgency", "status", "asked_at", "assignee")
    list_filter = ("status", "topic", ("team", OfTeam), "urgency")
    list_select_related = ("municipality", "team__province", "assignee", "topic")
    search_fields = ("question", "municipality__name")
    date_hierarchy = "asked_at"
    exclude = ("caller_name", "caller_phone", "caller_email", "form_token")
    inlines = (ContactInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Intervention]:
        return super().get_queryset(request).visible_to(request.by)  # type: ignore[attr-defined]

    @admin.display(description="nummer", ordering="pk")
    def reference(self, intervention: Intervention) -> str:
        return intervention.reference


class SeenOnPagesAdmin(WindowAdmin):
    """A window on what one sees on the pages too."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.by)  # type: ignore[attr-defined]


@admin.register(Visit)
class VisitAdmin(SeenOnPagesAdmin):
    list_display = ("intervention", "planned_on", "visitor", "goal", "reported_at")
    list_select_related = ("intervention__municipality", "visitor")
    date_hierarchy = "planned_on"


@admin.register(SectorContact)
class SectorContactAdmin(SeenOnPagesAdmin):
    list_display = ("organisation_name", "domain", "province", "function")
    list_filter = ("domain", "province")
    list_select_related = ("province", "domain")


@admin.register(Referral)
class ReferralAdmin(SeenOnPagesAdmin):
    list_display = ("intervention", "contact", "due_on", "answered_at")
    list_select_related = ("intervention__municipality", "contact__domain")


@admin.register(Theme)
class ThemeAdmin(SeenOnPagesAdmin):
    list_display = ("title", "topic", "opened_at", "settled_at")
    list_filter = ("topic",)
    list_select_related = ("topic",)


@admin.register(PossibleSite)
class PossibleSiteAdmin(SeenOnPagesAdmin):
    list_display = ("name", "municipality", "status", "estimated_places")
    list_filter = ("status",)
    list_select_related = ("municipality",)


@admin.register(Incident)
class IncidentAdmin(SeenOnPagesAdmin):
    list_display = ("site", "happened_on", "kind", "severity", "result")
    list_filter = ("kind", "severity")
    list_select_related = ("site",)
    exclude = ("form_token", "note")
