"""What a page without sign-in needs: it may be kept by anybody's cache."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.models import Membership

MINUTE, HOUR, YEAR = 60, 3600, 365 * 24 * 3600


class VisitorRequest(HttpRequest):
    """A request on a page for all: `by` is None for who is not signed in."""

    by: Membership | None


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to all, for reading only; how often one address may ask stands in `config.limits`."""
    return login_not_required(require_safe(view))


def kept_for(response: HttpResponse, seconds: int, *, request: HttpRequest) -> HttpResponse:
    """The page may be kept by caches on the way; that of somebody who is signed in shows his name, and may not."""
    patch_vary_headers(response, ["Cookie"])
    if request.user.is_authenticated:
        patch_cache_control(response, private=True)
    else:
        patch_cache_control(response, public=True, max_age=seconds)
    return response


def public_file(
    request: HttpRequest, body: bytes, content_type: str, *, mark: str, name: str = "", seconds: int
) -> HttpResponse:
    """A file that is the same for all; 304 for who has it already (by `mark`). Other websites may read it (CORS).

    With `name` a browser saves it. A file that is kept for a year never changes, and says so.
    """
    etag = f'"{mark}"'
    response = HttpResponse(body, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(
        response, public=True, max_age=seconds, **({"immutable": True} if seconds >= YEAR else {})
    )
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
