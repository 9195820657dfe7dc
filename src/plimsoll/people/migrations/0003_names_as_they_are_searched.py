from django.db import migrations

from plimsoll.people.sounds import index_of

BATCH = 2000


def fill(apps, schema_editor):
    person = apps.get_model("people", "Person")
    batch = []
    for row in person.objects.filter(names_plain="").iterator(chunk_size=BATCH):
        row.names_plain, row.name_sounds = index_of((row.given_name, row.known_as, row.family_name))
        batch.append(row)
        if len(batch) == BATCH:
            person.objects.bulk_update(batch, ["names_plain", "name_sounds"])
            batch = []
    person.objects.bulk_update(batch, ["names_plain", "name_sounds"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_who_a_person_is")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
