"""A supply is a figure; what there is to say about it is said elsewhere."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_items")]
    operations = [migrations.RemoveField("supply", "note")]
