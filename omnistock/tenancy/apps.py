from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "omnistock.tenancy"
    label = "tenancy"
    default_auto_field = "django.db.models.BigAutoField"
