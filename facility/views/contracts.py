"""Pages of framework contracts, the catalogue, suppliers and budgets."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.hats import HatRequest, require
from facility import actions, figures, rules
from facility.forms import BudgetForm, ContractForm, ItemForm, LotForm, PriceForm, SupplierForm
from facility.models import BudgetDecision, CatalogueItem, FrameworkContract, Lot, Supplier
from facility.views.pages import form_page, typed


def contract_list(request: HatRequest) -> HttpResponse:
    """The framework contracts; for a local government those that it can use."""
    require(rules.sees_contracts(request.by))
    today = timezone.localdate()
    contracts = FrameworkContract.objects.visible_to(request.by).prefetch_related("lots__supplier")
    money_too = rules.sees_money(request.by)
    use = figures.use_of_lots((lot for contract in contracts for lot in contract.lots.all()), on=today)
    context = {
        "contracts": [
            {
                "contract": contract,
                "in_force": today in contract.valid,
                "lots": [(lot, use[lot.pk] if money_too else None) for lot in contract.lots.all()],
            }
            for contract in contracts
        ],
        "may_buy": rules.may_buy(request.by),
        "sees_money": money_too,
    }
    return render(request, "facility/contract_list.html", context)


def visible_contract(request: HatRequest, pk: int) -> FrameworkContract:
    return get_object_or_404(FrameworkContract.objects.visible_to(request.by), pk=pk)


def contract_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One contract: its lots with what is left, and the catalogue with today's prices."""
    contract = visible_contract(request, pk)
    today = timezone.localdate()
    money_too = rules.sees_money(request.by)
    lots = list(contract.lots.select_related("supplier").prefetch_related("items__prices"))
    use = figures.use_of_lots(lots, on=today)
    context = {
        "contract": contract,
        "in_force": today in contract.valid,
        "lots": [
            {
                "lot": lot,
                "use": use[lot.pk] if money_too else None,
                "items": [
                    (item, next((price for price in item.prices.all() if today in price.valid), None))
                    for item in lot.items.all()
                ],
            }
            for lot in lots
        ],
        "buyers": [] if contract.open_to_all else list(contract.buyers.order_by("name")),
        "may_buy": rules.may_buy(request.by),
        "sees_money": money_too,
    }
    return render(request, "facility/contract_detail.html", context)


def contract_add(request: HatRequest) -> HttpResponse:
    """A new framework contract."""
    require(rules.may_buy(request.by))
    form = ContractForm(typed(request))
    contracts = reverse("facility:contract_list")
    return form_page(
        request, form, lambda: actions.add_contract(**form.cleaned_data, by=request.by),
        title="Nieuw raamcontract", button="Bewaren", back=contracts, crumbs=[("Raamcontracten", contracts)],
        done="Het raamcontract is bewaard. Voeg nu de percelen toe.",
        go=lambda contract: reverse("facility:contract_detail", args=[contract.pk]),
    )  # fmt: skip


def crumbs_of(contract: FrameworkContract) -> list[tuple[str, str]]:
    return [
        ("Raamcontracten", reverse("facility:contract_list")),
        (contract.number, reverse("facility:contract_detail", args=[contract.pk])),
    ]


def lot_add(request: HatRequest, pk: int) -> HttpResponse:
    """Another lot of a contract."""
    contract = visible_contract(request, pk)
    require(rules.may_buy(request.by))
    form = LotForm(typed(request), contract=contract)
    return form_page(
        request, form, lambda: actions.add_lot(contract=contract, **form.cleaned_data, by=request.by),
        title="Perceel toevoegen", button="Bewaren", back=crumbs_of(contract)[1][1], crumbs=crumbs_of(contract),
        done="Het perceel is bewaard.", lead=str(contract),
    )  # fmt: skip


def item_add(request: HatRequest, pk: int) -> HttpResponse:
    """Another article of a lot."""
    lot = get_object_or_404(Lot.objects.visible_to(request.by).select_related("contract"), pk=pk)
    require(rules.may_buy(request.by))
    form = ItemForm(typed(request), lot=lot)
    return form_page(
        request, form, lambda: actions.add_item(lot=lot, **form.cleaned_data, by=request.by),
        title="Artikel toevoegen", button="Bewaren", back=crumbs_of(lot.contract)[1][1],
        crumbs=crumbs_of(lot.contract), done="Het artikel staat in de catalogus.", lead=str(lot),
    )  # fmt: skip


def item_price(request: HatRequest, pk: int) -> HttpResponse:
    """Another price of an article from a day on, beside the prices that it had."""
    items = CatalogueItem.objects.visible_to(request.by).select_related("lot__contract")
    item = get_object_or_404(items, pk=pk)
    require(rules.may_buy(request.by))
    form = PriceForm(typed(request), item=item)
    return form_page(
        request, form, lambda: actions.change_price(item=item, **form.cleaned_data, by=request.by),
        title="Prijs wijzigen", button="Bewaren", back=crumbs_of(item.lot.contract)[1][1],
        crumbs=crumbs_of(item.lot.contract), done="De prijs is bewaard.", lead=str(item),
        extra={"prices": list(item.prices.order_by("valid"))},
    )  # fmt: skip


def supplier_list(request: HatRequest) -> HttpResponse:
    """The companies that deliver."""
    require(rules.sees_money(request.by))
    context = {"suppliers": Supplier.objects.visible_to(request.by), "may_buy": rules.may_buy(request.by)}
    return render(request, "facility/supplier_list.html", context)


def supplier_add(request: HatRequest) -> HttpResponse:
    """A new supplier."""
    require(rules.may_buy(request.by))
    return supplier_form(request, None)


def supplier_edit(request: HatRequest, pk: int) -> HttpResponse:
    """Other contact data of a supplier."""
    require(rules.may_buy(request.by))
    return supplier_form(request, get_object_or_404(Supplier.objects.visible_to(request.by), pk=pk))


def supplier_form(request: HatRequest, supplier: Supplier | None) -> HttpResponse:
    form = SupplierForm(typed(request), instance=supplier)
    back = reverse("facility:supplier_list")

    def save() -> Supplier:
        if supplier is None:
            return actions.add_supplier(**form.cleaned_data, by=request.by)
        return actions.change_supplier(
            supplier=supplier, seen=form.seen(), **form.cleaned_data, by=request.by
        )

    return form_page(
        request, form, save, title="Leverancier wijzigen" if supplier else "Nieuwe leverancier", button="Bewaren",
        back=back, crumbs=[("Leveranciers", back)], done="De leverancier is bewaard.",
    )  # fmt: skip


def budget_list(request: HatRequest) -> HttpResponse:
    """The decisions with money, and what orders took of each."""
    require(rules.sees_money(request.by))
    budgets = list(BudgetDecision.objects.visible_to(request.by))
    use = figures.use_of_budgets(budgets, on=timezone.localdate())
    context = {
        "budgets": [(budget, use[budget.pk]) for budget in budgets],
        "may_buy": rules.may_buy(request.by),
    }
    return render(request, "facility/budget_list.html", context)


def budget_add(request: HatRequest) -> HttpResponse:
    """A new decision with money."""
    require(rules.may_buy(request.by))
    form = BudgetForm(typed(request))
    back = reverse("facility:budget_list")
    return form_page(
        request, form, lambda: actions.add_budget(**form.cleaned_data, by=request.by), title="Nieuw budget",
        button="Bewaren", back=back, crumbs=[("Budgetten", back)], done="Het budget is bewaard.",
    )  # fmt: skip
