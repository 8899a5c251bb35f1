from django.urls import path

from matching.views import places, proposals, weights

app_name = "matching"

urlpatterns = [
    path("huishoudens/", proposals.household_list, name="household_list"),
    path("huishoudens/<int:pk>/", proposals.household_detail, name="household_detail"),
    path("huishoudens/<int:pk>/plaatsen/", places.household_places, name="household_places"),
    path("huishoudens/<int:pk>/waarom-niet/", places.household_why_not, name="household_why_not"),
    path("huishoudens/<int:pk>/waarom-niet/<int:unit>/", places.unit_why_not, name="unit_why_not"),
    path("wooneenheden/<int:pk>/wie-past/", places.unit_fits, name="unit_fits"),
    path("rangschikking/", weights.ranking_weights, name="ranking_weights"),
    path("rangschikking/nieuw/", weights.ranking_weights_add, name="ranking_weights_add"),
    path("huishoudens/<int:pk>/voorstellen/", proposals.proposal_add, name="proposal_add"),
    path("voorstellen/", proposals.proposal_list, name="proposal_list"),
    path("voorstellen/<int:pk>/", proposals.proposal_detail, name="proposal_detail"),
    path("voorstellen/<int:pk>/toekennen/", proposals.proposal_accept, name="proposal_accept"),
    path("voorstellen/<int:pk>/weigeren/", proposals.proposal_refuse, name="proposal_refuse"),
    path("voorstellen/<int:pk>/intrekken/", proposals.proposal_withdraw, name="proposal_withdraw"),
]
