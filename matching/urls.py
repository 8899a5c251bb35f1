from django.urls import path

from matching import hand_over_views, views

app_name = "matching"

urlpatterns = [
    path("huishoudens/", views.household_list, name="household_list"),
    path("huishoudens/<int:pk>/", views.household_detail, name="household_detail"),
    path("huishoudens/<int:pk>/plaatsen/", views.household_places, name="household_places"),
    path("huishoudens/<int:pk>/voorstellen/", views.proposal_add, name="proposal_add"),
    path("voorstellen/", views.proposal_list, name="proposal_list"),
    path("voorstellen/<int:pk>/", views.proposal_detail, name="proposal_detail"),
    path("voorstellen/<int:pk>/toekennen/", views.proposal_accept, name="proposal_accept"),
    path("voorstellen/<int:pk>/weigeren/", views.proposal_refuse, name="proposal_refuse"),
    path("voorstellen/<int:pk>/intrekken/", views.proposal_withdraw, name="proposal_withdraw"),
    path("overdrachten/<int:pk>/", hand_over_views.hand_over_detail, name="hand_over_detail"),
    path("overdrachten/<int:pk>/stappen/<int:step>/", hand_over_views.hand_over_tick, name="hand_over_tick"),
    path("overdrachten/<int:pk>/afronden/", hand_over_views.hand_over_complete, name="hand_over_complete"),
    path("solidariteit/", hand_over_views.solidarity, name="solidarity"),
]
