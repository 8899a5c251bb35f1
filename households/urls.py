from django.urls import path

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
    path("personen/<int:pk>/", files.person_edit, name="person_edit"),
]
