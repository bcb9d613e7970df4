from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "omnistock.domain.support"
    label = "support"
