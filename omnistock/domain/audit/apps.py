from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "omnistock.domain.audit"
    label = "audit"
