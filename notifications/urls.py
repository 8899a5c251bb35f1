from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("berichten/", views.notification_list, name="notification_list"),
    path("berichten/instellingen/", views.notification_settings, name="notification_settings"),
    path("berichten/gelezen/", views.notifications_read, name="notifications_read"),
    path("berichten/ongelezen/", views.notifications_unread, name="notifications_unread"),
    path("berichten/<int:pk>/openen/", views.notification_open, name="notification_open"),
]
