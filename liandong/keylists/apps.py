from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeylistsConfig(AppConfig):
    name = "liandong.keylists"
    verbose_name = _("重点企业")

    def ready(self) -> None:
        from liandong.enterprises import queries as base  # noqa: PLC0415 (tables are there now)
        from liandong.keylists.actions.merging import move_entries  # noqa: PLC0415 (the same)
        from liandong.keylists.queries import around  # noqa: PLC0415 (the same)

        base.add_door("keylists", around.door)
        base.add_row("keylists", around.row)
        base.add_panel("keylists", around.panel)
        base.add_mover("keylists", move_entries)
