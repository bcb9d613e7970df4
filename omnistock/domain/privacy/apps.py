from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "omnistock.domain.privacy"
    label = "privacy"
