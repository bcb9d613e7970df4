from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "omnistock.domain.identity"
    label = "identity"
