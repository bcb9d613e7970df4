from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "omnistock.domain.attachments"
    label = "attachments"
