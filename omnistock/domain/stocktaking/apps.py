from django.apps import AppConfig


class StocktakingConfig(AppConfig):
    name = "omnistock.domain.stocktaking"
    label = "stocktaking"
