from django.db import migrations

TITLES = """
CREATE INDEX case_title_words ON cases_case USING gin (to_tsvector('simple', plimsoll_plain(title)));
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0002_search_of_notes")]
    operations = [migrations.RunSQL(TITLES, "DROP INDEX IF EXISTS case_title_words")]
