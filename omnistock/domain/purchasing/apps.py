from django.apps import AppConfig


class PurchasingConfig(AppConfig):
    name = "omnistock.domain.purchasing"
    label = "purchasing"
