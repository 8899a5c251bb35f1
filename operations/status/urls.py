"""Dutch paths, English names."""

from django.urls import path

from operations.status import views

app_name = "operations"

urlpatterns = [
    path("beheer/toestand/", views.installation_state, name="installation_state"),
    path("beheer/draaiboek/", views.runbook, name="runbook"),
    path("toestand.json", views.state_json, name="state_json"),
]
