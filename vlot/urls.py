from django.urls import path

from vlot import views

app_name = "vlot"

urlpatterns = [
    path("signalen/", views.lead_list, name="lead_list"),
    path("signaal/<int:pk>/", views.lead_detail, name="lead_detail"),
    path("oproepen/", views.intervention_list, name="intervention_list"),
    path("oproep/nieuw/", views.intervention_add, name="intervention_add"),
    path("oproep/<int:pk>/", views.intervention_detail, name="intervention_detail"),
    path("oproep/<int:pk>/opvolgen/", views.intervention_assign, name="intervention_assign"),
    path("oproep/<int:pk>/contact/", views.contact_add, name="contact_add"),
    path("oproep/<int:pk>/signaal/", views.intervention_signal, name="intervention_signal"),
    path("oproep/<int:pk>/afsluiten/", views.intervention_close, name="intervention_close"),
]
