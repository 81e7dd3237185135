"""The words of departments: what kinds there are, and what people do in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DepartmentKind(models.TextChoices):
    GOVERNMENT = "government", _("政府部门")
    STREET = "street", _("街道乡镇")
    PARK = "park", _("园区")
    UTILITY = "utility", _("公用企业")
    PUBLIC_BODY = "public_body", _("其他公共机构")
    COURT = "court", _("法院")


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("区县")
    ZONE = "zone", _("开发区")
    TOWN = "town", _("乡镇街道")


class Role(models.TextChoices):
    """Officer and head belong to a department; all others to a region and what lies below it."""

    OFFICER = "officer", _("经办人")
    HEAD = "head", _("部门负责人")
    COORDINATOR = "coordinator", _("协调员")
    CLERK = "clerk", _("热线坐席")
    LEADER = "leader", _("区领导")
    AUDITOR = "auditor", _("审计员")
    ADMIN = "admin", _("系统管理员")


OF_DEPARTMENT = (Role.OFFICER, Role.HEAD)
# What is entrusted to a person and cannot be done for them by a stand-in.
PERSONAL = (Role.AUDITOR, Role.ADMIN)
