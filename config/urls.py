"""All pages: Dutch paths, English names."""

from django.contrib import admin
from django.urls import include, path

from accounts.views.signing_in import session_end, sign_out
from config import browser_reports, probes
from config.accessibility.views import accessibility
from config.help.views import glossary, help_guide, help_list, help_moved
from config.style_guide import style_guide
from operations.status import views as state
from reporting.views.pages import first_steps_hide, home, people_figures, vlot_town
from reporting.views.searching import search, search_suggestions
from spread.views import open_data, open_data_file, open_data_metadata

urlpatterns = [
    path("", home, name="home"),
    path("zoeken/", search, name="search"),
    path("zoeken/suggesties/", search_suggestions, name="search_suggestions"),
    path("eerste-stappen/verbergen/", first_steps_hide, name="first_steps_hide"),
    path("huishoudens/cijfers/", people_figures, name="people_figures"),
    path("cijfers/", open_data, name="open_data"),
    path("cijfers/dcat.jsonld", open_data_metadata, name="open_data_metadata"),
    path("cijfers/<str:week>.<str:kind>", open_data_file, name="open_data_file"),
    path("", include("accounts.urls")),
    path("", include("notifications.urls")),
    path("", include("housing.urls")),
    path("", include("households.urls")),
    path("", include("matching.urls")),
    path("facility/", include("facility.urls")),
    path("vlot/gemeente/<int:nis_code>/", vlot_town, name="vlot_town"),
    path("vlot/", include("vlot.urls")),
    path("spreiding/", include("spread.urls")),
    path("account/logout/", sign_out, name="account_logout"),
    path("account/sessions/<int:pk>/", session_end, name="usersessions_end"),
    path("account/", include("allauth.urls")),
    path("", include("operations.status.urls")),
    path("metrics", state.metrics, name="metrics"),
    path("beheer/", admin.site.urls),
    path("hulp/", help_list, name="help_list"),
    path("hulp/<slug:code>/", help_guide, name="help_guide"),
    path("help/", help_moved, name="help_moved"),
    path("woordenlijst/", glossary, name="glossary"),
    path("toegankelijkheid/", accessibility, name="accessibility"),
    path("stijl/", style_guide, name="style_guide"),
    path("livez", probes.livez, name="livez"),
    path("readyz", probes.readyz, name="readyz"),
    path("csp-melding/", browser_reports.csp_report, name="csp_report"),
]

handler400 = "config.errors.bad_request"
handler429 = "config.errors.too_many_requests"  # allauth asks for this one
handler500 = "config.errors.server_error"
