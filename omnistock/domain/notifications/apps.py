from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "omnistock.domain.notifications"
    label = "notifications"
