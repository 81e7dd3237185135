"""Notices keep what happened and in which hat somebody is told; the sentence is made when it is read."""

from django.db import migrations, models

# What was told before keeps its words; the title stands between the first pair of brackets.
KEEP_WORDS = """
    UPDATE notices_notice SET facts = jsonb_strip_nulls(
        jsonb_build_object('text', text, 'title', substring(text FROM '「(.*?)」'))
    )
"""
GIVE_BACK = "UPDATE notices_notice SET text = left(coalesce(facts->>'text', ''), 200)"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddField("notice", "hat", models.CharField(max_length=24, blank=True, default="")),
        migrations.AlterField("notice", "hat", models.CharField(max_length=24, blank=True)),
        migrations.AddField("notice", "facts", models.JSONField(default=dict)),
        # Filled and dropped in one go: on the way back the words come from the facts.
        migrations.AlterField("notice", "text", models.CharField(max_length=200, default="")),
        migrations.RunSQL(KEEP_WORDS, GIVE_BACK),
        migrations.RemoveField("notice", "text"),
        migrations.RemoveConstraint("notice", "told_once"),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(fields=("user", "subject", "entry_id"), name="told_once"),
        ),
        migrations.RemoveIndex("notice", "unread_of_user"),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["user", "subject"],
                name="unread_of_user",
                condition=models.Q(("read_at__isnull", True)),
            ),
        ),
        migrations.AddField(
            "preference",
            "language",
            models.CharField(
                choices=[("zh-hans", "简体中文"), ("en", "English")],
                default="zh-hans",
                max_length=10,
                verbose_name="往外发的文字",
            ),
        ),
    ]
