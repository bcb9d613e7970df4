from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "omnistock.interfaces.web"
    label = "web"
