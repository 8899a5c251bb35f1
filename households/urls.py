from django.urls import path

from households import views

app_name = "households"

urlpatterns = [
    path("huishoudens/nieuw/", views.household_add, name="household_add"),
]
