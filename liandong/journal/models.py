"""Who did what to which thing, and when: written once, never changed.

Names, not foreign keys: the journal outlives the people and the things it speaks of. The database links
and hashes each entry and refuses every UPDATE, DELETE and TRUNCATE; see migration 0002.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line. `number`, `previous` and `hash` are set by the database, not here."""

    id = models.BigIntegerField(primary_key=True, default=0)
    subject = models.CharField(_("事由"), max_length=80)
    number = models.PositiveIntegerField(_("序号"), default=0)
    verb = models.CharField(_("动作"), max_length=60)
    actor = models.CharField(_("何人"), max_length=80)
    office = models.CharField(_("以何身份"), max_length=120, blank=True)
    at = models.DateTimeField(_("何时"))
    data = models.JSONField(_("内容"), default=dict)
    previous = models.BinaryField(default=bytes)
    hash = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = verbose_name_plural = _("日志")
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="entry_numbered_per_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number} {self.verb}"


class Seal(models.Model):
    """A Merkle root over the entries first_id … last_id, chained to the seal before it."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    root = models.BinaryField()
    chained = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("封存")

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id}"


class Outbox(models.Model):
    """Entries that nobody has been told of yet; filled by the database, emptied by notices."""

    entry_id = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待告知")

    def __str__(self) -> str:
        return str(self.entry_id)
