"""Verbs on templates and contracts: kept by staff, filled in, made as Word and PDF, signed, ended, reminded of."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.overtaken import changes_of
from audit.trail import IllegalTransition, change_status, record
from documents.actions import store_document
from documents.files import DOCX, CheckedFile
from documents.paper import made_here
from facility import money, notices, rules, word
from facility.contract_checks import in_months, months_between
from facility.models import ContractPaper, ContractTemplate, RentalContract
from housing.models import Site

Status = RentalContract.Status
OWN_DRAFTS = Path(__file__).parent.parent / "data" / "contracten"


class CannotMakeContract(Exception):
    """The paper cannot be made yet; the sentence says why, in Dutch."""


@transaction.atomic
def add_template(
    *, kind: str, name: str, checked: CheckedFile, to_review: bool = False, by: Membership
) -> ContractTemplate:
    """A template, or the next version of one with that name. Raises ValidationError for code and unknown names."""
    insist(by, rules.may_keep_templates(by))
    checked.upload.seek(0)
    names = word.placeholders(checked.upload.read())
    checked.upload.seek(0)
    same = ContractTemplate.objects.select_for_update(of=("self",)).filter(kind=kind, name=name)
    last = max((row.version for row in same), default=0)
    template = ContractTemplate(
        kind=kind, name=name, version=last + 1, placeholders=names, to_review=to_review, added_by=by.user,
        document=store_document(checked=checked, by=by),
    )  # fmt: skip
    template.full_clean()
    template.save()
    record("contract_template.added", template, by=by, changes={"version": template.version, "names": names})
    return template


@transaction.atomic
def add_own_drafts(*, by: Membership) -> list[ContractTemplate]:
    """The templates that come with the portal, marked as drafts for a lawyer to review. Those that are there stay."""
    insist(by, rules.may_keep_templates(by))
    there = set(ContractTemplate.objects.values_list("kind", flat=True))
    added = []
    for path in sorted(OWN_DRAFTS.glob("*.txt")):
        if path.stem in there:
            continue
        title, *lines = path.read_text().splitlines()
        checked = made_here(f"{path.stem}.docx", word.write(title, lines), DOCX)
        added.append(add_template(kind=path.stem, name=title, checked=checked, to_review=True, by=by))
    return added


@transaction.atomic
def draft_contract(
    *,
    form_token: UUID,
    template: ContractTemplate,
    site: Site,
    counterparty: str,
    begins_on: date,
    ends_on: date,
    notice_months: int,
    rent: Decimal | None = None,
    by: Membership,
) -> RentalContract:
    """Begin a contract about a site in one's municipality; what is known is filled in. The same form begins one."""
    insist(by, rules.may_contract(by) and site.municipality_id == by.organisation.municipality_id)
    known = RentalContract.objects.filter(form_token=form_token, organisation=by.organisation).first()
    if known is not None:
        return known
    contract = RentalContract(
        form_token=form_token, organisation=by.organisation, template=template, site=site, counterparty=counterparty,
        begins_on=begins_on, ends_on=ends_on, notice_months=notice_months,
        notice_on=months_earlier(ends_on, notice_months), rent=rent, created_by=by.user,
    )  # fmt: skip
    contract.full_clean(exclude=["values"])
    contract.save()
    record("rental_contract.drafted", contract, by=by, changes={"template": template, "site": site})
    return contract


@transaction.atomic
def fill_contract(
    *,
    contract: RentalContract,
    values: dict[str, str],
    seen: Mapping[str, Any] | None = None,
    by: Membership,
) -> RentalContract:
    """Answer what the template asks; what is not among `values` stays. Names that it does not know are refused
    (ValidationError). Raises Overtaken when a colleague answered since what the page showed (`seen`)."""
    insist(by, rules.may_change_contract(by, contract))
    locked = _locked(contract)
    if unknown := set(values) - set(word.FIELDS):
        raise ValidationError(f"Onbekend: {', '.join(sorted(unknown))}.")
    stored = {name: locked.values.get(name, "") for name in values}
    answered = {name: text for name, (_, text) in changes_of(stored, values, seen).items()}
    if not answered:
        return locked
    locked.values = {name: text for name, text in {**locked.values, **answered}.items() if text}
    locked.save(update_fields=["values"])
    record("rental_contract.filled", locked, by=by, changes={"names": sorted(locked.values)})
    return locked


@transaction.atomic
def make_contract_paper(*, contract: RentalContract, by: Membership) -> ContractPaper:
    """The next version as Word and PDF. Raises CannotMakeContract while something is missing."""
    insist(by, rules.may_change_contract(by, contract))
    locked = _locked(contract)
    values = filled_in(locked)
    if missing := [name for name, text in values.items() if not text]:
        raise CannotMakeContract(
            f"Vul eerst in: {', '.join(word.FIELDS[name].rstrip('?') for name in missing)}."
        )
    with locked.template.document.file.open("rb") as file:
        made = word.fill(file.read(), values)
    version = (locked.papers.aggregate(last=Max("version"))["last"] or 0) + 1
    name = f"{locked.reference}-v{version}"
    mark = (
        "Ontwerp: dit sjabloon moet nog nagekeken worden door een jurist."
        if locked.template.to_review
        else ""
    )
    pdf = word.as_pdf(made, title=locked.template.name, sender=str(locked.organisation), mark=mark)
    paper = ContractPaper.objects.create(
        contract=locked, version=version, template=locked.template, values=values, made_by=by.user,
        word=store_document(checked=made_here(f"{name}.docx", made, DOCX), by=by),
        pdf=store_document(checked=made_here(f"{name}.pdf", pdf), by=by),
    )  # fmt: skip
    record("rental_contract.paper_made", locked, by=by, changes={"version": version})
    return paper


@transaction.atomic
def sign_contract(*, contract: RentalContract, signed_on: date, by: Membership) -> RentalContract:
    """Both parties signed on that day. Raises CannotMakeContract when no paper was made."""
    insist(by, rules.may_change_contract(by, contract))
    if not contract.papers.exists():
        raise CannotMakeContract("Maak eerst het contract.")
    return change_status(
        contract, Status.SIGNED, by=by, verb="rental_contract.signed", signed_on=signed_on, signed_at=timezone.now(),
        signed_by=by.user,
    )  # fmt: skip


@transaction.atomic
def end_contract(*, contract: RentalContract, reason: str, by: Membership) -> RentalContract:
    """A signed contract ended; a draft did not go through."""
    insist(by, rules.may_change_contract(by, contract))
    to, verb = (
        (Status.DROPPED, "rental_contract.dropped")
        if contract.status == Status.DRAFT
        else (Status.ENDED, "rental_contract.ended")
    )
    return change_status(contract, to, by=by, verb=verb, reason=reason)


@transaction.atomic
def remind_of_notice(*, on: date, by: Membership | None = None) -> int:
    """Tell who has to decide whether to give notice; returns how many. Run twice on a day, it reminds once."""
    rows = RentalContract.objects.to_remind(on=on).select_related("organisation", "site")
    reminded = list(rows.select_for_update(of=("self",), skip_locked=True)[:200])
    for contract in reminded:
        notices.notice_comes(contract)
        contract.reminded_on = on
        contract.save(update_fields=["reminded_on"])
        record("rental_contract.reminded", contract, by=by)
    return len(reminded)


def filled_in(contract: RentalContract) -> dict[str, str]:
    """Every name of the template with what is known of it: from the site and the dates, else as it was typed."""
    site = contract.site
    known = {
        "lokaal_bestuur": str(contract.organisation),
        "andere_partij": contract.counterparty,
        "locatie": site.name,
        "adres_locatie": site.address,
        "slaapplekken": str(sum(unit.places for unit in site.units.all()) or ""),
        "begin": f"{contract.begins_on:%d/%m/%Y}",
        "einde": f"{contract.ends_on:%d/%m/%Y}",
        "duur": in_months(months_between(contract.begins_on, contract.ends_on)),
        "opzegtermijn": in_months(contract.notice_months),
        "huur": money.in_words(contract.rent) if contract.rent else "",
    }
    typed = {name: str(text) for name, text in contract.values.items()}
    return {name: known.get(name) or typed.get(name, "") for name in contract.template.placeholders}


def missing_from(contract: RentalContract) -> list[str]:
    """The names for which there is nothing yet."""
    return [name for name, text in filled_in(contract).items() if not text]


def months_earlier(day: date, months: int) -> date:
    """So many months before a day; in a shorter month its last day."""
    count = day.year * 12 + day.month - 1 - months
    first = date(count // 12, count % 12 + 1, 1)
    following = date((count + 1) // 12, (count + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def _locked(contract: RentalContract) -> RentalContract:
    locked = (
        RentalContract.objects.select_for_update(of=("self",))
        .select_related("template__document", "site__municipality", "organisation")
        .get(pk=contract.pk)
    )
    if locked.status != Status.DRAFT:
        raise IllegalTransition(locked, Status.DRAFT)
    return locked
