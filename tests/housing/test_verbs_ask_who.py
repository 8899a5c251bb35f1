"""Every verb of supply asks a rule who acts, also when no page did: a hat that may not, gets NotAllowed."""

import inspect
import uuid
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.allowed import NotAllowed, insist
from documents.models import Document
from housing import actions
from housing.models import (
    ChangeReport,
    Offer,
    OfferDocument,
    OfferImport,
    SiteDocument,
    SubsidyState,
    Unavailability,
    VisitPlan,
)
from tests.asking import who_may
from tests.factories import (
    HouseholdFactory,
    InspectionFactory,
    OfferFactory,
    PersonFactory,
    SiteFactory,
    StayFactory,
    UnitFactory,
    walked,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LINES = [actions.UnitLine(1, "Kamer", 1)]
SEEN = {
    "inspected_on": TODAY, "safe": True, "healthy": True, "dignified": True, "usable_places": 4,
}  # fmt: skip

# Who acts in these is asked in their own tests, or nobody acts but the system.
ELSEWHERE = {
    **dict.fromkeys(
        ("upload_import", "choose_columns", "confirm_import", "undo_import"), "imports: test_imports.py"
    ),
    **dict.fromkeys(
        ("keep_judgement", "fail_import", "refuse_undo", "forget_imports"), "a worker says what became of a file"
    ),
    "turn_around": "a part of ending a stay, which asks",
    "set_conditions": "for whom a site is: test_site_conditions.py",
    **dict.fromkeys(
        (
            "ask_to_confirm", "tell_about_filter", "remind_of_questions", "remind_of_defects", "forget_visit_drafts",
            "freeze_state", "fail_state",
        ),
        "the clock asks it, as the system",
    ),
}  # fmt: skip


class Things:
    """What the verbs are about: of the company, in Gent. Each is made when a case asks for it."""

    def __init__(self, hats):
        self.hats = hats
        self.company, self.local = hats["company"], hats["local"]

    def offer(self, **fields):
        return OfferFactory(organisation=self.company.organisation, created_by=self.company.user, **fields)

    def site(self, **fields):
        return UnitFactory(site=SiteFactory(organisation=self.company.organisation, **fields)).site

    def hosted(self):
        told = {"host_told_on": TODAY, "host_told_how": "phone", "host_told_by": self.local.user}
        return self.site(private_host=True, **told)

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

    def household(self):
        return HouseholdFactory(registered_by=self.local.organisation)

    def stay(self, **fields):
        """Of a household of the neighbour, in Gent: both may say that something changes."""
        household = HouseholdFactory(registered_by=self.hats["neighbour"].organisation)
        stay = StayFactory(unit=self.unit(), household=household, **fields)
        stay.persons.set(household.persons.all())
        return stay

    def two_who_part(self):
        household = self.household()
        return {"household": household, "leaving": [household.people()[1].pk], "on": TODAY}

    def household_merge(self):
        return actions.merge_households(
            kept=self.household(), dropped=self.household(), same={}, by=self.local
        )

    def an_import(self, status, **fields):
        """A file of the company without rows, in the hands of a worker."""
        return {
            "offer_import": OfferImport.objects.create(
                organisation=self.company.organisation,
                membership=self.company,
                file_name="aanbod.csv",
                uploaded_by=self.company.user,
                status=status,
                **fields,
            ),
            "progress": lambda done: None,
        }


def somebody():
    """A person as a form gives it."""
    built = PersonFactory.build()
    names = ("given_name", "family_name", "birth_year", "sex", "relation")
    return {name: getattr(built, name) for name in names}


MUNICIPALITY, BOTH, BOTH_TOWNS = "local", "company local", "local neighbour"
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
    "note_host": (MUNICIPALITY, lambda t: {"site": t.site(), "told_on": TODAY, "told_how": "phone"}),
    "withdraw_host": (MUNICIPALITY, lambda t: {"site": t.hosted(), "on": TODAY}),
    "hold_site": (MUNICIPALITY, lambda t: {"site": t.site(), "reason": "x"}),
    "lift_site_hold": (MUNICIPALITY, lambda t: {"site": t.site()}),
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
    "hold_unit": (
        "local governor abb",
        lambda t: {"household": t.household(), "unit": t.unit(), "move_in_on": TODAY},
    ),
    "start_stay": (MUNICIPALITY, lambda t: {"stay": t.stay(status="held")}),
    "cancel_hold": (BOTH_TOWNS, lambda t: {"stay": t.stay(status="held")}),
    "end_stay": (BOTH_TOWNS, lambda t: {"stay": t.stay(), "ends_on": TODAY, "reason": "abroad"}),
    "confirm_move_in": (BOTH_TOWNS, lambda t: {"stay": t.stay(), "moved_in_on": TODAY}),
    "change_arrival": (BOTH_TOWNS, lambda t: {"stay": t.stay(), "arrives_on": TODAY}),
    "stay_not_come": (BOTH_TOWNS, lambda t: {"stay": t.stay(), "reason": "declined"}),
    "change_planned_end": (BOTH_TOWNS, lambda t: {"stay": t.stay(), "until": TODAY + timedelta(days=9)}),
    "move_stay": (BOTH_TOWNS, lambda t: {"stay": t.stay(), "unit": t.unit(), "moves_on": TODAY}),
    "record_presence": (MUNICIPALITY, lambda t: {"site": t.site(), "on": TODAY, "outcomes": {}}),
    "add_person": (
        MUNICIPALITY,
        lambda t: {"household": t.household(), "values": somebody(), "joined_on": TODAY},
    ),
    "split_household": (MUNICIPALITY, lambda t: t.two_who_part()),
    "leave_household": (MUNICIPALITY, lambda t: t.two_who_part() | {"reason": "abroad"}),
    "reunite_households": (
        MUNICIPALITY,
        lambda t: {"household": t.household(), "other": t.household(), "on": TODAY},
    ),
    "depart": (MUNICIPALITY, lambda t: {"household": t.household(), "left_on": TODAY, "reason": "abroad"}),
    "host_stops": (MUNICIPALITY, lambda t: {"household": t.household(), "ends_on": TODAY}),
    "merge_households": (
        MUNICIPALITY,
        lambda t: {"kept": t.household(), "dropped": t.household(), "same": {}},
    ),
    "undo_household_merge": (MUNICIPALITY, lambda t: {"merge": t.household_merge()}),
    "carry_out_import": ("company", lambda t: t.an_import("writing")),
    "take_back_import": (
        "company",
        lambda t: t.an_import("undoing", written_at=timezone.now(), written_by=t.company.user),
    ),
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


@pytest.mark.parametrize("verb", TABLE)
def test_a_verb_refuses_every_hat_that_its_rule_forbids(verb, hats):
    may, make = TABLE[verb]
    assert who_may(getattr(actions, verb), make(Things(hats)), hats) == set(may.split())


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
