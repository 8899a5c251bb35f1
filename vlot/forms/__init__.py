"""What people may type about the work of VLOT; validates, never saves."""

from vlot.forms.calls import (
    CloseForm,
    HandOverForm,
    InterventionFilter,
    InterventionForm,
    LinkForm,
    ReopenForm,
    SatisfactionForm,
    SignalForm,
    SortForm,
)
from vlot.forms.contacts import ContactForm, DocumentsForm, RedactForm, VisitForm, VisitReportForm
from vlot.forms.field_work import (
    DropForm,
    IncidentForm,
    MailForm,
    PossibleSiteForm,
    ReferralAnswerForm,
    ReferralForm,
    SectorContactForm,
    ThemeStepForm,
)

__all__ = [
    "CloseForm", "ContactForm", "DocumentsForm", "DropForm", "HandOverForm", "IncidentForm", "InterventionFilter",
    "InterventionForm", "LinkForm", "MailForm", "PossibleSiteForm", "RedactForm", "ReferralAnswerForm",
    "ReferralForm", "ReopenForm", "SatisfactionForm", "SectorContactForm", "SignalForm", "SortForm", "ThemeStepForm",
    "VisitForm", "VisitReportForm",
]  # fmt: skip
