from django.apps import AppConfig


class WarehousesConfig(AppConfig):
    name = "omnistock.domain.warehouses"
    label = "warehouses"
