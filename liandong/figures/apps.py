from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "liandong.figures"
    verbose_name = _("企业报数")
