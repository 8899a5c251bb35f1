"""Verbs of VLOT, by module of the noun."""

from vlot.actions.calls import (
    NoMunicipality,
    NotInTeam,
    OfAnotherMunicipality,
    RequestsLinked,
    ask_vlot,
    assign_intervention,
    close_intervention,
    hand_over_intervention,
    link_intervention,
    rate_intervention,
    reopen_intervention,
    sort_intervention,
)
from vlot.actions.contacts import add_contact, add_documents, redact_text
from vlot.actions.holds import hold_case, lift_case_hold
from vlot.actions.liaison import (
    AlreadyAnswered,
    answer_referral,
    refer_intervention,
    retire_sector_contact,
    save_sector_contact,
)
from vlot.actions.mails import TakenIn, take_in_mail
from vlot.actions.nuisance import THRESHOLD, WINDOW_DAYS, log_incident
from vlot.actions.possible_sites import move_possible_site, offer_possible_site, save_possible_site
from vlot.actions.signals import AlreadySignalled, ThemeSettled, note_theme_step, signal_intervention
from vlot.actions.teams import NotOfVlot, ensure_teams, join_team, leave_team
from vlot.actions.topics import TopicNeeded, TopicNotInUse, refuse_needed, save_topic
from vlot.actions.visits import VisitOver, cancel_visit, plan_visit, report_visit

__all__ = [
    "THRESHOLD", "WINDOW_DAYS", "AlreadyAnswered", "AlreadySignalled", "NoMunicipality", "NotInTeam", "NotOfVlot",
    "OfAnotherMunicipality", "RequestsLinked", "TakenIn", "ThemeSettled", "TopicNeeded", "TopicNotInUse", "VisitOver",
    "add_contact", "add_documents", "answer_referral", "ask_vlot", "assign_intervention", "cancel_visit",
    "close_intervention", "ensure_teams", "hand_over_intervention", "hold_case", "join_team", "leave_team",
    "lift_case_hold", "link_intervention",
    "log_incident", "move_possible_site", "note_theme_step", "offer_possible_site", "plan_visit", "rate_intervention",
    "redact_text", "refer_intervention", "refuse_needed", "reopen_intervention", "report_visit",
    "retire_sector_contact", "save_possible_site", "save_sector_contact", "save_topic", "signal_intervention",
    "sort_intervention", "take_in_mail",
]  # fmt: skip
