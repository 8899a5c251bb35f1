"""Dutch paths, English names."""

from django.urls import path

from spread import views

app_name = "spread"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:nis_code>/", views.municipality, name="municipality"),
]
