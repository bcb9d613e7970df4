from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "omnistock.domain.incidents"
    label = "incidents"
