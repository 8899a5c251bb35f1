"""What people may type; validates, never saves."""

from facility.forms.contracts import BudgetForm, ContractForm, ItemForm, LotForm, PriceForm, SupplierForm
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
    "AssignForm",
    "BudgetForm",
    "ComplaintForm",
    "CompleteForm",
    "ContractForm",
    "DeliveryForm",
    "EInvoiceForm",
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
    "PriceForm",
    "QuestionForm",
    "ReasonForm",
    "RefuseForm",
    "RegulariseForm",
    "ResolutionForm",
    "SupplierForm",
    "SupportRequestFilter",
    "SupportRequestForm",
    "TakeUpForm",
    "WithdrawForm",
]
