from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("berichten/", views.notification_list, name="notification_list"),
    path("berichten/<int:pk>/openen/", views.notification_open, name="notification_open"),
]
