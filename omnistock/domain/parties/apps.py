from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "omnistock.domain.parties"
    label = "parties"
