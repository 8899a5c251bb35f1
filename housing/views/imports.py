"""Pages of a file with many offers: bring it, say what its columns are, look at what it would do, confirm, undo."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from audit.trail import IllegalTransition
from documents.tables import XLSX, csv_lines, xlsx_file
from housing import actions, rules
from housing.forms import ColumnsForm, ConfirmImportForm, ImportFileForm
from housing.forms.import_columns import DIFFERENT, EXAMPLE, header_of, template_rows, words_allowed
from housing.imports_at_work import head_of, progress_of
from housing.models import ColumnChoice, ImportRow, OfferImport

PER_PAGE = 50
Status, Outcome = OfferImport.Status, ImportRow.Outcome


def import_list(request: HatRequest) -> HttpResponse:
    """Bring a new file; and the files of before."""
    require(rules.is_provider(request.by))
    form = ImportFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(rules.may_import(request.by))
        if form.is_valid():
            brought = actions.upload_import(checked=form.cleaned_data["file"], by=request.by)
            return redirect("housing:import_columns", pk=brought.pk)
    files = OfferImport.objects.visible_to(request.by).select_related("uploaded_by")
    context = {
        "form": form if rules.may_import(request.by) else None,
        "page": CappedPaginator(files, 25).get_page(request.GET.get("pagina")),
        "words": words_allowed(),
        "different": header_of(DIFFERENT),
        "example": EXAMPLE,
    }
    return render(request, "housing/import_list.html", context, status=422 if form.errors else 200)


def import_template(request: HatRequest) -> FileResponse:
    """Our own template, with one example row that is passed over."""
    require(rules.may_import(request.by))
    headers, rows = template_rows()
    return FileResponse(
        xlsx_file(headers, rows, title="Aanbod"),
        as_attachment=True,
        filename="aanbod-sjabloon.xlsx",
        content_type=XLSX,
    )


def own_import(request: HatRequest, pk: int) -> OfferImport:
    """A file of one's own organisation: 404 for anybody else, 403 for who only reads."""
    found = get_object_or_404(
        OfferImport.objects.visible_to(request.by).select_related("document", "uploaded_by", "written_by"),
        pk=pk,
    )
    require(rules.may_import(request.by))
    return found


def import_columns(request: HatRequest, pk: int) -> HttpResponse:
    """Say which column is which field; remembered for the next file."""
    brought = own_import(request, pk)
    try:
        head = head_of(brought)
    except ValidationError as problem:
        return render(
            request, "housing/import_columns.html", {"import": brought, "problem": " ".join(problem.messages)}
        )
    form = ColumnsForm(
        request.POST or None,
        headers=head.headers,
        samples=head.samples,
        remembered=dict(ColumnChoice.objects.visible_to(request.by).values_list("header", "field")),
        fixed={"contact_name": str(request.by.user), "contact_email": request.by.user.email, **brought.fixed},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_columns(
                offer_import=brought,
                columns=form.columns(),
                headers=form.told_headers(),
                fixed=form.fixed(),
                by=request.by,
            )
        except IllegalTransition as problem:
            messages.error(request, str(problem))
        return redirect("housing:import_detail", pk=pk)
    context = {"import": brought, "form": form}
    return render(request, "housing/import_columns.html", context, status=422 if form.errors else 200)


def import_detail(request: HatRequest, pk: int) -> HttpResponse:
    """What the file would do, or did, row by row; while a worker has it, how far it is."""
    brought = own_import(request, pk)
    if brought.status == Status.UPLOADED:
        return redirect("housing:import_columns", pk=pk)
    if brought.at_work:
        context = {"import": brought, **progress_of(brought)._asdict()}
        fragment = request.headers.get("HX-Request") == "true"
        return render(
            request, "housing/import_progress.html" if fragment else "housing/import_at_work.html", context
        )
    counts = dict(brought.rows.values_list("outcome").annotate(Count("pk")).order_by())
    chosen = request.GET.get("gevolg", "")
    rows = brought.rows.filter(outcome=chosen) if chosen in Outcome.values else brought.rows.all()
    wrong = counts.get(Outcome.WRONG, 0) + counts.get(Outcome.CONFLICT, 0)
    right = counts.get(Outcome.NEW, 0) + counts.get(Outcome.CHANGED, 0)
    page = CappedPaginator(
        rows.select_related("offer__municipality").order_by("number", "pk"), PER_PAGE
    ).get_page(request.GET.get("pagina"))
    choices = [("", "Alle", sum(counts.values()))]
    choices += [(code, label, counts.get(code, 0)) for code, label in Outcome.choices if code in counts]
    context = {
        "import": brought,
        "page": page,
        "right": right,
        "wrong": wrong,
        "choices": [
            {
                "label": label.capitalize(),
                "url": f"{request.path}?gevolg={code}" if code else request.path,
                "current": code == chosen,
                "count": number,
            }
            for code, label, number in choices
        ],
        "form": ConfirmImportForm(wrong=wrong),
        "may_confirm": brought.status == Status.CHECKED and right > 0,
        "may_undo": brought.status == Status.DONE and brought.document is not None,
        "may_choose": brought.status in (Status.CHECKED, Status.FAILED) and brought.document is not None,
    }
    # A worker that just finished swaps itself for the whole page.
    response = render(request, "housing/import_detail.html", context)
    if request.headers.get("HX-Request") == "true":
        response.headers["HX-Refresh"] = "true"
    return response


def import_problems(request: HatRequest, pk: int) -> StreamingHttpResponse:
    """Every cell that is wrong, as a file to work through."""
    brought = own_import(request, pk)
    rows = brought.rows.filter(outcome__in=[Outcome.WRONG, Outcome.CONFLICT]).iterator(chunk_size=500)
    lines = (
        (row.number, row.label, cell, column, text) for row in rows for cell, column, text in row.problems
    )
    response = StreamingHttpResponse(
        csv_lines(["Rij", "Wat", "Cel", "Kolom", "Wat is er fout"], lines),
        content_type="text/csv; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="problemen-{timezone.localdate()}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def import_confirm(request: HatRequest, pk: int) -> HttpResponse:
    """Have the file carried out by the worker."""
    brought = own_import(request, pk)
    form = ConfirmImportForm(request.POST, wrong=1)
    form.is_valid()
    try:
        actions.confirm_import(
            offer_import=brought, skip_wrong=form.cleaned_data.get("skip_wrong", False), by=request.by
        )
    except (actions.CannotImport, IllegalTransition) as problem:
        messages.error(request, str(problem))
    return redirect("housing:import_detail", pk=pk)


@require_POST
def import_undo(request: HatRequest, pk: int) -> HttpResponse:
    """Have everything taken back that the file brought."""
    brought = own_import(request, pk)
    try:
        actions.undo_import(offer_import=brought, by=request.by)
    except (actions.CannotImport, IllegalTransition) as problem:
        messages.error(request, str(problem))
    return redirect("housing:import_detail", pk=pk)
