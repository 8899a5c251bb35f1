"""What people may type about supply; validates, never saves."""

from housing.forms.availability import AvailabilityForm, CloseSiteForm, OutOfUseForm, TermsForm
from housing.forms.decisions import (
    AnswerForm,
    ApproveForm,
    DefectFormSet,
    EndStayForm,
    HandOverForm,
    InspectionForm,
    MessageForm,
    PhotosForm,
    QuestionForm,
    RejectForm,
    ReportChangeForm,
    SendBackForm,
    SolutionForm,
    UnitLineFormSet,
    WithdrawForm,
)
from housing.forms.filters import OfferFilter, SiteFilter
from housing.forms.handling import AssignForm, RenameFilterForm, SaveFilterForm
from housing.forms.offers import OfferForm

__all__ = [
    "AnswerForm",
    "ApproveForm",
    "AssignForm",
    "AvailabilityForm",
    "CloseSiteForm",
    "DefectFormSet",
    "EndStayForm",
    "HandOverForm",
    "InspectionForm",
    "MessageForm",
    "OfferFilter",
    "OfferForm",
    "OutOfUseForm",
    "PhotosForm",
    "QuestionForm",
    "RejectForm",
    "RenameFilterForm",
    "ReportChangeForm",
    "SaveFilterForm",
    "SendBackForm",
    "SiteFilter",
    "SolutionForm",
    "TermsForm",
    "UnitLineFormSet",
    "WithdrawForm",
]
