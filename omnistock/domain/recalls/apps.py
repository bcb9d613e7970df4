from django.apps import AppConfig


class RecallsConfig(AppConfig):
    name = "omnistock.domain.recalls"
    label = "recalls"
