from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "omnistock.domain.exchange"
    label = "exchange"
