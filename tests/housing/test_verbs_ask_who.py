"""Every verb of supply asks a rule who acts, also when no page did: a hat that may not, gets NotAllowed."""

import inspect
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.allowed import NotAllowed, insist
from documents.models import Document
from housing import actions
from housing.models import (
    ChangeReport,
    Offer,
    OfferDocument,
    SiteDocument,
    SubsidyState,
    Unavailability,
    VisitPlan,
)
from tests.factories import InspectionFactory, OfferFactory, SiteFactory, UnitFactory, walked

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LINES = [actions.UnitLine(1, "Kamer", 1)]
SEEN = {
    "inspected_on": TODAY, "safe": True, "healthy": True, "dignified": True, "usable_places": 4,
}  # fmt: skip

# Who acts in these is asked in their own tests, or nobody acts but the system.
ELSEWHERE = {
    **dict.fromkeys(
        (
            "upload_import", "choose_columns", "keep_judgement", "confirm_import", "carry_out_import", "fail_import",
            "undo_import", "take_back_import", "refuse_undo", "forget_imports",
        ),
        "imports: test_imports.py",
    ),
    **dict.fromkeys(
        (
            "hold_unit", "start_stay", "cancel_hold", "end_stay", "turn_around", "confirm_move_in", "change_arrival",
            "stay_not_come", "change_planned_end", "move_stay", "record_presence",
        ),
        "stays: test_stays.py, test_living.py, test_stay_pages.py",
    ),
    **dict.fromkeys(
        (
            "add_person", "depart", "host_stops", "leave_household", "reunite_households", "split_household",
            "merge_households", "undo_household_merge",
        ),
        "households: test_household_changes.py",
    ),
    "set_conditions": "for whom a site is: test_site_conditions.py",
    **dict.fromkeys(
        (
            "ask_to_confirm", "remind_of_questions", "remind_of_defects", "forget_visit_drafts", "freeze_state",
            "fail_state",
        ),
        "the clock asks it, as the system",
    ),
}  # fmt: skip


@pytest.fixture
def hats(company, other_company, local, reader, neighbour, governor, facility, vlot, abb):
    return {
        "company": company,
        "other_company": other_company,
        "local": local,
        "reader": reader,
        "neighbour": neighbour,
        "governor": governor,
        "facility": facility,
        "vlot": vlot,
        "abb": abb,
    }


class Things:
    """What the verbs are about: of the company, in Gent. Each is made when a case asks for it."""

    def __init__(self, hats):
        self.hats = hats
        self.company, self.local = hats["company"], hats["local"]

    def offer(self, **fields):
        return OfferFactory(organisation=self.company.organisation, created_by=self.company.user, **fields)

    def site(self, **fields):
        return UnitFactory(site=SiteFactory(organisation=self.company.organisation, **fields)).site

    def unit(self):
        return UnitFactory(site=self.site())

    def document(self):
        return Document.objects.create(
            file="x", name="x.pdf", content_type="application/pdf", size=9, uploaded_by=self.company.user
        )

    def offer_document(self):
        link = OfferDocument.objects.create(offer=self.offer(draft=True), document=self.document())
        return {"offer": link.offer, "document": link.document.pk}

    def site_document(self):
        link = SiteDocument.objects.create(
            site=self.site(), document=self.document(), kind="permit", added_by=self.company.user
        )
        return {"site": link.site, "document": link.document.pk}

    def defect(self, **fields):
        visit = InspectionFactory(offer=self.offer())
        told = {"category": "1", "domain": "damp", "description": "Vocht", "due_on": TODAY}
        return visit.defects.create(**told | fields)

    def approvable(self):
        offer = self.offer()
        InspectionFactory(offer=offer)
        return offer

    def failed_visit(self):
        site = self.site()
        return {
            "inspection": InspectionFactory(offer=None, site=site, safe=False, findings="Trap"),
            "units": list(site.units.all()),
            "on": TODAY,
        }

    def outage(self):
        return Unavailability.objects.create(
            unit=self.unit(), period=DateRange(TODAY, None), reason="schilderen"
        )

    def report(self):
        return ChangeReport.objects.create(
            site=self.site(),
            text="Proef",
            organisation=self.company.organisation,
            reported_by=self.company.user,
        )

    def plan(self):
        return VisitPlan.objects.create(
            site=self.site(), planned_on=TODAY, reason="Proef", planned_by=self.local.user
        )

    def merge(self):
        return actions.merge_offers(kept=self.offer(), dropped=self.offer(), take=[], by=self.local)

    def line(self):
        state = SubsidyState.objects.create(on=TODAY, planned_by=self.hats["abb"].user)
        line = state.lines.create(
            municipality=self.local.organisation.municipality,
            code="proef",
            rule_from=TODAY,
            title="Proef",
            steps="Proef",
        )
        SubsidyState.objects.filter(pk=state.pk).update(status="frozen", frozen_at=timezone.now())
        return line


MUNICIPALITY, BOTH = "local", "company local"
# verb: who may, and with what it is called.
TABLE = {
    "save_draft": ("company", lambda t: {"form_token": t.offer(draft=True).form_token, "fields": {}}),
    "remove_offer_document": ("company", lambda t: t.offer_document()),
    "submit_offer": ("company", lambda t: {"offer": t.offer(draft=True)}),
    "withdraw_offer": ("company", lambda t: {"offer": t.offer(), "reason": "mistake", "note": "x"}),
    "hand_over_offer": (
        MUNICIPALITY,
        lambda t: {
            "offer": t.offer(),
            "municipality": t.hats["neighbour"].organisation.municipality,
            "postal_code": "9800",
            "reason": "x",
        },
    ),
    "record_inspection": (MUNICIPALITY, lambda t: {"offer": t.offer(), "answers": walked(), **SEEN}),
    "approve_offer": (MUNICIPALITY, lambda t: {"offer": t.approvable(), "units": LINES}),
    "reject_offer": (MUNICIPALITY, lambda t: {"offer": t.offer(), "reason": "other", "note": "x"}),
    "ask_about_offer": (
        MUNICIPALITY,
        lambda t: {"offer": t.offer(), "question": "?", "due_on": TODAY + timedelta(days=3)},
    ),
    "answer_offer": ("company", lambda t: {"offer": t.offer(status="info_requested"), "answer": "x"}),
    "send_message": (BOTH, lambda t: {"offer": t.offer(), "text": "x"}),
    "assign_offer": (MUNICIPALITY, lambda t: {"offer": t.offer(), "to": None}),
    "assign_site": (MUNICIPALITY, lambda t: {"site": t.site(), "to": None}),
    "judge_twin": (
        "company",
        lambda t: {"offer": t.offer(), "other": t.offer(), "likeness": ["address"], "verdict": "same"},
    ),
    "merge_offers": ("local abb", lambda t: {"kept": t.offer(), "dropped": t.offer(), "take": []}),
    "merge_sites": ("local abb", lambda t: {"kept": t.site(), "dropped": t.site(), "take": []}),
    "undo_merge": ("local abb", lambda t: {"merge": t.merge()}),
    "add_defect_photos": (BOTH, lambda t: {"defect": t.defect(), "photos": []}),
    "report_repaired": (BOTH, lambda t: {"defect": t.defect(), "solution": "x"}),
    "confirm_solved": (MUNICIPALITY, lambda t: {"defect": t.defect(), "solution": "x"}),
    "send_back": (MUNICIPALITY, lambda t: {"defect": t.defect(status="reported", solution="x"), "why": "x"}),
    "check_sites": (BOTH, lambda t: {"sites": [t.site()], "on": TODAY}),
    "report_change": (BOTH, lambda t: {"site": t.site(), "text": "x"}),
    "decide_report": (
        MUNICIPALITY,
        lambda t: {"report": t.report(), "outcome": "not_needed", "answer": "x"},
    ),
    "confirm_site": ("abb", lambda t: {"site": t.site(category="specific", kind="hotel")}),
    "edit_site": (BOTH, lambda t: {"site": t.site(), "contact_name": "An"}),
    "change_site": (MUNICIPALITY, lambda t: {"site": t.site(), "monthly_cost": 5}),
    "change_availability": (BOTH, lambda t: {"site": t.site(), "until": None, "reason": "x"}),
    "close_site": (BOTH, lambda t: {"site": t.site(), "on": TODAY, "reason": "x"}),
    "reopen_site": (BOTH, lambda t: {"site": t.site(closed_on=TODAY, closed_reason="x")}),
    "take_out_of_use": (
        BOTH,
        lambda t: {"unit": t.unit(), "period": DateRange(TODAY, None), "kind": "works", "reason": "x"},
    ),
    "take_into_use": (BOTH, lambda t: {"outage": t.outage(), "on": TODAY}),
    "add_units": (MUNICIPALITY, lambda t: {"site": t.site(), "units": LINES}),
    "change_unit": (MUNICIPALITY, lambda t: {"unit": t.unit(), "places": 2}),
    "remove_unit": (MUNICIPALITY, lambda t: {"unit": t.unit()}),
    "add_site_document": (BOTH, lambda t: {"site": t.site(), "kind": "permit", "files": []}),
    "remove_site_document": (BOTH, lambda t: t.site_document()),
    "plan_visit": (MUNICIPALITY, lambda t: {"site": t.site(), "on": TODAY, "reason": "x"}),
    "cancel_visit": (MUNICIPALITY, lambda t: {"plan": t.plan()}),
    "keep_visit_draft": (MUNICIPALITY, lambda t: {"place": t.site(), "typed": {}}),
    "drop_visit_photo": (MUNICIPALITY, lambda t: {"place": t.offer(), "photo": 1}),
    "end_visit_draft": (MUNICIPALITY, lambda t: {"place": t.offer()}),
    "record_site_visit": (MUNICIPALITY, lambda t: {"site": t.site(), "answers": walked(), **SEEN}),
    "take_out_after_visit": (MUNICIPALITY, lambda t: t.failed_visit()),
    "bring_back_into_use": (MUNICIPALITY, lambda t: {"site": t.site()}),
    "plan_state": ("abb", lambda t: {"on": TODAY, "support_tranche": False}),
    "plan_again": (
        "abb",
        lambda t: {
            "state": SubsidyState.objects.create(
                on=TODAY, status="failed", problem="x", planned_by=t.hats["abb"].user
            )
        },
    ),
    "correct_line": ("abb", lambda t: {"line": t.line(), "amount": 1, "reason": "x"}),
}


def verbs():
    """Everything in housing.actions that knows who acts."""
    return {
        name
        for name in actions.__all__
        if inspect.isfunction(found := getattr(actions, name)) and "by" in inspect.signature(found).parameters
    }


def test_the_table_says_something_about_every_verb():
    assert verbs() == TABLE.keys() | ELSEWHERE.keys()
    assert not TABLE.keys() & ELSEWHERE.keys()


def refused(verb, call, by):
    """Whether the rule refuses; whatever else happens is undone and of no interest here."""
    try:
        with transaction.atomic():
            getattr(actions, verb)(**call, by=by)
            transaction.set_rollback(True)
    except NotAllowed:
        return True
    return False


@pytest.mark.parametrize("verb", TABLE)
def test_a_verb_refuses_every_hat_that_its_rule_forbids(verb, hats):
    may, make = TABLE[verb]
    call = make(Things(hats))
    allowed = {name for name, by in hats.items() if not refused(verb, call, by)}
    assert allowed == set(may.split())


def test_a_draft_that_is_new_is_for_who_may_offer(company, facility):
    assert actions.save_draft(form_token=uuid.uuid4(), fields={}, by=company).status == Offer.Status.DRAFT
    with pytest.raises(NotAllowed):
        actions.save_draft(form_token=uuid.uuid4(), fields={}, by=facility)


def test_the_system_itself_is_never_refused():
    insist(None, False)


def test_a_page_that_forgot_to_ask_answers_403_and_not_500(client_for, company, local, monkeypatch):
    site = SiteFactory(organisation=company.organisation)
    monkeypatch.setattr("housing.views.changes.require", lambda allowed: None)
    monkeypatch.setattr("housing.views.availability.require", lambda allowed: None)
    response = client_for(company).post(f"/locaties/{site.pk}/afspraken/", {"turnaround_days": "3"})
    assert response.status_code == 403
