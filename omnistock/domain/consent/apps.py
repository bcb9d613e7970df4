from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "omnistock.domain.consent"
    label = "consent"
