from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from accounts import actions, rules
from accounts.acm_idm import actions as acm_idm
from accounts.back_office import OfficeVerb, VerbsAdmin
from accounts.forms import ManagerForm, ReasonForm
from accounts.models import (
    Invitation,
    JoinRequest,
    KnownDevice,
    Membership,
    Organisation,
    OrganisationCode,
    RightsMapping,
    RightsReview,
    SavedFilter,
    ServiceAccount,
    User,
)
from audit.back_office import WindowAdmin

UNUSED_AFTER = 90  # days


def hats_counted(of: str, **where: Any) -> Subquery:
    """How many memberships in force a row has, counted beside it, so that counts do not multiply each other."""
    found = Membership.objects.open().filter(**{of: OuterRef("pk")}, **where).order_by().values(of)
    return Subquery(found.annotate(number=Count("pk")).values("number"))


def switch_user(user: User, *, reason: str, by: Membership) -> User:
    verb = actions.disable_user if user.is_active else actions.enable_user
    return verb(user=user, reason=reason, by=by)


@admin.register(User)
class UserAdmin(VerbsAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "hats", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__role")
    search_fields = ("email", "name", "memberships__organisation__name")
    search_help_text = "Zoek op e-mailadres, naam of organisatie."
    exclude = ("password", "user_permissions", "groups")
    verbs = (
        OfficeVerb(
            name="access_delete",
            label=lambda user: "Uitschakelen" if user.is_active else "Opnieuw toelaten",
            ask=lambda user, by: rules.may_revoke_rights(by, user),
            do=switch_user,
            form=ReasonForm,
            warning=(
                "Wie uitgeschakeld wordt, verliest al zijn rollen in alle organisaties en is meteen afgemeld. Wie "
                "opnieuw toegelaten wordt, kan zich aanmelden maar krijgt geen rollen terug."
            ),
            done="De gebruiker is gewijzigd.",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).annotate(hat_count=hats_counted("user"))

    @admin.display(description="rollen", ordering="hat_count", empty_value="0")
    def hats(self, user: Any) -> int | None:
        return user.hat_count


class MembershipInline(admin.TabularInline):
    model = Membership
    fk_name = "organisation"
    fields = ("user", "role", "started_at", "ends_on", "last_used_on", "ended_at")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "organisation")

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class ManagerFilter(admin.SimpleListFilter):
    """Which organisations nobody looks after."""

    title = "lokale beheerder"
    parameter_name = "beheerder"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("zonder", "zonder, met andere mensen"), ("geen", "nog niemand"), ("met", "met beheerder")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "zonder":
                return queryset.filter(manager_count__isnull=True, people_count__isnull=False)
            case "geen":
                return queryset.filter(people_count__isnull=True)
            case "met":
                return queryset.filter(manager_count__isnull=False)
        return queryset


@admin.register(Organisation)
class OrganisationAdmin(VerbsAdmin):
    list_display = (
        "name",
        "kind",
        "kbo_number",
        "municipality",
        "province",
        "people",
        "managers",
        "confirmed",
    )
    list_filter = ("kind", ManagerFilter, "province")
    list_select_related = ("municipality", "province")
    search_fields = ("name", "kbo_number", "municipality__name")
    search_help_text = "Zoek op naam, ondernemingsnummer of gemeente."
    inlines = (MembershipInline,)
    verbs = (
        OfficeVerb(
            name="manager_add",
            label=lambda body: "Beheerder uitnodigen",
            ask=lambda body, by: rules.may_appoint_manager(by, body),
            do=lambda body, *, email, by: actions.invite(
                organisation=body, email=email, role=Membership.Role.MANAGER, by=by
            ),
            form=ManagerForm,
            warning="Deze organisatie heeft geen lokale beheerder. Ga eerst na of dit e-mailadres bij haar hoort.",
            done="De uitnodiging gaat per e-mail.",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        last = RightsReview.objects.filter(organisation=OuterRef("pk")).order_by().values("organisation")
        return (
            super()
            .get_queryset(request)
            .annotate(
                people_count=hats_counted("organisation"),
                manager_count=hats_counted("organisation", role=Membership.Role.MANAGER),
                last_confirmed=Subquery(last.annotate(last=Max("confirmed_at")).values("last")),
            )
        )

    @admin.display(description="mensen", ordering="people_count", empty_value="0")
    def people(self, body: Any) -> int | None:
        return body.people_count

    @admin.display(description="beheerders", ordering="manager_count", empty_value="0")
    def managers(self, body: Any) -> int | None:
        return body.manager_count

    @admin.display(description="rechten bevestigd op", ordering="last_confirmed")
    def confirmed(self, body: Any) -> date | None:
        return timezone.localdate(body.last_confirmed) if body.last_confirmed else None


class StateFilter(admin.SimpleListFilter):
    """What one asks of rights: who works now, who will stop, who never uses it."""

    title = "toestand"
    parameter_name = "toestand"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterable[tuple[str, str]]:
        return [
            ("werkt", "werkt"),
            ("te-bevestigen", "te bevestigen"),
            ("voorbij", "periode voorbij"),
            ("ongebruikt", f"niet gebruikt in {UNUSED_AFTER} dagen"),
            ("beeindigd", "beëindigd"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        match self.value():
            case "werkt":
                return queryset.open()
            case "te-bevestigen":
                return queryset.open().filter(lapses_on__isnull=False)
            case "voorbij":
                return queryset.standing().filter(Q(ends_on__lte=today) | Q(lapses_on__lte=today))
            case "ongebruikt":
                since = today - timedelta(days=UNUSED_AFTER)
                unused = Q(last_used_on__lt=since) | Q(last_used_on__isnull=True, started_at__date__lt=since)
                return queryset.open().filter(unused)
            case "beeindigd":
                return queryset.filter(ended_at__isnull=False)
        return queryset


@admin.register(Membership)
class MembershipAdmin(VerbsAdmin):
    list_display = (
        "user",
        "organisation",
        "role",
        "source",
        "started_at",
        "started_by",
        "ends_on",
        "lapses_on",
        "last_used_on",
        "ended_at",
    )
    list_filter = (StateFilter, "role", "source", "organisation__kind")
    list_select_related = ("user", "organisation", "started_by")
    search_fields = ("user__email", "user__name", "organisation__name")
    search_help_text = "Zoek op e-mailadres, naam of organisatie."
    date_hierarchy = "started_at"
    verbs = (
        OfficeVerb(
            name="revoke_delete",
            label=lambda membership: "" if membership.ended_at else "Toegang beëindigen",
            ask=lambda membership, by: rules.may_revoke_rights(by, membership.user),
            do=lambda membership, *, reason, by: actions.revoke_membership(
                membership=membership, reason=reason, by=by
            ),
            form=ReasonForm,
            warning="De persoon kan meteen niet meer werken voor deze organisatie, ook als hij nu aangemeld is.",
            done="De rol is beëindigd.",
        ),
    )


@admin.register(Invitation)
class InvitationAdmin(WindowAdmin):
    list_display = ("email", "organisation", "role", "status", "invited_at", "invited_by", "expires_on")
    list_filter = ("status", "role", "organisation__kind")
    list_select_related = ("organisation", "invited_by")
    search_fields = ("email", "organisation__name")
    exclude = ("told_status",)


@admin.register(RightsReview)
class RightsReviewAdmin(WindowAdmin):
    list_display = ("organisation", "asked_on", "lapses_on", "told", "confirmed_at", "confirmed_by")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter), "organisation__kind")
    list_select_related = ("organisation", "confirmed_by")
    search_fields = ("organisation__name",)


@admin.register(ServiceAccount)
class ServiceAccountAdmin(VerbsAdmin):
    list_display = ("name", "organisation", "key_id", "ends_on", "last_used_on", "created_by", "ended_at")
    list_filter = (("ended_at", admin.EmptyFieldListFilter), "organisation__kind")
    list_select_related = ("organisation", "created_by")
    search_fields = ("name", "key_id", "organisation__name")
    exclude = ("key_hash",)
    verbs = (
        OfficeVerb(
            name="end_delete",
            label=lambda account: "" if account.ended_at else "Sleutel beëindigen",
            ask=lambda account, by: rules.may_end_service_account(by, account),
            do=lambda account, *, reason, by: actions.end_service_account(
                account=account, reason=reason, by=by
            ),
            form=ReasonForm,
            warning="Het systeem krijgt meteen geen antwoord meer.",
            done="De sleutel werkt niet meer.",
        ),
    )


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
