from django.urls import path

from matching.views import bulk, chains, hand_overs, places, plans, proposals, weights

app_name = "matching"

urlpatterns = [
    path("huishoudens/", proposals.household_list, name="household_list"),
    path("huishoudens/samen/", bulk.household_bulk, name="household_bulk"),
    path("huishoudens/samen/ongedaan/", bulk.household_bulk_undo, name="household_bulk_undo"),
    path("huishoudens/<int:pk>/", proposals.household_detail, name="household_detail"),
    path("huishoudens/<int:pk>/plaatsen/", places.household_places, name="household_places"),
    path("huishoudens/<int:pk>/waarom-niet/", places.household_why_not, name="household_why_not"),
    path("huishoudens/<int:pk>/waarom-niet/<int:unit>/", places.unit_why_not, name="unit_why_not"),
    path("huishoudens/<int:pk>/kettingverhuis/", chains.household_chain, name="household_chain"),
    path("huishoudens/kettingverhuizen/<int:pk>/", chains.chain_detail, name="chain_detail"),
    path(
        "huishoudens/kettingverhuizen/<int:pk>/toestemmingen/<int:move>/",
        chains.chain_consent,
        name="chain_consent",
    ),
    path("huishoudens/kettingverhuizen/<int:pk>/uitvoeren/", chains.chain_carry_out, name="chain_carry_out"),
    path("huishoudens/kettingverhuizen/<int:pk>/stoppen/", chains.chain_drop, name="chain_drop"),
    path("wooneenheden/<int:pk>/wie-past/", places.unit_fits, name="unit_fits"),
    path("rangschikking/", weights.ranking_weights, name="ranking_weights"),
    path("rangschikking/nieuw/", weights.ranking_weights_add, name="ranking_weights_add"),
    path("huishoudens/<int:pk>/voorstellen/", proposals.proposal_add, name="proposal_add"),
    path("voorstellen/", proposals.proposal_list, name="proposal_list"),
    path("voorstellen/samen/", bulk.proposal_bulk, name="proposal_bulk"),
    path("voorstellen/samen/ongedaan/", bulk.proposal_bulk_undo, name="proposal_bulk_undo"),
    path("voorstellen/<int:pk>/", proposals.proposal_detail, name="proposal_detail"),
    path("voorstellen/<int:pk>/toekennen/", proposals.proposal_accept, name="proposal_accept"),
    path("voorstellen/<int:pk>/weigeren/", proposals.proposal_refuse, name="proposal_refuse"),
    path("voorstellen/<int:pk>/intrekken/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("voorstellen/<int:pk>/terugzetten/", proposals.proposal_restore, name="proposal_restore"),
    path("overdrachten/<int:pk>/", hand_overs.hand_over_detail, name="hand_over_detail"),
    path("overdrachten/<int:pk>/stappen/<int:step>/", hand_overs.hand_over_tick, name="hand_over_tick"),
    path("overdrachten/<int:pk>/afronden/", hand_overs.hand_over_complete, name="hand_over_complete"),
    path("regioplannen/", plans.plan_list, name="plan_list"),
    path("regioplannen/nieuw/", plans.plan_add, name="plan_add"),
    path("regioplannen/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("regioplannen/<int:pk>/stoppen/", plans.plan_cancel, name="plan_cancel"),
    path("regioplannen/<int:pk>/beslissen/", plans.plan_decide, name="plan_decide"),
    path("solidariteit/", hand_overs.solidarity, name="solidarity"),
]
