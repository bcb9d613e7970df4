from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "omnistock.domain.catalog"
    label = "catalog"
