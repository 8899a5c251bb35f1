"""One small Flanders with one of everything, and a client for every hat, to ask every page in."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import ask_to_join, create_service_account, invite
from accounts.demo import DOMAIN
from accounts.models import (
    Kind,
    KnownDevice,
    Membership,
    OrganisationCode,
    RightsMapping,
    RightsReview,
    SavedFilter,
    User,
)
from audit.seals import seal_days
from audit.seals import today as day_of_the_trail
from audit.trail import record
from config.access import Page
from documents.models import Document
from facility.actions import submit_request
from facility.models import HealthIndex
from households.actions import judge_look_alike
from households.models import Erasure
from housing.actions import judge_twin, merge_households, merge_offers
from housing.models import (
    Category,
    ChangeReport,
    Defect,
    DefectPhoto,
    FreshnessCall,
    GuideRent,
    HousingKind,
    Offer,
    OfferDocument,
    OfferImport,
    SiteDocument,
    SubsidyLine,
    SubsidyState,
    Unavailability,
    VisitPlan,
)
from matching.actions import accept_proposal, propose
from matching.models import Chain, ChainMove, Plan
from municipalities.models import Boundary, Municipality, Province
from notifications.models import NoticeChoice, Notification
from spread.actions import freeze_figures, make_scenario, publish_week, recompute
from spread.models import Signal
from tests import factories
from tests.facility.things import facility_things, word_file
from tests.reference import bring_back_reference_data
from tests.vlot import factories as vlot_factories
from vlot.actions import ask_vlot, ensure_teams, join_team
from vlot.guidance.actions import (
    confirm_reading,
    note_visit,
    publish_guide,
    publish_practice,
    say_it_helped,
    send_digest,
    submit_practice,
)
from vlot.guidance.models import GuideFile
from vlot.models import InterventionDocument, Team, Topic
from vlot.oversight.actions import publish_month

UNKNOWN_ID = 987_654_321
EMPTY_PLAN = {
    "placed": 0, "households": 0, "units": 0, "gap": 0.0, "objective": 0.0, "bound": 0.0, "seed": 1, "seconds": 0.1,
    "place_score": 0.0, "spread_distance": 0.0, "spread_before": 0.0, "price_of_spread": None, "curve": [],
    "fairness": [], "towns": [],
    "baselines": {
        name: {"placed": 0, "score": 0.0, "spread_distance": 0.0, "objective": 0.0}
        for name in ("first_come", "best_fit")
    },
}  # fmt: skip


class World:
    """`hats` by name (see config.access.HATS), `things` by name, and what a page about a thing has in its address."""

    def __init__(self) -> None:
        bring_back_reference_data()
        self.today = timezone.localdate()
        self.hats = self._hats()
        self._teams()
        self.things = self._things()
        self.things |= facility_things(self.hats, self.things["support_request"], self.things["site"])
        self._rows_for_the_back_office()
        self.demo = factories.MembershipFactory(user__email=f"bedrijf@{DOMAIN}")
        self.sessions = {hat: self._signed_in(membership.user) for hat, membership in self.hats.items()}

    def _signed_in(self, user: User) -> str:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return str(client.session.session_key)

    def _hats(self) -> dict[str, Membership]:
        gent = Municipality.objects.get(nis_code="44021")
        deinze = Municipality.objects.current().get(name="Deinze")
        far = Province.objects.exclude(pk=gent.province_id).first()
        local = factories.hat(Kind.LOCAL_AUTHORITY, municipality=gent)
        return {
            "company": factories.hat(Kind.COMPANY),
            "association": factories.hat(Kind.ASSOCIATION),
            "local": local,
            "reader": factories.MembershipFactory(
                organisation=local.organisation, role=Membership.Role.READER
            ),
            "officer": factories.MembershipFactory(
                organisation=local.organisation, role=Membership.Role.DATA_PROTECTION
            ),
            "neighbour": factories.hat(Kind.LOCAL_AUTHORITY, municipality=deinze),
            "governor": factories.hat(Kind.GOVERNOR, province=gent.province),
            "other_governor": factories.hat(Kind.GOVERNOR, province=far),
            "facility": factories.hat(Kind.FACILITY),
            "vlot": factories.hat(Kind.VLOT),
            "other_vlot": factories.hat(Kind.VLOT),
            "abb": factories.hat(Kind.ABB),
        }

    def _teams(self) -> None:
        ensure_teams()
        near = self.hats["governor"].organisation.province
        far = self.hats["other_governor"].organisation.province
        for name, province in (("vlot", near), ("other_vlot", far)):
            join_team(team=Team.objects.get(province=province), membership=self.hats[name], by=None)

    def _things(self) -> dict[str, Any]:
        company, local, neighbour = (self.hats[name] for name in ("company", "local", "neighbour"))
        mine = {"organisation": company.organisation, "created_by": company.user}
        offer = factories.OfferFactory(**mine)
        document = Document.objects.create(
            file="documents/aa/proef",
            name="plan.pdf",
            content_type="application/pdf",
            size=9,
            uploaded_by=company.user,
        )
        OfferDocument.objects.create(offer=offer, document=document)
        visit = factories.InspectionFactory(offer=offer, safe=False, findings="Proef")
        defect = Defect.objects.create(
            inspection=visit, category="1", domain="damp", description="Proef", due_on=self.today
        )
        photo = Document.objects.create(
            file="documents/aa/proef",
            name="foto.jpg",
            content_type="image/jpeg",
            size=9,
            uploaded_by=local.user,
        )
        DefectPhoto.objects.create(defect=defect, document=photo)
        unit = factories.UnitFactory(site__organisation=company.organisation)
        household = factories.HouseholdFactory(registered_by=local.organisation)
        theirs = factories.HouseholdFactory(registered_by=neighbour.organisation)
        moving = factories.HouseholdFactory(registered_by=neighbour.organisation)
        asked = self._proposal(moving, factories.UnitFactory(site=unit.site), neighbour)
        hand_over = accept_proposal(proposal=asked, by=local).hand_over
        chain = self._chain(unit.site, local)
        invitation = invite(
            organisation=company.organisation, email="nieuw@proef.example", role="staff", by=company
        )
        return {
            "draft": factories.OfferFactory(draft=True, **mine),
            "offer": offer,
            "asked_offer": factories.OfferFactory(
                status=Offer.Status.INFO_REQUESTED, question="Hoeveel?", **mine
            ),
            "offer_document": document,
            "import": self._import(company),
            "state": SubsidyState.objects.create(
                on="2026-06-30", status="failed", problem="Proef", planned_by=self.hats["abb"].user
            ),
            "subsidy_line": self._subsidy_line(local),
            "site": unit.site,
            **self._about_site(unit.site, company, local),
            "twin": factories.OfferFactory(**mine),
            "twin_site": factories.SiteFactory(organisation=company.organisation),
            "defect": defect,
            "defect_photo": photo,
            "unit": unit,
            "outage": Unavailability.objects.create(
                unit=factories.UnitFactory(site=unit.site),
                period=DateRange(self.today, None),
                reason="schilderen",
            ),
            "freshness_call": FreshnessCall.objects.create(membership=company, asked_on=self.today),
            "merge": merge_offers(
                kept=factories.OfferFactory(**mine),
                dropped=factories.OfferFactory(**mine),
                take=[],
                by=local,
            ),
            "saved_filter": SavedFilter.objects.create(
                membership=company, list="sites", name="Proef", query="categorie=private"
            ),
            "saved_filter_link": SavedFilter.objects.create(
                membership=company, list="offers", name="Link", query=""
            ),
            "specific_site": factories.SiteFactory(
                organisation=company.organisation, category=Category.SPECIFIC, kind=HousingKind.HOTEL
            ),
            "household": household,
            "why_not": household,
            "same_household": factories.HouseholdFactory(registered_by=local.organisation),
            "audience": SimpleNamespace(pk=0, slug="ontheemden"),
            "look_flag": factories.LookFlagFactory(user=local.user, organisation=local.organisation),
            "person": household.persons.first(),
            "household_merge": merge_households(
                kept=factories.HouseholdFactory(registered_by=local.organisation),
                dropped=factories.HouseholdFactory(registered_by=local.organisation),
                same={},
                by=local,
            ),
            "stay": factories.StayFactory(
                unit=factories.UnitFactory(site=unit.site), household__registered_by=local.organisation
            ),
            "presence_check": factories.PresenceCheckFactory(site=unit.site, checked_by=local.user),
            "proposal": self._proposal(household, unit, local),
            "request": self._proposal(theirs, factories.UnitFactory(site=unit.site), neighbour),
            "chain": chain,
            "chain_move": chain.moves.get(position=1),
            "hand_over": hand_over,
            "plan": self._plan(local, status="made", made_at=timezone.now(), result=EMPTY_PLAN),
            "asked_plan": self._plan(local),
            "hand_over_step": hand_over.steps.filter(side="giver").first(),
            "notification": Notification.objects.create(
                organisation=company.organisation, subject="Proef", body="Proef"
            ),
            "membership": company,
            "organisation": company.organisation,
            "colleague": factories.MembershipFactory(
                organisation=company.organisation, role=Membership.Role.STAFF
            ),
            "invitation": invitation,
            "invitation_link": invitation,
            "service_account": create_service_account(
                name="Proef",
                purpose="Proef",
                scopes=["figures_read"],
                ends_on=self.today + timedelta(days=30),
                by=company,
            )[0],
            "join_request": ask_to_join(
                user=factories.UserFactory(), organisation=company.organisation, by=None
            ),
            "municipality": local.organisation.municipality,
            "lead": Signal.objects.create(
                kind="under",
                municipality=local.organisation.municipality,
                desk="vlot",
                sentence="Proef",
                raised_on=self.today,
            ),
            "support_request": submit_request(
                form_token=uuid.uuid4(),
                kind="search",
                title="Zoektocht",
                description="Proef",
                needed_by=self.today,
                by=local,
            ),
            **self._guidance(local),
            "month": next(
                report
                for report in publish_month(on=self.today)
                if report.province == local.organisation.municipality.province
            ),
            **self._calls(local),
        }

    def _calls(self, local: Membership) -> dict[str, Any]:
        """A call to VLOT, and one of everything that belongs to one."""
        call = ask_vlot(
            form_token=uuid.uuid4(),
            municipality=local.organisation.municipality,
            topic=Topic.objects.get(pk="hosts"),
            question="Proef?",
            caller_name="Beller",
            urgency="today",
            by=local,
        )
        vlot = self.hats["vlot"]
        plan = Document.objects.create(
            file="documents/aa/proef",
            name="plan.pdf",
            content_type="application/pdf",
            size=9,
            uploaded_by=vlot.user,
        )
        InterventionDocument.objects.create(intervention=call, document=plan, shared=True, added_by=vlot.user)
        return {
            "call": call,
            "closed_call": vlot_factories.InterventionFactory(status="closed"),
            "call_document": plan,
            "call_visit": vlot_factories.VisitFactory(intervention=call, visitor=vlot.user),
            "sector_contact": vlot_factories.SectorContactFactory(),
            "referral": vlot_factories.ReferralFactory(intervention=call),
            "theme": vlot_factories.ThemeFactory(opened_by=vlot.user),
            "possible_site": vlot_factories.PossibleSiteFactory(status="feasible"),
        }

    def _guidance(self, local: Membership) -> dict[str, Any]:
        vlot = self.hats["vlot"]
        guide = publish_guide(
            guide=None, code="proef", title="Proef", summary="Proef", theme="nuisance", body="## Proef\n\nTekst",
            valid_from=self.today, audience=["local_authority"], must_read=["local_authority"], by=vlot,
        )  # fmt: skip
        poster = Document.objects.create(
            file="documents/aa/proef",
            name="affiche.pdf",
            content_type="application/pdf",
            size=9,
            uploaded_by=vlot.user,
        )
        GuideFile.objects.create(guide=guide, document=poster)
        practice, published = (
            submit_practice(
                form_token=uuid.uuid4(), title="Proef", theme="nuisance", situation="Proef", done="Proef",
                result="Proef", by=local,
            )
            for _ in range(2)
        )  # fmt: skip
        publish_practice(practice=published, by=vlot)
        say_it_helped(practice=published, times=2, by=self.hats["neighbour"])
        confirm_reading(guide=guide, version=1, by=self.hats["neighbour"])
        note_visit(at=timezone.now(), by=local)
        send_digest(on=self.today)
        return {"guide": guide, "guide_file": poster, "practice": practice, "published_practice": published}

    def _about_site(self, site: Any, company: Membership, local: Membership) -> dict[str, Any]:
        plan = Document.objects.create(
            file="documents/aa/proef",
            name="plan.pdf",
            content_type="application/pdf",
            size=9,
            uploaded_by=company.user,
        )
        SiteDocument.objects.create(site=site, document=plan, kind="floor_plan", added_by=company.user)
        return {
            "site_document": plan,
            "change_report": ChangeReport.objects.create(
                site=site, text="Proef", organisation=company.organisation, reported_by=company.user
            ),
            "visit_plan": VisitPlan.objects.create(
                site=site, planned_on=self.today, reason="Proef", planned_by=local.user
            ),
            "site_visit": factories.InspectionFactory(offer=None, site=site, safe=False, findings="Proef"),
        }

    def _subsidy_line(self, local: Membership) -> SubsidyLine:
        state = SubsidyState.objects.create(on="2026-03-31", planned_by=self.hats["abb"].user)
        line = SubsidyLine.objects.create(
            state=state,
            municipality=local.organisation.municipality,
            code="proef",
            rule_from="2022-03-14",
            title="Proef",
            steps="Proef",
        )
        SubsidyState.objects.filter(pk=state.pk).update(status="frozen", frozen_at=timezone.now())
        return line

    def _import(self, by: Membership) -> OfferImport:
        found = OfferImport.objects.create(
            organisation=by.organisation,
            membership=by,
            file_name="aanbod.csv",
            uploaded_by=by.user,
            status="failed",
            problem="Proef",
            document=Document.objects.create(
                file="documents/aa/tabel",
                name="aanbod.csv",
                content_type="text/csv",
                size=9,
                uploaded_by=by.user,
            ),
        )
        found.rows.create(number=2, outcome="wrong", label="Proef", problems=[["A2", "Straat", "Vul in."]])
        return found

    def _plan(self, local: Membership, **fields: Any) -> Plan:
        province = local.organisation.municipality.province
        by = self.hats["governor"].user
        return Plan.objects.create(name="Proef", province=province, on=self.today, asked_by=by, **fields)

    def _chain(self, site: Any, local: Membership) -> Chain:
        waits = factories.HouseholdFactory(registered_by=local.organisation)
        stay = factories.StayFactory(
            unit=factories.UnitFactory(site=site), household__registered_by=local.organisation
        )
        chain = Chain.objects.create(
            household=waits, made_for=local.organisation, on=self.today, created_by=local.user
        )
        free = factories.UnitFactory(site=site)
        ChainMove.objects.create(chain=chain, position=1, household=stay.household, stay=stay, unit=free)
        ChainMove.objects.create(chain=chain, position=2, household=waits, unit=stay.unit)
        return chain

    def _proposal(self, household: Any, unit: Any, by: Membership) -> Any:
        return propose(household=household, unit=unit, move_in_on=self.today, form_token=uuid.uuid4(), by=by)

    def _rows_for_the_back_office(self) -> None:
        """Figures of the spread, and a row of every other kind that the back office shows."""
        gent = self.things["municipality"]
        self.things["province"] = gent.province
        recompute(on=self.today)
        self.things["help_guide"] = SimpleNamespace(pk=0, code="aanmelden")
        self.things["publication"] = publish_week(on=self.today)
        vlot_factories.IncidentFactory(site=self.things["site"])
        NoticeChoice.objects.create(membership=self.hats["company"], kind="offer", how="screen")
        RightsReview.objects.create(
            organisation=self.hats["company"].organisation,
            lapses_on=self.today + timedelta(days=30),
            confirmed_at=timezone.now(),
            confirmed_by=self.hats["company"].user,
        )
        make_scenario(name="Proef", more_people=500, by=self.hats["abb"])
        freeze_figures(
            name="Proef",
            on=self.today,
            known_on=self.today,
            decided_by="ABB",
            reason="Proef",
            by=self.hats["abb"],
        )
        Erasure.objects.create(
            household_number=UNKNOWN_ID,
            organisation=self.hats["local"].organisation,
            ground="term",
            persons=1,
        )
        record("proof.made", gent, by=None)
        seal_days(until=day_of_the_trail())
        Boundary.objects.get_or_create(municipality=gent, defaults={"path": "M0 0Z", "loaded_on": self.today})
        Group.objects.get_or_create(name="Proef")
        RightsMapping.objects.create(
            target_group="lb", right="Proef", kind=Kind.LOCAL_AUTHORITY, role="staff"
        )
        OrganisationCode.objects.create(organisation=self.hats["abb"].organisation, code="OVO000001")
        KnownDevice.objects.create(user=self.hats["company"].user, key="proef", name="Proef", told=True)
        HealthIndex.objects.create(month=date(2026, 10, 1), value="135.00", source="Proef")
        if not GuideRent.objects.exists():
            factories.GuideRentFactory()
        judge_look_alike(
            household=self.things["household"],
            other=self.things["stay"].household,
            likeness=["name"],
            verdict="different",
            by=self.hats["local"],
        )
        judge_twin(
            offer=self.things["twin"],
            other=self.things["offer"],
            likeness=["address"],
            verdict="different",
            by=self.hats["company"],
        )

    def client(self, hat: str) -> Client:
        """A browser: signed in with the hat, not signed in, or of a user who was switched off after signing in."""
        client = Client()
        if hat == "anonymous":
            return client
        if hat in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[hat]
            return client
        user = factories.UserFactory()
        client.cookies[settings.SESSION_COOKIE_NAME] = self._signed_in(user)
        if hat == "disabled":
            user.is_active = False
            user.save(update_fields=["is_active"])
        return client

    def url(self, page: Page, *, unknown: bool = False) -> str:
        """The address of the page for its thing, or for one that does not exist."""
        if not page.thing:
            return reverse(page.url)
        thing = self.things[page.thing]
        arguments: dict[str, Any] = {"pk": UNKNOWN_ID if unknown else thing.pk}
        match page.thing:
            case "draft":
                arguments = {"token": uuid.uuid4() if unknown else thing.form_token}
            case "freshness_call" | "invitation_link":
                arguments = {"token": "vals" if unknown else thing.link().rstrip("/").rpartition("/")[2]}
            case "saved_filter_link":
                arguments = {"token": "vals" if unknown else thing.token()}
            case "why_not":
                arguments |= {"unit": self.things["unit"].pk}
            case "twin":
                arguments = {"pk": self.things["offer"].pk, "other": UNKNOWN_ID if unknown else thing.pk}
            case "same_household":
                arguments = {"pk": self.things["household"].pk, "other": UNKNOWN_ID if unknown else thing.pk}
            case "twin_site":
                arguments = {"pk": self.things["site"].pk, "other": UNKNOWN_ID if unknown else thing.pk}
            case "help_guide":
                arguments = {"code": "bestaat-niet" if unknown else thing.code}
            case "guide":
                arguments = {"code": "bestaat-niet" if unknown else thing.code}
            case "guide_file":
                arguments = {"document": uuid.uuid4() if unknown else thing.pk}
            case "defect_photo":
                arguments = {
                    "pk": self.things["defect"].pk,
                    "document": uuid.uuid4() if unknown else thing.pk,
                }
            case "site_document":
                arguments = {"pk": self.things["site"].pk, "document": uuid.uuid4() if unknown else thing.pk}
            case "call_document":
                arguments = {"pk": self.things["call"].pk, "document": uuid.uuid4() if unknown else thing.pk}
            case "offer_document":
                arguments = {"pk": self.things["offer"].pk, "document": uuid.uuid4() if unknown else thing.pk}
            case "invoice_document":
                invoice = self.things["invoice"]
                arguments = {"pk": invoice.pk, "document": uuid.uuid4() if unknown else thing.pk}
            case "rental_document":
                arguments = {
                    "pk": self.things["rental"].pk,
                    "document": uuid.uuid4() if unknown else thing.pk,
                }
            case "claim_line":
                arguments = {"pk": thing.claim_id, "line": UNKNOWN_ID if unknown else thing.pk}
            case "claim_document":
                claim = self.things["draft_claim"]
                arguments = {"pk": claim.pk, "document": uuid.uuid4() if unknown else thing.pk}
            case "request_document":
                arguments = {
                    "pk": self.things["support_request"].pk,
                    "document": uuid.uuid4() if unknown else thing.pk,
                }
            case "property_photo":
                arguments = {
                    "pk": self.things["property"].pk,
                    "document": uuid.uuid4() if unknown else thing.pk,
                }
            case "task_evidence":
                arguments = {
                    "pk": self.things["opening_task"].pk,
                    "document": uuid.uuid4() if unknown else thing.pk,
                }
            case "complaint_photo":
                complaint = self.things["complaint"]
                arguments = {"pk": complaint.pk, "document": uuid.uuid4() if unknown else thing.pk}
            case "hand_over_step":
                arguments = {"pk": thing.hand_over_id, "step": UNKNOWN_ID if unknown else thing.pk}
            case "chain_move":
                arguments = {"pk": thing.chain_id, "move": UNKNOWN_ID if unknown else thing.pk}
            case "publication":
                arguments = {"week": "1999-01-04" if unknown else f"{thing.week:%Y-%m-%d}", "kind": "csv"}
            case "audience":
                arguments = {"audience": "niemand" if unknown else thing.slug}
            case "municipality" | "province":
                arguments = {"nis_code": 99_999 if unknown else int(thing.nis_code)}
        return reverse(page.url, kwargs=arguments)

    def data(self, page: Page) -> dict[str, Any]:
        """What is posted: nothing, except where a page first has to find the thing that is named in it."""
        match page.url:
            case "accounts:demo_sign_in":
                return {"account": self.demo.pk}
            case "households:household_export":
                return {"export-ground": "request", "export-reference": "AVG-1"}
            case "households:household_erase":
                return {"erase-ground": "request", "erase-reference": "AVG-1", "erase-sure": "on"}
            case "households:household_hold":
                return {"hold-reason": "Rechtszaak"}
        return {}


def put_files() -> None:
    """The bytes of the documents of the world, where files are kept now."""
    default_storage.save("documents/aa/proef", ContentFile(b"%PDF-1.4\n"))
    default_storage.save("documents/aa/sjabloon", ContentFile(word_file()))
    default_storage.save("documents/aa/tabel", ContentFile(b"Straat\nKerkstraat\n"))
