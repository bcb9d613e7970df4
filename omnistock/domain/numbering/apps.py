from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "omnistock.domain.numbering"
    label = "numbering"
