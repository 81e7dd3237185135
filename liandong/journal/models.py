"""Who did what to which thing, and when: written once, never changed.

Names, not foreign keys: the journal outlives the people and the things it speaks of. The database numbers,
links and hashes each entry and refuses every UPDATE, DELETE and TRUNCATE; see migration 0002.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line. What has a `db_default` is set by the database while it inserts, and read back."""

    id = models.BigIntegerField(primary_key=True, db_default=0)
    subject = models.CharField(_("事由"), max_length=80)
    number = models.PositiveIntegerField(_("序号"), db_default=0)
    verb = models.CharField(_("动作"), max_length=60)
    actor = models.CharField(_("何人"), max_length=80)
    office = models.CharField(_("以何身份"), max_length=120, blank=True)
    at = models.DateTimeField(_("何时"))
    data = models.JSONField(_("内容"), default=dict)
    previous = models.BinaryField(db_default=b"")
    hash = models.BinaryField(db_default=b"")

    class Meta:
        verbose_name = verbose_name_plural = _("日志")
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="entry_numbered_per_subject")
        ]
        indexes = [  # an act that uncovers a personal datum is named so
            models.Index(
                fields=["id"], condition=models.Q(verb__endswith="_shown"), name="entry_looks"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number} {self.verb}"


class Seal(models.Model):
    """A Merkle root over the entries first_id … last_id, chained to the seal before it."""

    first_id = models.BigIntegerField(_("自"))
    last_id = models.BigIntegerField(_("至"), unique=True)
    count = models.PositiveIntegerField(_("条数"))
    root = models.BinaryField(_("根"))
    chained = models.BinaryField(_("链"))
    at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("封存")

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id}"

    @property
    def chained_hex(self) -> str:
        """The link to the seal before, as it is exported."""
        return bytes(self.chained).hex()


class Outbox(models.Model):
    """Entries that nobody has been told of yet; filled by the database, emptied by notices.

    `tries` counts failures: an entry that cannot be told after several stays for an administrator to see.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    tries = models.PositiveSmallIntegerField(db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("待告知")

    def __str__(self) -> str:
        return str(self.entry_id)
