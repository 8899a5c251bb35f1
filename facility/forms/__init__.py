"""What people may type; validates, never saves."""

from facility.forms.claims import AssessForm, ClaimFilter, ClaimForm, ClaimLineForm, EvidenceForm, PaymentForm
from facility.forms.contracts import BudgetForm, ContractForm, ItemForm, LotForm, PriceForm, SupplierForm
from facility.forms.figures import PeriodForm
from facility.forms.invoices import AcceptForm, EInvoiceForm, InvoiceFilter, InvoiceForm, LinkForm, PaidForm
from facility.forms.orders import (
    ComplaintForm,
    DeliveryForm,
    OrderFilter,
    OrderForm,
    OrderLineForm,
    ReasonForm,
    RegulariseForm,
    ResolutionForm,
)
from facility.forms.rentals import FillForm, RentalForm, SignedForm, TemplateForm
from facility.forms.requests import (
    AnswerForm,
    AssignForm,
    CompleteForm,
    MessageForm,
    QuestionForm,
    RefuseForm,
    SupportRequestFilter,
    SupportRequestForm,
    TakeUpForm,
    WithdrawForm,
)

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "AssessForm",
    "AssignForm",
    "BudgetForm",
    "ClaimFilter",
    "ClaimForm",
    "ClaimLineForm",
    "ComplaintForm",
    "CompleteForm",
    "ContractForm",
    "DeliveryForm",
    "EInvoiceForm",
    "EvidenceForm",
    "FillForm",
    "InvoiceFilter",
    "InvoiceForm",
    "ItemForm",
    "LinkForm",
    "LotForm",
    "MessageForm",
    "OrderFilter",
    "OrderForm",
    "OrderLineForm",
    "PaidForm",
    "PaymentForm",
    "PeriodForm",
    "PriceForm",
    "QuestionForm",
    "ReasonForm",
    "RefuseForm",
    "RegulariseForm",
    "RentalForm",
    "ResolutionForm",
    "SignedForm",
    "SupplierForm",
    "SupportRequestFilter",
    "SupportRequestForm",
    "TakeUpForm",
    "TemplateForm",
    "WithdrawForm",
]
