"""The pages of the portal, and which hat may open which."""

from typing import NamedTuple

from config.access.hats import COUNCILS, EVERY_HAT, EVERYBODY, FLEMISH, GOVERNORS, MAY_OFFER, PROVIDERS, VLOT

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
    Page("open_data", EVERYBODY),
    Page("open_data_metadata", EVERYBODY),
    Page("open_data_file", EVERYBODY, thing="publication"),
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
    Page("housing:stay_not_come", "local", "reader", "stay"),
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
    Page("vlot:mail_take_in", VLOT),
    Page("vlot:intervention_detail", "local reader vlot abb", thing="call"),
    posted("vlot:intervention_assign", "vlot", "local reader abb", "call"),
    # Guides by their audience, good practice of governments among each other
    Page("vlot:guide_list", EVERY_HAT),
    Page("vlot:guide_add", VLOT),
    Page("vlot:call_suggestions", "local reader vlot abb", thing="call"),
    Page("vlot:guide_detail", f"{COUNCILS} reader {VLOT} abb", thing="guide"),
    Page("vlot:guide_file", f"{COUNCILS} reader {VLOT} abb", thing="guide_file"),
    posted("vlot:guide_file_remove", VLOT, f"{COUNCILS} reader abb", "guide_file"),
    Page("vlot:guide_edit", VLOT, f"{COUNCILS} reader abb", "guide"),
    posted("vlot:guide_confirm", f"{COUNCILS} reader", f"{VLOT} abb", "guide"),
    Page("vlot:practice_list", f"{COUNCILS} reader {GOVERNORS} {FLEMISH}"),
    Page("vlot:practice_add", COUNCILS),
    Page("vlot:practice_detail", f"local reader {VLOT} abb", thing="practice"),
    Page("vlot:practice_review", VLOT, "local reader abb", "practice"),
    Page("vlot:practice_decline", VLOT, "local reader abb", "practice"),
    Page("vlot:practice_answer", "local", f"reader {VLOT} abb", "practice"),
    posted("vlot:practice_agree", "local", f"reader {VLOT} abb", "practice"),
    posted("vlot:practice_withdraw", "local", f"reader {VLOT} abb", "practice"),
    posted("vlot:practice_helped", "neighbour", f"local reader {GOVERNORS} {FLEMISH}", "published_practice"),
    # VLOT's own work
    Page("vlot:team_overview", f"{VLOT} abb"),
    Page("vlot:effect_board", f"{VLOT} abb"),
    Page("vlot:report_list", f"{GOVERNORS} {VLOT} abb"),
    Page("vlot:report_detail", f"governor {VLOT} abb", thing="month"),
    Page("vlot:report_sheet", f"governor {VLOT} abb", thing="month"),
    Page("vlot:report_paper", f"governor {VLOT} abb", thing="month"),
    Page("vlot_town", f"{VLOT} abb", f"{PROVIDERS} {COUNCILS} reader {GOVERNORS} facility", "municipality"),
    *(
        Page(f"vlot:{name}", "vlot", "local reader abb", "call")
        for name in (
            "contact_add",
            "intervention_hand_over",
            "intervention_sort",
            "intervention_link",
            "intervention_documents",
            "intervention_redact",
            "visit_plan",
            "referral_add",
            "intervention_signal",
            "intervention_close",
        )
    ),
    Page("vlot:intervention_reopen", "vlot", "local reader abb", "closed_call"),
    Page("vlot:intervention_rate", "local", "reader vlot abb", "closed_call"),
    Page("vlot:intervention_document", "local reader vlot abb", thing="call_document"),
    Page("vlot:visit_day", VLOT),
    Page("vlot:visit_report", "vlot", "local reader abb", "call_visit"),
    posted("vlot:visit_cancel", "vlot", "local reader abb", "call_visit"),
    Page("vlot:contact_book", f"{VLOT} abb"),
    Page("vlot:sector_contact_add", VLOT),
    Page("vlot:sector_contact_edit", VLOT, "abb", "sector_contact"),
    posted("vlot:sector_contact_retire", VLOT, "abb", "sector_contact"),
    Page("vlot:referral_list", f"{VLOT} abb"),
    Page("vlot:referral_answer", "vlot", "abb", "referral"),
    Page("vlot:theme_list", f"{VLOT} abb"),
    Page("vlot:theme_detail", f"{VLOT} abb", thing="theme", looks=VLOT),
    Page("vlot:possible_site_list", f"{COUNCILS} reader {VLOT} abb"),
    Page("vlot:possible_site_add", VLOT),
    Page("vlot:possible_site_detail", "local reader vlot abb", thing="possible_site"),
    Page("vlot:possible_site_edit", "vlot", "local reader abb", "possible_site"),
    posted("vlot:possible_site_move", "vlot", "local reader abb", "possible_site"),
    Page("vlot:possible_site_drop", "vlot", "local reader abb", "possible_site"),
    posted("vlot:possible_site_offer", "local", "reader vlot abb", "possible_site"),
    Page("vlot:lead_list", VLOT),
    Page("vlot:lead_detail", "vlot", thing="lead"),
    # The log of nuisance: who sees the site but not its log gets 403.
    Page("vlot:incident_list", "local reader vlot abb", "company governor facility other_vlot", "site"),
    Page("vlot:incident_add", "local vlot", "company reader governor facility other_vlot abb", "site"),
    # --- Spread
    Page("spread:overview", f"{COUNCILS} reader {GOVERNORS} {FLEMISH}"),
    Page("spread:municipality", f"{COUNCILS} reader governor {FLEMISH}", PROVIDERS, "municipality"),
    Page("spread:position", f"{COUNCILS} reader governor {FLEMISH}", PROVIDERS, "municipality"),
    Page("spread:province", f"{COUNCILS} reader governor {FLEMISH}", PROVIDERS, "province"),
)
