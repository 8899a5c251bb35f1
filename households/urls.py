from django.urls import path

from households.protection.views import privacy, retention, rights
from households.views import files, intake, lists, numbers, read_log

app_name = "households"

urlpatterns = [
    path("huishoudens/nieuw/", intake.household_add, name="household_add"),
    path("huishoudens/lijst/", lists.list_add, name="list_add"),
    path("huishoudens/lijst/sjabloon/", lists.list_template, name="list_template"),
    path("huishoudens/<int:pk>/gegevens/", files.household_edit, name="household_edit"),
    path("huishoudens/<int:pk>/wie-keek/", files.household_readings, name="household_readings"),
    path("inzagelogboek/", read_log.read_log, name="read_log"),
    path("inzagelogboek/csv/", read_log.read_log_export, name="read_log_export"),
    path("inzagelogboek/opvallend/", read_log.look_flag_list, name="look_flag_list"),
    path("inzagelogboek/opvallend/<int:pk>/", read_log.look_flag_detail, name="look_flag_detail"),
    path("huishoudens/nummer/", numbers.number_find, name="number_find"),
    path("personen/<int:pk>/nummers/", numbers.person_numbers, name="person_numbers"),
    path("huishoudens/<int:pk>/rechten/", rights.household_rights, name="household_rights"),
    path("huishoudens/<int:pk>/rechten/uitvoer/", rights.household_export, name="household_export"),
    path("huishoudens/<int:pk>/rechten/wissen/", rights.household_erase, name="household_erase"),
    path("huishoudens/<int:pk>/rechten/bewaren/", rights.household_hold, name="household_hold"),
    path(
        "huishoudens/<int:pk>/rechten/bewaren/opheffen/",
        rights.household_hold_lift,
        name="household_hold_lift",
    ),
    path("bewaartermijnen/", retention.retention, name="retention"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/verwerkingsregister/", privacy.processing_register, name="processing_register"),
    path("privacy/<slug:audience>/", privacy.privacy_for, name="privacy_for"),
    path("personen/<int:pk>/", files.person_edit, name="person_edit"),
]
