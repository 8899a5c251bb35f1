"""Dutch paths, English names."""

from django.urls import path

from spread import views

app_name = "spread"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:nis_code>/", views.municipality, name="municipality"),
    path("<int:nis_code>/vergelijk/", views.position, name="position"),
    path("provincie/<int:nis_code>/", views.province, name="province"),
]
