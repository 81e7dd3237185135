from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepartmentsConfig(AppConfig):
    name = "liandong.departments"
    verbose_name = _("部门与辖区")
