from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "omnistock.domain.rights"
    label = "rights"
