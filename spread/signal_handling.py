"""What a page does with the form about a signal: the same in the back office and on the page of VLOT."""

from collections.abc import Callable

from accounts.models import Membership
from spread import actions
from spread.forms import FollowUpForm
from spread.models import Signal

HANDLED = {
    FollowUpForm.TAKE: "U volgt dit signaal op.",
    FollowUpForm.DONE: "Het signaal is afgehandeld.",
    FollowUpForm.DISMISS: "Het signaal is weggelegd. Zolang het zo blijft, komt het niet terug.",
}


def handle(signal: Signal, form: FollowUpForm, by: Membership) -> None:
    """Carries out what the (valid) form says. Raises IllegalTransition when somebody was first."""
    verbs: dict[str, Callable[..., Signal]] = {
        FollowUpForm.DONE: actions.finish_signal,
        FollowUpForm.DISMISS: actions.dismiss_signal,
    }
    decision = form.cleaned_data["decision"]
    if decision == FollowUpForm.TAKE:
        actions.take_signal(signal=signal, by=by)
    else:
        verbs[decision](signal=signal, reason=form.cleaned_data["reason"], by=by)
