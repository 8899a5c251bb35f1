from django.urls import path

from facility import views

app_name = "facility"

urlpatterns = [
    path("aanvragen/", views.request_list, name="request_list"),
    path("aanvraag/nieuw/", views.request_add, name="request_add"),
    path("aanvraag/<int:pk>/", views.request_detail, name="request_detail"),
    path("aanvraag/<int:pk>/opnemen/", views.request_take_up, name="request_take_up"),
    path("aanvraag/<int:pk>/vraag/", views.request_ask, name="request_ask"),
    path("aanvraag/<int:pk>/antwoord/", views.request_answer, name="request_answer"),
    path("aanvraag/<int:pk>/afronden/", views.request_complete, name="request_complete"),
    path("aanvraag/<int:pk>/weigeren/", views.request_refuse, name="request_refuse"),
    path("aanvraag/<int:pk>/intrekken/", views.request_withdraw, name="request_withdraw"),
]
