"""The demo of full size, loaded once: believable, invented, and consistent."""

import sys
from collections import Counter
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from stdnum.be import vat

from accounts.demo import accounts
from accounts.models import PROVIDER_KINDS, Kind, Organisation, User
from audit import verifying
from audit.models import AuditEvent
from config.demo.loader import TABLES
from facility.models import Order, SupportRequest
from households.models import Household, LookFlag, Person
from households.read_log import looks_at
from housing.models import Category, Inspection, Offer, Site, Stay, Unit
from matching.models import Chain, HandOver, HandOverStep, Plan, Proposal
from municipalities.models import Change, Municipality
from notifications.models import Notification
from spread.models import IndicatorSnapshot, Level
from tests.reference import bring_back_reference_data
from vlot.models import Contact, Intervention


@override_settings(DEMO_MODE=True)
class DemoDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        bring_back_reference_data()
        cls.on = timezone.localdate()
        out = StringIO()
        with CaptureQueriesContext(connection) as queries:
            call_command("load_demo_data", stdout=out)
        cls.queries, cls.line = len(queries), out.getvalue()

    def lived_in(self):
        return Stay.objects.lived_in(on=self.on)

    def test_the_command_says_in_one_line_what_there_is_and_how_long_it_took(self):
        # The time is printed and not asserted: it is the machine's, not ours.
        sys.stdout.write(f"{self.line.strip()} {self.queries} queries\n")
        assert self.line.count("\n") == 1
        assert "geladen in" in self.line

    def test_it_has_the_size_of_flanders(self):
        units = Unit.objects.validated(on=self.on)
        assert Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY).count() == 285
        assert Organisation.objects.filter(kind=Kind.GOVERNOR).count() == 5
        assert 250 <= Organisation.objects.filter(kind__in=PROVIDER_KINDS).count() <= 400
        assert 2_950 <= Site.objects.open(on=self.on).count() <= 3_050
        assert 16_200 <= units.aggregate(places=Sum("places"))["places"] <= 17_800
        assert 3_550 <= Household.objects.present().count() <= 3_650
        assert 8_700 <= Person.objects.filter(household__left_on__isnull=True).count() <= 9_300

    def test_four_fifths_of_the_households_have_a_home(self):
        share = self.lived_in().count() / Household.objects.present().count()
        assert 0.76 <= share <= 0.84

    def test_two_thirds_are_women_and_a_third_are_minors(self):
        people = list(Person.objects.all())
        assert 0.62 <= sum(person.sex == "f" for person in people) / len(people) <= 0.70
        assert 0.28 <= sum(person.age(on=self.on) < 18 for person in people) / len(people) <= 0.38

    def test_people_are_spread_as_published(self):
        people = Person.objects.filter(household__left_on__isnull=True)
        by_province = Counter(
            people.values_list("household__registered_by__municipality__province__code", flat=True)
        )
        assert abs(by_province["WVL"] / people.count() - 5_023 / 29_705) < 0.02
        assert by_province["LIM"] > by_province["VBR"]
        damme = people.filter(household__registered_by__municipality__name="Damme").count()
        assert damme / 11_000 > 1.5 * people.count() / 6_864_752
        mesen = Q(municipality__name="Mesen")
        assert not Site.objects.filter(mesen).exists()
        assert not Household.objects.filter(registered_by__municipality__name="Mesen").exists()

    def test_there_are_three_villages_and_a_few_large_sites_among_many_small_ones(self):
        sites = Site.objects.open(on=self.on).annotate(places=Sum("units__places"))
        villages = sites.filter(category=Category.VILLAGE)
        assert sorted(villages.values_list("municipality__name", flat=True)) == [
            "Antwerpen",
            "Gent",
            "Mechelen",
        ]
        assert 10 <= sites.filter(places__gte=50).count() <= 60
        small = sites.filter(places__range=(2, 5)).count()
        assert small / sites.count() > 0.7
        durable_private = sites.filter(category=Category.PRIVATE, term="durable").count()
        assert 0.45 <= durable_private / sites.count() <= 0.65

    def test_most_sites_are_fresh_and_some_are_expired_or_not_ready_or_closed(self):
        sites = Site.objects.open(on=self.on)
        fresh = sites.filter(checked_on__gte=self.on - timedelta(days=30)).count()
        assert 0.77 <= fresh / sites.count() <= 0.85
        assert sites.filter(available__endswith__lte=self.on).count() > 40
        assert sites.filter(ready_on__gt=self.on).count() > 30
        assert sites.filter(available__startswith__gt=self.on).count() > 20
        assert Site.objects.filter(closed_on__lte=self.on).count() > 60
        assert sites.filter(category=Category.SPECIFIC, confirmed_at__isnull=True).exists()

    def test_offers_and_proposals_stand_in_every_status(self):
        assert set(Offer.objects.values_list("status", flat=True)) == set(Offer.Status.values)
        assert set(Proposal.objects.values_list("status", flat=True)) == set(Proposal.Status.values)
        assert 40 <= Proposal.objects.open().count() <= 80
        assert Proposal.objects.open().filter(answer_by__lte=timezone.now()).count() == 0
        assert Inspection.objects.filter(safe=False, defects__category="3").exists()

    def test_ended_stays_have_every_reason_to_have_ended(self):
        reasons = set(Stay.objects.filter(ended_at__isnull=False).values_list("end_reason", flat=True))
        assert len(reasons) == 7

    def test_whoever_lives_somewhere_fits_and_has_what_is_needed(self):
        stays = self.lived_in().annotate(size=Count("persons"))
        assert not stays.filter(size__gt=F("unit__places")).exists()
        assert not stays.filter(household__need_step_free="hard", unit__step_free=False).exists()
        assert not stays.filter(household__need_ground_floor="hard", unit__ground_floor=False).exists()
        assert not stays.filter(household__need_pets="hard", unit__pets_allowed=False).exists()
        assert not stays.filter(household__left_on__isnull=False).exists()
        assert not stays.filter(period__startswith__lt=F("household__arrived_on")).exists()
        assert not stays.exclude(unit__site__closed_on__isnull=True).exists()

    def test_a_whole_household_moves_in_and_nobody_else(self):
        wrong = Stay.persons.through.objects.exclude(person__household=F("stay__household"))
        assert not wrong.exists()
        sizes = dict(Household.objects.with_size().values_list("pk", "size"))
        for household, size in (
            self.lived_in().annotate(size=Count("persons")).values_list("household", "size")
        ):
            assert sizes[household] == size

    def test_nothing_that_happened_lies_in_the_future(self):
        now = timezone.now() + timedelta(days=1)  # a day's events stand at office hours of that day
        assert not AuditEvent.objects.filter(occurred_at__gt=now).exists()
        assert not Offer.objects.filter(decided_at__gt=now).exists()
        assert not Offer.objects.filter(submitted_at__gt=now).exists()
        assert not Offer.objects.filter(decided_at__lt=F("submitted_at")).exists()
        assert not Inspection.objects.filter(inspected_on__gt=self.on).exists()
        assert not Household.objects.filter(registered_at__gt=now).exists()
        assert not Household.objects.filter(arrived_on__gt=self.on).exists()
        assert not Proposal.objects.filter(decided_at__gt=now).exists()

    def test_the_database_holds_every_constraint_as_kept(self):
        connection.check_constraints()

    def test_the_trail_fits_also_what_was_written_by_copy(self):
        assert AuditEvent.objects.count() > 10_000
        assert list(verifying.problems()) == []

    def test_nobody_can_be_mailed_or_found(self):
        addresses = [
            *User.objects.values_list("email", flat=True),
            *Organisation.objects.values_list("email", flat=True),
            *Offer.objects.values_list("contact_email", flat=True),
            *Household.objects.values_list("contact_email", flat=True),
        ]
        assert [address for address in addresses if address and not address.endswith(".example")] == []
        assert not Person.objects.exclude(national_number="").exists()
        assert (
            not Household.objects.exclude(contact_phone="")
            .exclude(contact_phone__startswith="0400 ")
            .exists()
        )

    def test_enterprise_numbers_of_providers_are_well_formed_and_not_handed_out(self):
        numbers = Organisation.objects.filter(kind__in=PROVIDER_KINDS).values_list("kbo_number", flat=True)
        assert all(vat.is_valid(number) for number in numbers)
        assert all(number.startswith("19") for number in numbers)

    def test_the_history_is_as_complete_as_the_triggers_would_have_made_it(self):
        for model in TABLES:
            event = getattr(model, "pgh_event_model", None)
            if event is not None:
                inserts = event.objects.filter(pgh_label="insert")
                assert inserts.count() == model._base_manager.count(), model
        unit = Unit.objects.order_by("?").first()
        kept = Unit.pgh_event_model.objects.get(pgh_obj_id=unit.pk, pgh_label="insert")
        assert (kept.label, kept.places, kept.floor_area) == (unit.label, unit.places, unit.floor_area)

    def test_there_is_one_account_per_role_in_the_order_of_the_story(self):
        kinds = [hat.organisation.kind for hat in accounts()]
        assert kinds == [
            Kind.COMPANY,
            Kind.ASSOCIATION,
            Kind.LOCAL_AUTHORITY,
            Kind.LOCAL_AUTHORITY,
            Kind.LOCAL_AUTHORITY,
            Kind.GOVERNOR,
            Kind.FACILITY,
            Kind.FACILITY,
            Kind.VLOT,
            Kind.VLOT,
            Kind.ABB,
            Kind.LOCAL_AUTHORITY,
        ]
        assert [hat.role for hat in accounts()].count("reader") == 1
        assert [hat.role for hat in accounts()].count("privacy") == 1
        assert not any(hat.user.has_usable_password() for hat in accounts())
        assert accounts().get(organisation__kind=Kind.ABB).user.is_staff

    def test_the_data_protection_officer_finds_looks_one_flag_to_judge_and_one_judged(self):
        officer = accounts().get(role="privacy")
        assert looks_at(officer).count() > 100
        assert looks_at(officer).exclude(words="").exists()
        assert sorted(LookFlag.objects.visible_to(officer).values_list("status", flat=True)) == [
            "fine",
            "raised",
        ]

    def test_only_demo_accounts_could_sign_in_with_a_click_and_nobody_with_a_password(self):
        assert not [user for user in User.objects.all() if user.has_usable_password()]
        assert accounts().count() == 12

    def test_every_role_has_a_story_with_a_trail_and_notifications(self):
        company = accounts().get(organisation__kind=Kind.COMPANY)
        mine = Offer.objects.filter(organisation=company.organisation)
        assert set(mine.values_list("status", flat=True)) == set(Offer.Status.values)
        for hat in accounts():
            assert Notification.objects.filter(organisation=hat.organisation).exists(), hat
        for hat in accounts().exclude(role="reader").exclude(user__email__startswith="vlot-centraal"):
            assert AuditEvent.objects.filter(user_id=hat.user_id).exists(), hat

    def test_gent_and_its_neighbour_have_work_waiting(self):
        for hat in accounts().filter(organisation__kind=Kind.LOCAL_AUTHORITY, role="manager"):
            assert Offer.objects.visible_to(hat).waiting_for(hat).exists(), hat
            assert Proposal.objects.visible_to(hat).waiting_for(hat).exists(), hat

    def test_one_hand_over_is_behind_both_and_of_one_both_still_have_steps_to_do(self):
        assert HandOver.objects.filter(completed_at__isnull=False).exists()
        steps = HandOverStep.objects.filter(hand_over__in=HandOver.objects.open())
        assert steps.filter(done_at__isnull=False).exists()
        assert set(steps.filter(done_at__isnull=True).values_list("side", flat=True)) == {"giver", "taker"}

    def test_a_chain_of_moves_waits_for_consent_and_a_plan_for_a_worker(self):
        assert Chain.objects.get(status=Chain.Status.OPEN).moves.count() == 2
        assert Plan.objects.get().status == Plan.Status.ASKED

    def test_facility_and_both_vlot_teams_have_work_waiting(self):
        facility, colleague = accounts().filter(organisation__kind=Kind.FACILITY)
        assert Order.objects.filter(status="to_approve").exclude(created_by=colleague.user).exists()
        assert set(Order.objects.values_list("status", flat=True)) >= {"to_approve", "placed", "delivered"}
        assert SupportRequest.objects.waiting_for(facility).count() > 5
        assert set(SupportRequest.objects.values_list("status", flat=True)) == set(
            SupportRequest.Status.values
        )
        neighbour = accounts().get(user__email__startswith="merelbeke")
        assert SupportRequest.objects.waiting_for(neighbour).exists()
        own_team, central = accounts().filter(organisation__kind=Kind.VLOT)
        assert Intervention.objects.visible_to(own_team).waiting_for(own_team).exists()
        signalled = Intervention.objects.visible_to(central).waiting_for(central)
        assert signalled.filter(signalled_at__isnull=False).exists()
        assert set(Intervention.objects.values_list("status", flat=True)) == set(Intervention.Status.values)
        assert not Contact.objects.filter(held_on__gt=self.on).exists()

    def test_the_spread_is_computed_and_nothing_is_left_to_handle(self):
        flanders = IndicatorSnapshot.objects.filter(on=self.on, level=Level.FLANDERS)
        assert flanders.exists()
        assert IndicatorSnapshot.objects.filter(on=self.on, level=Level.MUNICIPALITY).count() % 285 == 0
        assert not Change.objects.unhandled().exists()

    def test_a_second_run_changes_nothing_and_says_so(self):
        before = (Site.objects.count(), Person.objects.count(), AuditEvent.objects.count())
        out = StringIO()
        call_command("load_demo_data", stdout=out)
        assert out.getvalue() == "De demogegevens staan er al.\n"
        assert before == (Site.objects.count(), Person.objects.count(), AuditEvent.objects.count())

    def test_the_accounts_are_printed_with_the_page_to_sign_in(self):
        out = StringIO()
        call_command("demo_accounts", stdout=out)
        text = out.getvalue()
        assert all(hat.user.email in text and hat.organisation.name in text for hat in accounts())
        assert "Aanmelden zonder wachtwoord op" in text
        assert text.rstrip().endswith("/demo/")

    def test_so_many_rows_take_few_queries(self):
        rows = sum(model._base_manager.count() for model in TABLES)
        assert rows > 60_000
        assert self.queries < 3_000

    def test_every_municipality_with_people_is_one_of_today(self):
        assert not Site.objects.exclude(municipality__in=Municipality.objects.current()).exists()
