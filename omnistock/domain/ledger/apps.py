from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "omnistock.domain.ledger"
    label = "ledger"
