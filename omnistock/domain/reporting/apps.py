from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "omnistock.domain.reporting"
    label = "reporting"
