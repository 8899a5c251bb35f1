"""Addresses of the pages on VLOT's own work, within those of VLOT."""

from django.urls import path

from vlot.oversight import views

urlpatterns = [
    path("overzicht/", views.team_overview, name="team_overview"),
    path("verslagen/", views.report_list, name="report_list"),
    path("verslag/<int:pk>/", views.report_detail, name="report_detail"),
    path("verslag/<int:pk>/excel/", views.report_sheet, name="report_sheet"),
    path("verslag/<int:pk>/pdf/", views.report_paper, name="report_paper"),
    path("effecten/", views.effect_board, name="effect_board"),
]
