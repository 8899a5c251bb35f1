"""What people may type about supply; validates, never saves."""

from housing.forms.approving import ApproveForm, UnitLineFormSet, filled_lines, rows_of
from housing.forms.availability import AvailabilityForm, CloseSiteForm, OutOfUseForm, TermsForm
from housing.forms.conditions import ConditionsForm
from housing.forms.decisions import (
    AnswerForm,
    HandOverForm,
    MessageForm,
    QuestionForm,
    RejectForm,
    ReportChangeForm,
    WithdrawForm,
)
from housing.forms.filters import OfferFilter, SiteFilter
from housing.forms.handling import AssignForm, EditFilterForm, SaveFilterForm
from housing.forms.hosts import NoteHostForm, WithdrawHostForm
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
from housing.forms.sites import (
    AfterVisitForm,
    DecideReportForm,
    EditSiteForm,
    PlanVisitForm,
    ReportForm,
    SiteDocumentForm,
    UnitForm,
    UnitsSaidForm,
)
from housing.forms.stays import (
    ArrivalForm,
    DayForm,
    EndStayForm,
    MoveDayForm,
    MoveForm,
    NotComeForm,
    PlannedEndForm,
    PresenceForm,
)
from housing.forms.subsidies import CorrectLineForm, PlanStateForm
from housing.forms.visits import VisitForms, photos_sent, typed_now

__all__ = [
    "AddPersonForm",
    "AfterVisitForm",
    "AnswerForm",
    "ApproveForm",
    "ArrivalForm",
    "AssignForm",
    "AvailabilityForm",
    "ChecklistItemForm",
    "CloseSiteForm",
    "ColumnsForm",
    "ConditionsForm",
    "ConfirmImportForm",
    "CorrectLineForm",
    "DayForm",
    "DecideReportForm",
    "DefectFormSet",
    "DepartForm",
    "EditFilterForm",
    "EditSiteForm",
    "EndStayForm",
    "HandOverForm",
    "HostStopsForm",
    "ImportFileForm",
    "InspectionForm",
    "LeaveForm",
    "MeasuredUnitFormSet",
    "MergeHouseholdsForm",
    "MessageForm",
    "MoveDayForm",
    "MoveForm",
    "NotComeForm",
    "NoteHostForm",
    "OfferFilter",
    "OfferForm",
    "OutOfUseForm",
    "PhotosForm",
    "PlanStateForm",
    "PlanVisitForm",
    "PlannedEndForm",
    "PresenceForm",
    "QuestionForm",
    "RejectForm",
    "ReportChangeForm",
    "ReportForm",
    "ReuniteForm",
    "SaveFilterForm",
    "SendBackForm",
    "SiteDocumentForm",
    "SiteFilter",
    "SolutionForm",
    "SplitForm",
    "TermsForm",
    "UnitForm",
    "UnitLineFormSet",
    "UnitsSaidForm",
    "VisitForms",
    "WithdrawForm",
    "WithdrawHostForm",
    "filled_lines",
    "photos_sent",
    "rows_of",
    "typed_now",
]
