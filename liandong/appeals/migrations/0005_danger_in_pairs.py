"""Danger to life is told by words with others beside them, and may need several numbers."""

import django.contrib.postgres.fields
from django.db import migrations, models

WORDS = models.CharField(max_length=30)


def gather(apps, schema_editor):
    """Put the words of each number together, so that none that was added is lost."""
    danger = apps.get_model("appeals", "DangerWord")
    by_number = {}
    for one in danger.objects.order_by("pk"):
        by_number.setdefault(one.number, []).append(one.word)
    danger.objects.all().delete()
    danger.objects.bulk_create(
        danger(name=f"原有 {number}", words=words, numbers=[number])
        for number, words in by_number.items()
    )


def scatter(apps, schema_editor):
    """Give each word a row of its own again, with the first of its numbers."""
    danger = apps.get_model("appeals", "DangerWord")
    numbers = {}
    for one in danger.objects.order_by("pk"):
        for word in one.words:
            numbers.setdefault(word, one.numbers[0])
    danger.objects.all().delete()
    danger.objects.bulk_create(
        danger(word=word, number=number, name="", words=[], numbers=[])
        for word, number in numbers.items()
    )


class Migration(migrations.Migration):
    dependencies = [("appeals", "0004_reopened_and_let_go")]

    operations = [
        migrations.AddField(
            "dangerword",
            "name",
            models.CharField(default="", max_length=40, verbose_name="名称"),
            preserve_default=False,
        ),
        migrations.AddField(
            "dangerword",
            "words",
            django.contrib.postgres.fields.ArrayField(
                base_field=WORDS, default=list, verbose_name="出现任一"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "dangerword",
            "with_words",
            django.contrib.postgres.fields.ArrayField(
                base_field=WORDS, blank=True, default=list, verbose_name="同一句里还须出现任一"
            ),
        ),
        migrations.AddField(
            "dangerword",
            "without_words",
            django.contrib.postgres.fields.ArrayField(
                base_field=WORDS, blank=True, default=list, verbose_name="不得出现"
            ),
        ),
        migrations.AddField(
            "dangerword",
            "numbers",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10),
                default=list,
                help_text="先打的写在前面",
                verbose_name="电话",
            ),
            preserve_default=False,
        ),
        migrations.AlterField("dangerword", "word", models.CharField(max_length=30, default="")),
        migrations.AlterField("dangerword", "number", models.CharField(max_length=10, default="")),
        migrations.RunPython(gather, scatter),
        migrations.RemoveField("dangerword", "word"),
        migrations.RemoveField("dangerword", "number"),
        migrations.AlterField(
            "dangerword", "name", models.CharField(max_length=40, unique=True, verbose_name="名称")
        ),
        migrations.AlterModelOptions(
            "dangerword",
            {"ordering": ["pk"], "verbose_name": "紧急词", "verbose_name_plural": "紧急词"},
        ),
    ]
