from django.urls import path

from accounts.views import keys, people, rights, signing_in

app_name = "accounts"

urlpatterns = [
    path("organisatie/", people.organisation, name="organisation"),
    path("organisatie/registreren/", people.register_organisation, name="register_organisation"),
    path("organisatie/toegang/<int:pk>/", people.join_ask, name="join_ask"),
    path("organisatie/vragen/<int:pk>/", people.join_decide, name="join_decide"),
    path("organisatie/mensen/", rights.people, name="people"),
    path("organisatie/mensen/uitnodigen/", rights.invitation_new, name="invitation_new"),
    path("organisatie/mensen/bevestigen/", rights.rights_confirm, name="rights_confirm"),
    path("organisatie/mensen/<int:pk>/", rights.membership_edit, name="membership_edit"),
    path(
        "organisatie/uitnodigingen/<int:pk>/intrekken/",
        rights.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("organisatie/sleutels/", keys.key_list, name="key_list"),
    path("organisatie/sleutels/<int:pk>/beeindigen/", keys.key_end, name="key_end"),
    path("uitnodiging/<str:token>/", rights.invitation_open, name="invitation_open"),
    path("particulier/", people.private_host, name="private_host"),
    path("rol/<int:pk>/", people.switch_hat, name="switch_hat"),
    path("sessie/", signing_in.session_time, name="session_time"),
    path("tweede-stap/", signing_in.second_step, name="second_step"),
    path("demo/", people.demo_sign_in, name="demo_sign_in"),
]
