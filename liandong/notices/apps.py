from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "liandong.notices"
    verbose_name = "消息"
