"""Addresses of guides and good practice, within those of VLOT."""

from django.urls import path

from vlot.guidance import views

urlpatterns = [
    path("handvaten/", views.guide_list, name="guide_list"),
    path("handvaten/nieuw/", views.guide_add, name="guide_add"),
    path("oproep/<int:pk>/handvaten/", views.call_suggestions, name="call_suggestions"),
    path("handvaten/bestand/<uuid:document>/", views.guide_file, name="guide_file"),
    path("handvaten/bestand/<uuid:document>/weg/", views.guide_file_remove, name="guide_file_remove"),
    path("handvaten/<slug:code>/", views.guide_detail, name="guide_detail"),
    path("handvaten/<slug:code>/wijzigen/", views.guide_edit, name="guide_edit"),
    path("handvaten/<slug:code>/gelezen/", views.guide_confirm, name="guide_confirm"),
    path("praktijken/", views.practice_list, name="practice_list"),
    path("praktijk/nieuw/", views.practice_add, name="practice_add"),
    path("praktijk/<int:pk>/", views.practice_detail, name="practice_detail"),
    path("praktijk/<int:pk>/nalezen/", views.practice_review, name="practice_review"),
    path("praktijk/<int:pk>/aanpassen/", views.practice_answer, name="practice_answer"),
    path("praktijk/<int:pk>/niet-publiceren/", views.practice_decline, name="practice_decline"),
    path("praktijk/<int:pk>/akkoord/", views.practice_agree, name="practice_agree"),
    path("praktijk/<int:pk>/intrekken/", views.practice_withdraw, name="practice_withdraw"),
    path("praktijk/<int:pk>/geholpen/", views.practice_helped, name="practice_helped"),
]
