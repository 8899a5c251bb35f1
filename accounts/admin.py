from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts import actions, rules
from accounts.acm_idm import actions as acm_idm
from accounts.models import (
    JoinRequest,
    KnownDevice,
    Membership,
    Organisation,
    OrganisationCode,
    RightsMapping,
    SavedFilter,
    User,
)
from audit.back_office import WindowAdmin


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Waarom?",
        max_length=300,
        help_text="Komt in het spoor.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@admin.register(User)
class UserAdmin(WindowAdmin):
    """A window; ABB closes and opens accounts here, with a reason."""

    actions = ("disable", "enable")
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    exclude = ("password", "user_permissions", "groups")

    def has_disable_permission(self, request: HttpRequest) -> bool:
        by = getattr(request, "by", None)
        return by is not None and rules.may_disable_user(by, User())

    @admin.action(description="Uitschakelen en overal afmelden", permissions=["disable"])
    def disable(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        return self.with_reason(
            request, users, actions.disable_user, "disable", "Uitschakelen en overal afmelden"
        )

    @admin.action(description="Weer inschakelen", permissions=["disable"])
    def enable(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        return self.with_reason(request, users, actions.enable_user, "enable", "Weer inschakelen")

    def with_reason(
        self, request: HttpRequest, users: QuerySet[User], verb: Any, action: str, title: str
    ) -> HttpResponse | None:
        """First the reason, then the verb for each; never for oneself."""
        by = request.by  # type: ignore[attr-defined]
        others = [user for user in users if rules.may_disable_user(by, user)]
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            return self.page(
                request, "admin/with_reason.html", form=form, things=others, action=action, title=title
            )
        for user in others:
            verb(user=user, reason=form.cleaned_data["reason"], by=by)
        messages.success(request, f"{title}: {', '.join(str(user) for user in others) or 'niemand'}.")
        return None


class MembershipInline(admin.TabularInline):
    model = Membership
    fk_name = "organisation"
    fields = ("user", "role", "started_at", "ended_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: object, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(WindowAdmin):
    list_display = ("name", "kind", "kbo_number", "municipality", "province")
    list_filter = ("kind", "province")
    list_select_related = ("municipality", "province")
    search_fields = ("name", "kbo_number")
    inlines = (MembershipInline,)


@admin.register(Membership)
class MembershipAdmin(WindowAdmin):
    list_display = ("user", "organisation", "role", "source", "started_at", "ended_at")
    list_filter = ("role", "source", "organisation__kind")
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "user__name", "organisation__name")


@admin.register(JoinRequest)
class JoinRequestAdmin(WindowAdmin):
    list_display = ("user", "organisation", "status", "asked_at", "decided_at")
    list_filter = ("status", "organisation__kind")
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "user__name", "organisation__name")
    exclude = ("told_status",)


@admin.register(SavedFilter)
class SavedFilterAdmin(WindowAdmin):
    list_display = ("name", "list", "membership", "query")
    list_filter = ("list",)
    list_select_related = ("membership__user", "membership__organisation")


class AcmIdmAdmin(WindowAdmin):
    """What an administrator of ABB adds, changes and takes away, through the verbs."""

    actions = None

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        by = getattr(request, "by", None)
        return self.has_view_permission(request) and rules.may_change_rights_of_acm_idm(by)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_add_permission(request)


@admin.register(RightsMapping)
class RightsMappingAdmin(AcmIdmAdmin):
    """Which right in ACM/IDM gives which role."""

    list_display = ("right", "target_group", "kind", "role")
    list_filter = ("target_group", "kind", "role")
    search_fields = ("right",)

    def save_model(
        self, request: HttpRequest, obj: RightsMapping, form: forms.ModelForm, change: bool
    ) -> None:
        acm_idm.save_rights_mapping(mapping=obj, by=request.by)  # type: ignore[attr-defined]

    def delete_model(self, request: HttpRequest, obj: RightsMapping) -> None:
        acm_idm.delete_rights_mapping(mapping=obj, by=request.by)  # type: ignore[attr-defined]


@admin.register(OrganisationCode)
class OrganisationCodeAdmin(AcmIdmAdmin):
    """By which other numbers ACM/IDM knows an organisation: OVO, or the OCMW beside its municipality."""

    list_display = ("code", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("code", "organisation__name")
    autocomplete_fields = ("organisation",)

    def save_model(
        self, request: HttpRequest, obj: OrganisationCode, form: forms.ModelForm, change: bool
    ) -> None:
        acm_idm.save_organisation_code(code=obj, by=request.by)  # type: ignore[attr-defined]

    def delete_model(self, request: HttpRequest, obj: OrganisationCode) -> None:
        acm_idm.delete_organisation_code(code=obj, by=request.by)  # type: ignore[attr-defined]


@admin.register(KnownDevice)
class KnownDeviceAdmin(WindowAdmin):
    list_display = ("user", "name", "first_used_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    exclude = ("key",)
