"""What people may type about supply; validates, never saves."""

from housing.forms.approving import ApproveForm, UnitLineFormSet, filled_lines, rows_of
from housing.forms.availability import AvailabilityForm, CloseSiteForm, OutOfUseForm, TermsForm
from housing.forms.decisions import (
    AnswerForm,
    EndStayForm,
    HandOverForm,
    MessageForm,
    QuestionForm,
    RejectForm,
    ReportChangeForm,
    WithdrawForm,
)
from housing.forms.filters import OfferFilter, SiteFilter
from housing.forms.handling import AssignForm, RenameFilterForm, SaveFilterForm
from housing.forms.households import (
    AddPersonForm,
    DepartForm,
    HostStopsForm,
    LeaveForm,
    MergeHouseholdsForm,
    ReuniteForm,
    SplitForm,
)
from housing.forms.imports import ColumnsForm, ConfirmImportForm, ImportFileForm
from housing.forms.inspections import (
    ChecklistItemForm,
    DefectFormSet,
    InspectionForm,
    MeasuredUnitFormSet,
    PhotosForm,
    SendBackForm,
    SolutionForm,
)
from housing.forms.offers import OfferForm
from housing.forms.subsidies import CorrectLineForm, PlanStateForm
from housing.forms.visits import VisitForms

__all__ = [
    "AddPersonForm",
    "AnswerForm",
    "ApproveForm",
    "AssignForm",
    "AvailabilityForm",
    "ChecklistItemForm",
    "CloseSiteForm",
    "ColumnsForm",
    "ConfirmImportForm",
    "CorrectLineForm",
    "DefectFormSet",
    "DepartForm",
    "EndStayForm",
    "HandOverForm",
    "HostStopsForm",
    "ImportFileForm",
    "InspectionForm",
    "LeaveForm",
    "MeasuredUnitFormSet",
    "MergeHouseholdsForm",
    "MessageForm",
    "OfferFilter",
    "OfferForm",
    "OutOfUseForm",
    "PhotosForm",
    "PlanStateForm",
    "QuestionForm",
    "RejectForm",
    "RenameFilterForm",
    "ReportChangeForm",
    "ReuniteForm",
    "SaveFilterForm",
    "SendBackForm",
    "SiteFilter",
    "SolutionForm",
    "SplitForm",
    "TermsForm",
    "UnitLineFormSet",
    "VisitForms",
    "WithdrawForm",
    "filled_lines",
    "rows_of",
]
