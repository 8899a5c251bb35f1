"""The browser and the signing in of the journeys, for the pictures."""

from tests.browser import browser_context_args, browser_type_launch_args, context
from tests.journeys.conftest import sign_in

__all__ = ["browser_context_args", "browser_type_launch_args", "context", "sign_in"]
