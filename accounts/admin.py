from django.contrib import admin

from accounts.models import JoinRequest, Membership, Organisation, SavedFilter, User
from audit.back_office import WindowAdmin


@admin.register(User)
class UserAdmin(WindowAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    exclude = ("password", "user_permissions", "groups")


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
    list_display = ("user", "organisation", "role", "started_at", "ended_at")
    list_filter = ("role", "organisation__kind")
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
