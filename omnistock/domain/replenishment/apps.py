from django.apps import AppConfig


class ReplenishmentConfig(AppConfig):
    name = "omnistock.domain.replenishment"
    label = "replenishment"
