"""Apps that are wired here: Django's admin, with our site in its place."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    """Stands in INSTALLED_APPS instead of `django.contrib.admin`."""

    default_site = "config.backoffice.BackOffice"
