from django.urls import path

from housing.views import drafts, entry, freshness, merging, mine, offers, sites, stays, units

app_name = "housing"

urlpatterns = [
    path("aanbieden/", entry.entry, name="entry"),
    path("aanbod/", offers.offer_list, name="offer_list"),
    path("aanbod/mijn/", mine.offer_mine, name="offer_mine"),
    path("aanbod/nieuw/", drafts.offer_add, name="offer_add"),
    path("aanbod/concept/<uuid:token>/", drafts.offer_edit, name="offer_edit"),
    path("aanbod/concept/<uuid:token>/bewaren/", drafts.offer_autosave, name="offer_autosave"),
    path("aanbod/<int:pk>/", offers.offer_detail, name="offer_detail"),
    path("aanbod/<int:pk>/intrekken/", offers.offer_withdraw, name="offer_withdraw"),
    path("aanbod/<int:pk>/vraag/", offers.offer_ask, name="offer_ask"),
    path("aanbod/<int:pk>/antwoord/", offers.offer_answer, name="offer_answer"),
    path("aanbod/<int:pk>/plaatsbezoek/", offers.offer_inspect, name="offer_inspect"),
    path("aanbod/<int:pk>/valideren/", offers.offer_approve, name="offer_approve"),
    path("aanbod/<int:pk>/weigeren/", offers.offer_reject, name="offer_reject"),
    path("aanbod/<int:pk>/documenten/<uuid:document>/", offers.offer_document, name="offer_document"),
    path("aanbod/<int:pk>/samenvoegen/<int:other>/", merging.offer_merge, name="offer_merge"),
    path("samenvoegingen/", merging.merge_list, name="merge_list"),
    path("samenvoegingen/<int:pk>/ongedaan/", merging.merge_undo, name="merge_undo"),
    path("locaties/", sites.site_list, name="site_list"),
    path("locaties/nakijken/", freshness.sites_check, name="sites_check"),
    path("nakijken/<str:token>/", freshness.freshness_link, name="freshness_link"),
    path("locaties/<int:pk>/", sites.site_detail, name="site_detail"),
    path("locaties/<int:pk>/nakijken/", sites.site_check, name="site_check"),
    path("locaties/<int:pk>/bevestigen/", sites.site_confirm, name="site_confirm"),
    path("locaties/<int:pk>/samenvoegen/<int:other>/", merging.site_merge, name="site_merge"),
    path("wooneenheden/", units.unit_list, name="unit_list"),
    path("verblijven/<int:pk>/beeindigen/", stays.stay_end, name="stay_end"),
]
