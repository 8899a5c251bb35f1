"""Pages that ask the database more often than the target, and how often at most: a list that only gets shorter.

The target (reliability.md 4.4) counts everything: session, user, hats, the number in the menu, what is noted. The first
page and pages that bring many kinds of things together ask each kind once, whatever the number of rows.
"""

TARGET = 8  # of a page of ours
ADMIN_TARGET = 12

ABOVE = {
    "operations:installation_state for abb": 38,
    "home for local": 22,
    "home for facility": 18,
    "matching:unit_fits of unit for local": 17,
    "matching:household_detail of household for local": 16,
    "housing:site_detail of site for company": 15,
    "matching:household_places of household for local": 15,
    "matching:unit_why_not of why_not for local": 15,
    "vlot_town of municipality for vlot": 14,
    "admin:spread_indicatorsnapshot_changelist for abb": 14,
    "facility:facility_figures_export for facility": 14,
    "matching:household_why_not of household for local": 14,
    "facility:order_detail of draft_order for facility": 13,
    "facility:facility_figures for facility": 13,
    "admin:facility_order_change for facility": 13,
    "home for neighbour": 12,
    "home for reader": 12,
    "facility:property_list for local": 12,
    "households:household_rights of household for local": 12,
    "home for company": 11,
    "home for abb": 11,
    "facility:order_detail of order for local": 11,
    "housing:offer_detail of offer for company": 11,
    "accounts:people for company": 11,
    "housing:visit_detail of site_visit for company": 11,
    "vlot:intervention_hand_over of call for vlot": 11,
    "home for vlot": 11,
    "facility:rental_detail of rental for local": 10,
    "housing:household_merge of same_household for local": 10,
    "housing:offer_list for company": 10,
    "housing:offer_worklist for local": 10,
    "matching:plan_detail of plan for governor": 10,
    "spread:overview for local": 10,
    "vlot:effect_board for vlot": 10,
    "home for other_vlot": 10,
    "facility:playbook_detail of draft_playbook for facility": 9,
    "home for association": 9,
    "facility:opening_upgrade of opening for local": 9,
    "facility:contract_detail of contract for local": 9,
    "facility:invoice_add of order for facility": 9,
    "facility:invoice_detail of invoice for facility": 9,
    "housing:presence_check of site for local": 9,
    "housing:subsidy_site of site for local": 9,
    "housing:subsidy_town of municipality for local": 9,
    "vlot:visit_report of call_visit for vlot": 9,
    "home for governor": 9,
    "home for other_governor": 9,
}
