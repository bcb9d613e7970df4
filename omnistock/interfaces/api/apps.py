from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "omnistock.interfaces.api"
    label = "api"
