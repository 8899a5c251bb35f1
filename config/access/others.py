"""Pages that are not written here: the back office, one's own account, signing in."""

from typing import NamedTuple

from config.access.hats import FLEMISH, VLOT


class Group(NamedTuple):
    """Pages of the back office that are alike: `*` stands for the models.

    Who is not in `yes` but in the back office gets 403; for who is in `hidden` the row does not exist: back to the
    beginning (302). Everybody else is led to sign in (302).
    """

    pattern: str
    yes: str
    hidden: str = ""


BACK_OFFICE = (
    Group("admin:index", FLEMISH),
    Group("admin:app_list", FLEMISH),
    # Users, rights and keys of libraries: through their own pages or by the technical administrator (superuser).
    Group("admin:auth_*", ""),
    Group("admin:account_*", ""),
    Group("admin:socialaccount_*", ""),
    Group("admin:mfa_*", ""),
    Group("admin:usersessions_*", ""),
    # What changes in the back office: a new version of a key, figures with their source, who works in which team.
    Group("admin:spread_spreadkey_add", "abb"),
    Group("admin:spread_spreadkey_version_add", "abb"),
    Group("admin:spread_signal_followup_add", "vlot other_vlot"),
    Group("admin:spread_scenario_add", FLEMISH),
    Group("admin:spread_frozenfigures_add", "abb"),
    Group("admin:spread_publication_correction_add", "abb"),
    Group("admin:spread_scenario_inflow_add", FLEMISH),
    Group("admin:municipalities_statistic_import", "abb"),
    Group("admin:households_lookrule_add", "abb"),
    Group("admin:households_retentionterm_add", "abb"),
    Group("admin:housing_guiderent_add", "abb"),
    Group("admin:housing_checklistitem_add", "abb"),
    Group("admin:housing_occupancynorm_add", "abb"),
    Group("admin:housing_subsidyrule_add", "abb"),
    Group("admin:facility_purchaseterms_add", "abb"),
    Group("admin:facility_unitprice_add", "abb"),
    Group("admin:facility_healthindex_add", "abb"),
    Group("admin:facility_payingaccount_add", "abb"),
    Group("admin:facility_villagenorm_add", "abb"),
    Group("admin:facility_villageunit_add", "abb"),
    Group("admin:vlot_teammembership_add", VLOT),
    Group("admin:vlot_teammembership_delete", VLOT),
    Group("admin:vlot_topic_add", VLOT),
    Group("admin:accounts_rightsmapping_add", "abb"),
    Group("admin:accounts_rightsmapping_delete", "abb"),
    Group("admin:accounts_organisationcode_add", "abb"),
    Group("admin:accounts_organisationcode_delete", "abb"),
    Group("admin:accounts_membership_revoke_delete", "abb"),
    Group("admin:accounts_user_access_delete", "abb"),
    Group("admin:accounts_serviceaccount_end_delete", "abb"),
    Group("admin:accounts_organisation_manager_add", ""),  # of the example: it has an administrator
    Group("admin:*_*_add", ""),
    Group("admin:*_*_delete", ""),
    # A window to look through; on these, only at what one sees on the pages too.
    Group("admin:facility_purchaseterms_changelist", FLEMISH),
    Group("admin:facility_purchaseterms_change", FLEMISH),
    Group("admin:facility_purchaseterms_history", FLEMISH),
    Group("admin:facility_unitprice_change", FLEMISH),
    Group("admin:facility_healthindex_change", FLEMISH),
    Group("admin:facility_healthindex_history", FLEMISH),
    Group("admin:facility_unitprice_history", FLEMISH),
    Group("admin:facility_payingaccount_change", FLEMISH),
    Group("admin:facility_payingaccount_history", FLEMISH),
    Group("admin:facility_villagenorm_change", FLEMISH),
    Group("admin:facility_villagenorm_history", FLEMISH),
    Group("admin:facility_villageunit_change", FLEMISH),
    Group("admin:facility_villageunit_history", FLEMISH),
    Group("admin:facility_*_change", "facility", hidden=f"{VLOT} abb"),
    Group("admin:facility_*_history", "facility", hidden=f"{VLOT} abb"),
    Group("admin:vlot_intervention_change", "vlot abb", hidden="facility other_vlot"),
    Group("admin:vlot_intervention_history", "vlot abb", hidden="facility other_vlot"),
    *(
        Group(f"admin:vlot_{model}_{page}", "vlot abb", hidden="facility other_vlot")
        for model in ("visit", "referral", "possiblesite", "incident")
        for page in ("change", "history")
    ),
    *(
        Group(f"admin:vlot_{model}_{page}", f"{VLOT} abb", hidden="facility")
        for model in ("sectorcontact", "theme")
        for page in ("change", "history")
    ),
    Group("admin:spread_indicatorsnapshot_certainty", FLEMISH),
    Group("admin:vlot_goodpractice_change", f"{VLOT} abb", hidden="facility"),
    Group("admin:vlot_goodpractice_history", f"{VLOT} abb", hidden="facility"),
    Group("admin:spread_indicatorsnapshot_cockpit", FLEMISH),
    Group("admin:spread_indicatorsnapshot_changes", FLEMISH),
    Group("admin:*_*_changelist", FLEMISH),
    Group("admin:*_*_change", FLEMISH),
    Group("admin:*_*_history", FLEMISH),
)

# Pages of libraries that decide for themselves and show a user only his own: closed to visitors, and never an error.
OWN_ACCOUNT = (
    "account_*",
    "mfa_*",
    "usersessions_*",
    "socialaccount_*",
    "acm_idm_*",
    "account/*",
    "admin:*",
)
# ... of which these are open, because signing in begins here.
SIGNING_IN = (
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_change_password",
    "account_set_password",
    "mfa_authenticate",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "acm_idm_login",
    "acm_idm_callback",
    "admin:login",
)
