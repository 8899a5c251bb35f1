"""What people may type about supply; validates, never saves."""

from housing.forms.availability import AvailabilityForm, CloseSiteForm, OutOfUseForm, TermsForm
from housing.forms.decisions import (
    AnswerForm,
    ApproveForm,
    DefectFormSet,
    EndStayForm,
    InspectionForm,
    QuestionForm,
    RejectForm,
    ReportChangeForm,
    UnitLineFormSet,
    WithdrawForm,
)
from housing.forms.filters import OfferFilter, SiteFilter
from housing.forms.offers import OfferForm

__all__ = [
    "AnswerForm",
    "ApproveForm",
    "AvailabilityForm",
    "CloseSiteForm",
    "DefectFormSet",
    "EndStayForm",
    "InspectionForm",
    "OfferFilter",
    "OfferForm",
    "OutOfUseForm",
    "QuestionForm",
    "RejectForm",
    "ReportChangeForm",
    "SiteFilter",
    "TermsForm",
    "UnitLineFormSet",
    "WithdrawForm",
]
