from django.apps import AppConfig


class DepartureConfig(AppConfig):
    name = "omnistock.domain.departure"
    label = "departure"
