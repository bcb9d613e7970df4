from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "omnistock.domain.fulfilment"
    label = "fulfilment"
