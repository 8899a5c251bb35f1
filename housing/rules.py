"""Who may do what with offers, sites and stays (docs/access.md). *When* it may happen is in TRANSITIONS."""

from collections.abc import Iterable

from accounts.models import Kind, Membership, Organisation
from accounts.rules import may_write
from households.models import Household
from households.rules import is_responsible_for
from housing.models import (
    Category,
    ChangeReport,
    Defect,
    Merge,
    Offer,
    OfferImport,
    Site,
    SiteDocument,
    SiteDocumentKind,
    Stay,
    VisitPlan,
)
from housing.models.inspections import sees_findings
from municipalities.models import Municipality


def may_offer(by: Membership | None) -> bool:
    """Offer places. A private person does not: the municipality does it for him (domain.md 1.2, source S3)."""
    return may_write(by, Kind.COMPANY, Kind.ASSOCIATION, Kind.LOCAL_AUTHORITY, Kind.GOVERNOR)


def may_offer_in(organisation: Organisation, municipality: Municipality) -> bool:
    """A governor offers places in his own province; everybody else wherever they stand."""
    return organisation.kind != Kind.GOVERNOR or organisation.province_id == municipality.province_id


def is_provider(by: Membership | None) -> bool:
    """Works for an organisation that may offer places, whatever the role in it."""
    return by is not None and by.is_kind(Kind.COMPANY, Kind.ASSOCIATION, Kind.LOCAL_AUTHORITY, Kind.GOVERNOR)


def is_provider_of(by: Membership | None, place: Offer | Site) -> bool:
    return by is not None and by.organisation_id == place.organisation_id


def may_edit_offer(by: Membership | None, offer: Offer) -> bool:
    """Type in a draft, or in an offer about which the municipality asked something."""
    return (
        may_offer(by)
        and is_provider_of(by, offer)
        and offer.merged_into_id is None
        and offer.status in (Offer.Status.DRAFT, Offer.Status.INFO_REQUESTED)
    )


def may_withdraw_offer(by: Membership | None, offer: Offer) -> bool:
    return (
        may_offer(by)
        and is_provider_of(by, offer)
        and Offer.Status.WITHDRAWN in Offer.TRANSITIONS[offer.status]
    )


def may_repair(by: Membership | None, defect: Defect) -> bool:
    """Say that a finding is repaired, and add photos: who is responsible for it, and who judges it."""
    mine = (
        may_offer(by)
        and is_provider_of(by, defect.inspection.place)
        and defect.responsible == Defect.Responsible.PROVIDER
    )
    return mine or may_judge_defect(by, defect)


def may_judge_defect(by: Membership | None, defect: Defect) -> bool:
    """Look whether it is solved: the local government where the building stands, not the provider alone."""
    return is_local_authority_of(by, defect.inspection.place.municipality_id)


def is_local_authority_of(by: Membership | None, municipality_id: int | None) -> bool:
    """The local government of this municipality, with a hat that may write."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and municipality_id is not None
        and by.organisation.municipality_id == municipality_id
    )


def may_judge_offer(by: Membership | None, offer: Offer) -> bool:
    """Inspect, ask, approve and reject: the local government where the building stands. What went into another offer
    needs no decision."""
    return offer.merged_into_id is None and is_local_authority_of(by, offer.municipality_id)


def may_import(by: Membership | None) -> bool:
    """Bring a file with many offers: who may offer one."""
    return may_offer(by)


def may_handle_import(by: Membership | None, offer_import: OfferImport) -> bool:
    """A file is handled by the organisation that brought it."""
    return by is not None and may_import(by) and offer_import.organisation_id == by.organisation_id


def may_see_subsidies(by: Membership | None) -> bool:
    """The money goes to local governments; who watches over them sees it too, who offers places does not."""
    return by is not None and by.is_kind(Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.ABB)


def sees_subsidies_of(by: Membership | None, municipality: Municipality) -> bool:
    """A local government its own, a governor those of his province, ABB all."""
    if by is None or not may_see_subsidies(by):
        return False
    own = by.organisation.municipality_id == municipality.pk
    in_province = by.organisation.province_id == municipality.province_id
    return own or by.is_kind(Kind.ABB) or (by.is_kind(Kind.GOVERNOR) and in_province)


def may_keep_subsidies(by: Membership | None) -> bool:
    """Name reference dates and correct lines."""
    return may_write(by, Kind.ABB)


def may_see_worklist(by: Membership | None) -> bool:
    """What waits for a decision: who decides, and who watches over them."""
    return by is not None and by.is_kind(Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.ABB)


def may_write_about(by: Membership | None, offer: Offer) -> bool:
    """Take part in the conversation about an offer that is not decided yet: its provider, and who decides about it."""
    if offer.status not in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED):
        return False
    provider = may_offer(by) and is_provider_of(by, offer) and offer.merged_into_id is None
    return provider or may_judge_offer(by, offer)


def may_assign(by: Membership | None, thing: Offer | Site) -> bool:
    """Say who handles an offer or a site: the local government where it stands, about what was submitted."""
    return thing.merged_into_id is None and is_local_authority_of(by, thing.municipality_id)


def may_assign_files(by: Membership | None) -> bool:
    """Say who handles files at all; which ones, `may_assign` says."""
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_check_sites(by: Membership | None) -> bool:
    """Who keeps sites fresh at all; which ones, `may_check_site` says."""
    return may_offer(by)


def may_check_site(by: Membership | None, site: Site) -> bool:
    """Say that a site is still as it stands here: its provider, or the local government."""
    own = may_offer(by) and by is not None and by.organisation_id == site.organisation_id
    return own or is_local_authority_of(by, site.municipality_id)


def may_change_site(by: Membership | None, site: Site) -> bool:
    """Shorten, extend, close, take units out of use: who keeps it fresh; nothing about what went into another site."""
    return site.merged_into_id is None and may_check_site(by, site)


def may_note_host(by: Membership | None, site: Site) -> bool:
    """That a contact person is a private person who agreed, or takes that back: the municipality that talks to him."""
    return site.merged_into_id is None and is_local_authority_of(by, site.municipality_id)


def may_hold_site(by: Membership | None, site: Site) -> bool:
    """That the file of a site must be kept for longer, closed or not: the municipality where it lies."""
    return is_local_authority_of(by, site.municipality_id)


# What the provider knows best, and what costs nobody anything when he says it; the rest he reports.
FOR_PROVIDER = (
    "contact_name", "contact_email", "contact_phone", "furniture", "lift", "minutes_to_transport", "minutes_to_school",
)  # fmt: skip


def may_edit_fields(by: Membership | None, site: Site, names: Iterable[str]) -> bool:
    """Say what the place is like: the municipality all of it, the provider what is his to say."""
    if is_municipality_of_site(by, site):
        return True
    return may_change_site(by, site) and set(names) <= set(FOR_PROVIDER)


def is_municipality_of_site(by: Membership | None, site: Site) -> bool:
    """The local government where it stands, about a site that did not go into another one."""
    return site.merged_into_id is None and is_local_authority_of(by, site.municipality_id)


def may_change_units(by: Membership | None, site: Site) -> bool:
    """Add, change and take away units: who validated them."""
    return is_municipality_of_site(by, site)


def may_visit_site(by: Membership | None, site: Site) -> bool:
    """Plan and record visits to a site that stands."""
    return is_municipality_of_site(by, site)


def may_cancel_visit(by: Membership | None, plan: VisitPlan) -> bool:
    return may_visit_site(by, plan.site)


def may_decide_report(by: Membership | None, report: ChangeReport) -> bool:
    """Say what became of a reported change."""
    return is_local_authority_of(by, report.site.municipality_id)


def may_add_document(by: Membership | None, kind: str, site: Site) -> bool:
    """Add a file of this kind to what is known of a site: the contract is the municipality's own affair."""
    if is_municipality_of_site(by, site):
        return True
    return may_change_site(by, site) and kind != SiteDocumentKind.CONTRACT


def may_remove_document(by: Membership | None, link: SiteDocument, site: Site) -> bool:
    """Take a file off this site: the municipality any, the provider what he added himself."""
    if is_municipality_of_site(by, site):
        return True
    return by is not None and may_change_site(by, site) and link.added_by_id == by.user_id


def sees_dossier(by: Membership | None) -> bool:
    """Contact person, visits and reports: who works on the place, not who only helps with it."""
    return sees_findings(by)


def may_keep_terms(by: Membership | None, site: Site) -> bool:
    """Contract, permit and cost are the municipality's own affair."""
    return site.merged_into_id is None and is_local_authority_of(by, site.municipality_id)


def may_see_terms(by: Membership | None) -> bool:
    """What places cost, and when contracts end: governments, not providers."""
    return by is not None and not by.is_kind(Kind.COMPANY, Kind.ASSOCIATION)


def may_confirm_sites(by: Membership | None) -> bool:
    """Who confirms *specifieke* sites at all; which ones, `may_confirm_site` says."""
    return may_write(by, Kind.ABB)


def may_confirm_site(by: Membership | None, site: Site) -> bool:
    """A *specifiek* site needs ABB's confirmation since 1 June 2023 (domain.md 2.2, source S14)."""
    return may_confirm_sites(by) and site.category == Category.SPECIFIC and site.confirmed_at is None


def may_merge(by: Membership | None, thing: Offer | Site) -> bool:
    """Make one of two that are the same place: the local government where it lies, and ABB."""
    return may_write(by, Kind.ABB) or is_local_authority_of(by, thing.municipality_id)


def may_undo_merge(by: Membership | None, merge: Merge) -> bool:
    return merge.undone_at is None and may_merge(by, merge.kept)


def may_see_movements(by: Membership | None) -> bool:
    """Who arrives and who leaves is for local governments."""
    return by is not None and by.is_kind(Kind.LOCAL_AUTHORITY)


def sees_people_of(by: Membership | None, stay: Stay) -> bool:
    """Names: the household's own local government, and once the place is granted the one where it stands."""
    if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
        return False
    here = stay.unit.site.municipality_id == by.organisation.municipality_id
    return stay.household.registered_by_id == by.organisation_id or (
        here and stay.status == Stay.Status.LIVED_IN
    )


def sees_place_of(by: Membership | None, stay: Stay) -> bool:
    """Street and site: the local government where it stands, and once it is granted the household's own."""
    if by is None or not by.is_kind(Kind.LOCAL_AUTHORITY):
        return False
    here = stay.unit.site.municipality_id == by.organisation.municipality_id
    return here or (
        stay.household.registered_by_id == by.organisation_id and stay.status == Stay.Status.LIVED_IN
    )


def may_see_presence(by: Membership | None, site: Site) -> bool:
    """Who should be there, by name: the local government where the site stands."""
    return (
        by is not None
        and by.is_kind(Kind.LOCAL_AUTHORITY)
        and by.organisation.municipality_id == site.municipality_id
    )


def may_check_presence(by: Membership | None, site: Site) -> bool:
    """Go round and write down who was there; not at what went into another site."""
    return site.merged_into_id is None and is_local_authority_of(by, site.municipality_id)


def may_hold_unit(by: Membership | None, household: Household) -> bool:
    """Keep a unit for a household: the local government that follows it, or an official or governor who takes up a
    line of a plan for it; which lines those are, `matching` asks."""
    return is_responsible_for(by, household) or may_write(by, Kind.ABB, Kind.GOVERNOR)


def may_cancel_hold(by: Membership | None) -> bool:
    """Give a held unit free: a local government. Which one refuses or takes back, says its proposal alone, and so
    `matching` asks it."""
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_grant_stay(by: Membership | None, stay: Stay) -> bool:
    """Make a stay of a hold: the local government where the unit stands."""
    return is_local_authority_of(by, stay.unit.site.municipality_id)


def may_end_stay(by: Membership | None, stay: Stay) -> bool:
    """Every change of a stay: the local government of the household, or the one where it lives."""
    if not may_write(by, Kind.LOCAL_AUTHORITY) or by is None:
        return False
    own_household = stay.household.registered_by_id == by.organisation_id
    return own_household or stay.unit.site.municipality_id == by.organisation.municipality_id
