from django.urls import path

from accounts.acm_idm import views

urlpatterns = [
    path("acm-idm/", views.begin, name="acm_idm_login"),
    path("acm-idm/terug/", views.come_back, name="acm_idm_callback"),
]
