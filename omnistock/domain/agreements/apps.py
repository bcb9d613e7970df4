from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "omnistock.domain.agreements"
    label = "agreements"
