"""Registering: allauth's form, for people."""

from allauth.account.forms import SignupForm

from accounts.bots import ForPeople


class SignUpForm(ForPeople, SignupForm):
    """An e-mail address, and nothing that a program would fill in."""
