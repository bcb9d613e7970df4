from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "omnistock.domain.billing"
    label = "billing"
