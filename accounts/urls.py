from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("organisatie/", views.organisation, name="organisation"),
    path("organisatie/registreren/", views.register_organisation, name="register_organisation"),
    path("organisatie/toegang/<int:pk>/", views.join_ask, name="join_ask"),
    path("organisatie/vragen/<int:pk>/", views.join_decide, name="join_decide"),
    path("particulier/", views.private_host, name="private_host"),
    path("rol/<int:pk>/", views.switch_hat, name="switch_hat"),
    path("tweede-stap/", views.second_step, name="second_factor"),
    path("demo/", views.demo_sign_in, name="demo_sign_in"),
]
