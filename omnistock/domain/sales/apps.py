from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "omnistock.domain.sales"
    label = "sales"
