"""The pages of Flemish property, playbooks, openings and the village planner."""

from config.access.hats import COUNCILS
from config.access.page import FOUND, Page, posted

SEES_VILLAGES = f"{COUNCILS} reader facility"
NOT_THE_OWNER = f"{COUNCILS} reader"  # sees the register and the playbooks, and keeps neither

VILLAGE_PAGES = (
    Page("facility:property_list", SEES_VILLAGES),
    Page("facility:property_add", "facility"),
    Page("facility:property_detail", SEES_VILLAGES, thing="property"),
    Page("facility:property_photo", SEES_VILLAGES, thing="property_photo"),
    Page("facility:property_edit", "facility", NOT_THE_OWNER, "property"),
    Page("facility:property_reserve", f"{COUNCILS} facility", "reader", "property"),
    Page("facility:property_release", "local facility", "reader", "property_hold"),
    Page("facility:property_hand_over", "facility", "local reader", "property_hold"),
    Page("facility:property_return", "facility", "local reader", "property_use"),
    Page("facility:playbook_list", SEES_VILLAGES),
    Page("facility:playbook_detail", SEES_VILLAGES, thing="playbook"),
    # A draft of the next version is Het Facilitair Bedrijf's own.
    Page("facility:playbook_detail", "facility", thing="draft_playbook"),
    posted("facility:playbook_version_add", "facility", NOT_THE_OWNER, "playbook", answer=FOUND),
    Page("facility:playbook_item_add", "facility", thing="draft_playbook"),
    Page("facility:playbook_publish", "facility", thing="draft_playbook"),
    Page("facility:playbook_item_edit", "facility", thing="playbook_item"),
    posted("facility:playbook_item_remove", "facility", thing="playbook_item"),
    Page("facility:opening_add", f"{COUNCILS} facility"),
    Page("facility:opening_detail", "local reader facility", thing="opening"),
    Page("facility:opening_timeline", "local reader facility", thing="opening"),
    Page("facility:opening_move", "local facility", "reader", "opening"),
    posted("facility:opening_open", "local facility", "reader", "opening"),
    Page("facility:opening_upgrade", "local facility", "reader", "opening"),
    Page("facility:task_finish", "local facility", "reader", "opening_task"),
    posted("facility:task_reopen", "local facility", "reader", "opening_task"),
    Page("facility:task_waive", "facility", "local reader", "opening_task"),
    Page("facility:task_evidence", "local reader facility", thing="task_evidence"),
    Page("facility:village_planner", SEES_VILLAGES),
)
