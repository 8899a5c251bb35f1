"""Who can open which page: the access table as data.

`docs/access.md` is written from it, and `tests/house/test_access.py` asks every page with every hat whether it is true.
A URL without a row fails the tests. Nothing in the portal decides by this table: deciding is done by `visible_to` and
`rules.py`; this says, in one place and independently, what they should come to.
"""

from fnmatch import fnmatchcase
from typing import NamedTuple

HATS = {
    "anonymous": "a visitor",
    "disabled": "a user who was switched off",
    "no_hat": "signed in, for no organisation",
    "company": "a company",
    "association": "an association",
    "local": "the local government of Gent",
    "reader": "a reader there",
    "neighbour": "another local government",
    "governor": "the governor of that province",
    "other_governor": "another governor",
    "facility": "Het Facilitair Bedrijf",
    "vlot": "VLOT, in the team of that province",
    "other_vlot": "VLOT, in another team",
    "abb": "ABB",
}

THINGS = {
    "draft": "a draft of the company",
    "offer": "an offer of the company in Gent",
    "twin": "another offer of the company in Gent, at the same address",
    "twin_site": "another site of the company in Gent",
    "defect": "a finding about that offer",
    "defect_photo": "a photo of that finding",
    "unit": "a unit of the company in Gent",
    "outage": "a unit of the company in Gent that is out of use",
    "freshness_call": "a link in a mail to the company",
    "merge": "two offers in Gent that were merged",
    "asked_offer": "the same, with a question to the company",
    "offer_document": "a document of that offer",
    "site": "a site of the company in Gent",
    "site_document": "a floor plan of that site, added by the company",
    "change_report": "a change at that site that the company reported",
    "visit_plan": "a visit to that site that is planned",
    "site_visit": "a visit to that site",
    "saved_filter": "a filter that the user of the company keeps",
    "specific_site": "a *specifiek* site of the company in Gent, to be confirmed",
    "household": "a household of Gent",
    "why_not": "the same, beside a unit in Gent",
    "same_household": "another household of Gent, of the same people",
    "household_merge": "two households of Gent that were merged",
    "person": "a person of a household of Gent",
    "stay": "its stay in Gent",
    "proposal": "a household of Gent for a unit in Gent",
    "request": "a household of the other local government for a unit in Gent",
    "chain": "moves that free a place for a household of Gent",
    "chain_move": "one of those moves",
    "hand_over": "a household of the other local government that goes to Gent",
    "plan": "a region-wide plan of that province",
    "asked_plan": "one that is still being made",
    "hand_over_step": "a step of that hand-over, for the other local government",
    "notification": "a notice to the company",
    "membership": "a role of the user of the company",
    "organisation": "the company",
    "join_request": "somebody who asks to act for the company",
    "municipality": "Gent",
    "state": "a reference date of the subsidies",
    "subsidy_line": "a line of it about Gent",
    "import": "a file of the company with many offers",
    "support_request": "a request of Gent to Het Facilitair Bedrijf",
    "call": "a call of Gent to VLOT",
}

COUNCILS = "local neighbour"
GOVERNORS = "governor other_governor"
PROVIDERS = "company association"
VLOT = "vlot other_vlot"
FLEMISH = f"facility {VLOT} abb"
EVERY_HAT = f"{PROVIDERS} {COUNCILS} reader {GOVERNORS} {FLEMISH}"
EVERYBODY = " ".join(HATS)
MAY_OFFER = f"{PROVIDERS} {COUNCILS} {GOVERNORS}"

OK, NO_CONTENT, FOUND, REFUSED, HIDDEN, GONE = 200, 204, 302, 403, 404, 410


class Page(NamedTuple):
    """One page, and for a page about a thing: one example of that thing.

    Hats in `yes` get `answer`; hats in `no` get 403. Who is in neither gets 404 on a page about a thing ("Someone
    else's thing is a 404") and 403 on any other. Without a hat, signing in or registering comes first (302). Hats in
    `looks` may see the page, but not send its form.
    """

    url: str
    yes: str
    no: str = ""
    thing: str = ""
    method: str = "get"
    answer: int = OK
    looks: str = ""
    unknown: int | None = HIDDEN


def posted(url: str, yes: str, no: str = "", thing: str = "", *, answer: int = FOUND) -> Page:
    """A page that only takes posts, and then leads on."""
    return Page(url, yes, no, thing, "post", answer)


SEES_OFFER = "company local reader governor abb"
SEES_SITE = f"company local reader governor {FLEMISH}"

PAGES = (
    # --- Everybody
    Page("home", EVERYBODY.replace("no_hat ", "")),
    Page("style_guide", EVERYBODY),
    Page("livez", EVERYBODY),
    Page("readyz", EVERYBODY),
    Page("accounts:demo_sign_in", EVERYBODY),
    # --- Oneself and one's organisation
    Page("accounts:register_organisation", f"no_hat {EVERY_HAT}"),
    Page("accounts:organisation", EVERY_HAT, looks="reader"),
    Page("accounts:join_ask", f"no_hat {EVERY_HAT}", thing="organisation"),
    Page("accounts:join_decide", "company", thing="join_request"),
    Page("accounts:private_host", EVERYBODY),
    posted("accounts:switch_hat", "company", thing="membership"),
    Page("notifications:notification_list", EVERY_HAT),
    posted("notifications:notification_open", "company", thing="notification"),
    # --- Offers
    Page("housing:entry", EVERYBODY),
    Page("housing:offer_list", EVERY_HAT),
    Page("housing:offer_export", EVERY_HAT),
    Page("housing:offer_worklist", f"{COUNCILS} reader {GOVERNORS} abb"),
    Page("housing:offer_mine", f"{MAY_OFFER} reader"),
    Page("housing:offer_add", MAY_OFFER, answer=FOUND),
    # A file belongs to the organisation that brought it: the municipality sees the offers that come of it.
    Page("housing:import_list", f"{MAY_OFFER} reader", looks="reader"),
    Page("housing:import_template", MAY_OFFER),
    Page("housing:import_detail", "company", thing="import"),
    Page("housing:import_columns", "company", thing="import"),
    Page("housing:import_problems", "company", thing="import"),
    posted("housing:import_confirm", "company", thing="import"),
    posted("housing:import_undo", "company", thing="import"),
    # The token in the address is chosen by the browser: one that nobody used is an empty form.
    Page("housing:offer_edit", "company", f"reader {FLEMISH}", "draft", unknown=OK),
    posted("housing:offer_autosave", "company", f"reader {FLEMISH}", "draft", answer=OK)._replace(unknown=OK),
    Page("housing:offer_detail", SEES_OFFER, thing="offer"),
    Page("housing:offer_document", SEES_OFFER, thing="offer_document"),
    Page("housing:offer_withdraw", "company", "local reader governor abb", "offer"),
    Page("housing:offer_answer", "company", "local reader governor abb", "asked_offer"),
    Page("housing:offer_ask", "local", "company reader governor abb", "offer"),
    Page("housing:offer_message", "company local", "reader governor abb", "offer"),
    Page("housing:offer_inspect", "local", "company reader governor abb", "offer"),
    posted("housing:offer_inspect_keep", "local", "company reader governor abb", "offer", answer=NO_CONTENT),
    Page("housing:offer_approve", "local", "company reader governor abb", "offer"),
    Page("housing:offer_reject", "local", "company reader governor abb", "offer"),
    Page("housing:offer_hand_over", "local", "company reader governor abb", "offer"),
    Page("housing:defect_list", EVERY_HAT),
    Page("housing:defect_detail", SEES_OFFER, thing="defect", looks="reader governor abb"),
    Page("housing:defect_photo", SEES_OFFER, thing="defect_photo"),
    Page("housing:offer_merge", "local abb", "company reader governor", "twin"),
    Page("housing:merge_list", EVERY_HAT),
    posted("housing:merge_undo", "local abb", "reader", "merge"),
    # --- Subsidies: the money goes to local governments
    Page("housing:subsidy_overview", f"{COUNCILS} reader {GOVERNORS} abb"),
    Page("housing:subsidy_rules", f"{COUNCILS} reader {GOVERNORS} abb"),
    Page("housing:subsidy_town", "local reader governor abb", f"{PROVIDERS} facility {VLOT}", "municipality"),
    Page("housing:subsidy_site", "local reader governor abb", f"company facility {VLOT}", "site"),
    Page("housing:subsidy_plan", "abb"),
    Page(
        "housing:subsidy_state", f"{COUNCILS} reader {GOVERNORS} abb", f"{PROVIDERS} facility {VLOT}", "state"
    ),
    Page(
        "housing:subsidy_export",
        f"{COUNCILS} reader {GOVERNORS} abb",
        f"{PROVIDERS} facility {VLOT}",
        "state",
    ),
    Page(
        "housing:subsidy_difference",
        f"{COUNCILS} reader {GOVERNORS} abb",
        f"{PROVIDERS} facility {VLOT}",
        "state",
    ),
    posted("housing:subsidy_plan_again", "abb", f"{EVERY_HAT.replace(' abb', '')}", "state"),
    Page(
        "housing:subsidy_correct", "abb", f"{PROVIDERS} local reader governor facility {VLOT}", "subsidy_line"
    ),
    # --- Sites and stays
    Page("housing:site_merge", "local abb", f"company reader governor facility {VLOT}", "twin_site"),
    Page("housing:site_list", EVERY_HAT),
    Page("housing:site_export", EVERY_HAT),
    posted("housing:filter_save", EVERY_HAT),
    Page("housing:filter_edit", "company", thing="saved_filter"),
    posted("housing:filter_delete", "company", thing="saved_filter"),
    posted("housing:offer_assign", "local", "company reader governor abb", "offer"),
    posted("housing:site_assign", "local", f"company reader governor {FLEMISH}", "site"),
    Page("housing:unit_list", EVERY_HAT),
    Page("housing:unconfirmed_list", EVERY_HAT),
    Page("housing:exit_radar", EVERY_HAT),
    Page("housing:idle_list", f"{COUNCILS} reader {GOVERNORS} {FLEMISH}"),
    Page("housing:sites_check", MAY_OFFER),
    # Signed for one person: whoever has the link may confirm, and nothing else. A link that is not ours is gone (410).
    Page("housing:freshness_link", EVERYBODY, thing="freshness_call", unknown=GONE),
    Page("housing:site_detail", SEES_SITE, thing="site"),
    Page("housing:site_availability", "company local", f"reader governor {FLEMISH}", "site"),
    Page("housing:site_close", "company local", f"reader governor {FLEMISH}", "site"),
    posted("housing:site_reopen", "company local", f"reader governor {FLEMISH}", "site"),
    Page("housing:site_terms", "local", f"company reader governor {FLEMISH}", "site"),
    Page("housing:site_conditions", "local", f"company reader governor {FLEMISH}", "site"),
    Page("housing:unit_out_of_use", "company local", f"reader governor {FLEMISH}", "unit"),
    posted("housing:unit_into_use", "company local", f"reader governor {FLEMISH}", "outage"),
    posted("housing:site_check", "company local", f"reader governor {FLEMISH}", "site"),
    posted("housing:site_confirm", "abb", f"company local reader governor facility {VLOT}", "specific_site"),
    Page("housing:movement_list", f"{COUNCILS} reader"),
    Page("housing:stay_detail", "local reader", thing="stay"),
    Page("housing:stay_arrival", "local", "reader", "stay"),
    Page("housing:stay_planned_end", "local", "reader", "stay"),
    Page("housing:stay_move", "local", "reader", "stay"),
    Page("housing:site_edit", "company local", f"reader governor {FLEMISH}", "site"),
    Page("housing:unit_add", "local", f"company reader governor {FLEMISH}", "site"),
    Page("housing:unit_edit", "local", f"company reader governor {FLEMISH}", "unit"),
    Page("housing:unit_remove", "local", f"company reader governor {FLEMISH}", "unit"),
    Page("housing:site_documents", "company local", f"reader governor {FLEMISH}", "site"),
    Page("housing:site_document", SEES_SITE, thing="site_document"),
    posted("housing:site_document_remove", "company local", f"reader governor {FLEMISH}", "site_document"),
    Page("housing:site_report", "company local", f"reader governor {FLEMISH}", "site"),
    Page("housing:change_report_list", EVERY_HAT),
    Page("housing:change_report", SEES_OFFER, thing="change_report", looks="company reader governor abb"),
    Page("housing:site_visit", "local", f"company reader governor {FLEMISH}", "site"),
    posted(
        "housing:site_visit_keep", "local", f"company reader governor {FLEMISH}", "site", answer=NO_CONTENT
    ),
    Page("housing:site_visit_plan", "local", f"company reader governor {FLEMISH}", "site"),
    posted("housing:site_visit_cancel", "local", "company reader governor abb", "visit_plan"),
    Page("housing:visit_detail", SEES_OFFER, thing="site_visit", looks="company reader governor abb"),
    Page("housing:stay_end", "local", "reader", "stay"),
    Page("housing:presence_check", "local reader", f"company governor {FLEMISH}", "site", looks="reader"),
    # --- Households
    Page("households:household_add", COUNCILS),
    Page("households:list_add", COUNCILS),
    Page("households:list_template", COUNCILS),
    Page("households:household_edit", "local", "reader", "household"),
    Page("households:household_readings", "local", "reader", "household"),
    Page("households:person_edit", "local", "reader", "person"),
    Page("housing:person_add", "local", "reader", "household"),
    Page("housing:household_split", "local", "reader", "household"),
    Page("housing:household_leave", "local", "reader", "household"),
    Page("housing:household_reunite", "local", "reader", "household"),
    Page("housing:household_depart", "local", "reader", "household"),
    Page("housing:household_host_stops", "local", "reader", "household"),
    Page("housing:household_merge", "local", "reader", "same_household"),
    posted("housing:household_merge_undo", "local", "reader", "household_merge"),
    Page("matching:household_list", f"{COUNCILS} reader"),
    Page("matching:household_detail", "local reader", thing="household"),
    Page("matching:household_places", "local", "reader", "household"),
    Page("matching:household_why_not", "local", "reader", "household"),
    Page("matching:unit_why_not", "local", "reader", "why_not"),
    Page("matching:household_chain", "local", "reader", "household"),
    Page("matching:chain_detail", "local reader", thing="chain"),
    posted("matching:chain_consent", "local", "reader", "chain_move"),
    posted("matching:chain_carry_out", "local", "reader", "chain"),
    posted("matching:chain_drop", "local", "reader", "chain"),
    Page("matching:unit_fits", "local", f"company reader governor {FLEMISH}", "unit"),
    Page("matching:ranking_weights", f"{COUNCILS} reader {GOVERNORS} {FLEMISH}"),
    Page("matching:ranking_weights_add", "abb"),
    Page("people_figures", f"{GOVERNORS} {VLOT} abb"),
    # --- Proposals
    posted("matching:proposal_add", "local", "reader", "household"),
    Page("matching:proposal_list", f"{COUNCILS} reader"),
    Page("matching:proposal_detail", "local reader", thing="proposal"),
    Page("matching:proposal_detail", "local neighbour reader", thing="request"),
    posted("matching:proposal_accept", "local", "neighbour reader", "request"),
    Page("matching:proposal_refuse", "local", "neighbour reader", "request"),
    posted("matching:proposal_withdraw", "neighbour", "local reader", "request"),
    Page("matching:hand_over_detail", "local neighbour reader", thing="hand_over"),
    posted("matching:hand_over_tick", "local neighbour", "reader", "hand_over_step"),
    posted("matching:hand_over_complete", "local", "neighbour reader", "hand_over"),
    Page("matching:plan_list", f"{GOVERNORS} abb"),
    Page("matching:plan_add", f"{GOVERNORS} abb"),
    Page("matching:plan_detail", "governor abb", thing="plan"),
    posted("matching:plan_cancel", "governor abb", thing="asked_plan"),
    posted("matching:plan_decide", "governor abb", thing="plan"),
    Page("matching:solidarity", f"{COUNCILS} reader governor other_governor facility vlot other_vlot abb"),
    posted("matching:proposal_withdraw", "local", "reader", "proposal"),
    # --- Requests to Het Facilitair Bedrijf
    Page("facility:request_list", f"{COUNCILS} reader facility"),
    Page("facility:request_add", COUNCILS),
    Page("facility:request_detail", "local reader facility", thing="support_request"),
    Page("facility:request_take_up", "facility", "local reader", "support_request"),
    Page("facility:request_ask", "facility", "local reader", "support_request"),
    Page("facility:request_complete", "facility", "local reader", "support_request"),
    Page("facility:request_refuse", "facility", "local reader", "support_request"),
    Page("facility:request_answer", "local", "reader facility", "support_request"),
    Page("facility:request_withdraw", "local", "reader facility", "support_request"),
    # --- Calls to VLOT
    Page("vlot:intervention_list", f"{COUNCILS} reader {VLOT} abb"),
    Page("vlot:intervention_add", f"{COUNCILS} {VLOT}"),
    Page("vlot:intervention_detail", "local reader vlot abb", thing="call"),
    posted("vlot:intervention_assign", "vlot", "local reader abb", "call"),
    Page("vlot:contact_add", "vlot", "local reader abb", "call"),
    Page("vlot:intervention_signal", "vlot", "local reader abb", "call"),
    Page("vlot:intervention_close", "vlot", "local reader abb", "call"),
    # --- Spread
    Page("spread:overview", f"{COUNCILS} reader {GOVERNORS} {FLEMISH}"),
    Page("spread:municipality", f"{COUNCILS} reader governor {FLEMISH}", PROVIDERS, "municipality"),
)


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
    Group("admin:municipalities_statistic_import", "abb"),
    Group("admin:housing_guiderent_add", "abb"),
    Group("admin:housing_checklistitem_add", "abb"),
    Group("admin:housing_occupancynorm_add", "abb"),
    Group("admin:housing_subsidyrule_add", "abb"),
    Group("admin:vlot_teammembership_add", VLOT),
    Group("admin:vlot_teammembership_delete", VLOT),
    Group("admin:*_*_add", ""),
    Group("admin:*_*_delete", ""),
    # A window to look through; on these, only at what one sees on the pages too.
    Group("admin:facility_supportrequest_change", "facility", hidden=f"{VLOT} abb"),
    Group("admin:facility_supportrequest_history", "facility", hidden=f"{VLOT} abb"),
    Group("admin:vlot_intervention_change", "vlot abb", hidden="facility other_vlot"),
    Group("admin:vlot_intervention_history", "vlot abb", hidden="facility other_vlot"),
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
    "openid_connect_*",
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
    "openid_connect_login",
    "openid_connect_callback",
    "admin:login",
)


def expected(page: Page, hat: str) -> int:
    """The status with which `page` answers this hat."""
    if hat in page.yes.split():
        return page.answer
    if hat in ("anonymous", "disabled", "no_hat"):
        return FOUND
    if hat in page.no.split() or not page.thing:
        return REFUSED
    return HIDDEN


def back_office_group(url: str) -> Group | None:
    """The first group that a page of the back office belongs to."""
    return next((group for group in BACK_OFFICE if fnmatchcase(url, group.pattern)), None)


def expected_in_back_office(group: Group, hat: str) -> int:
    if hat in group.yes.split():
        return OK
    return REFUSED if hat in FLEMISH.split() and hat not in group.hidden.split() else FOUND


def is_listed(url: str) -> bool:
    """Whether the table says anything about this URL name."""
    return (
        any(page.url == url for page in PAGES)
        or back_office_group(url) is not None
        or any(fnmatchcase(url, pattern) for pattern in OWN_ACCOUNT)
    )
