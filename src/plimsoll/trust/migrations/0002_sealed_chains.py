"""The log in sealed chains. Nothing had been logged outside a demonstration, so the table is made anew."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_initial")]
    operations = [migrations.DeleteModel("AuditEntry")]
