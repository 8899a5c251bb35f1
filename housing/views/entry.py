"""The public page where offering begins."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def entry(request: HttpRequest) -> HttpResponse:
    """What is asked, what happens next, and how long it takes."""
    return render(request, "housing/entry.html")
