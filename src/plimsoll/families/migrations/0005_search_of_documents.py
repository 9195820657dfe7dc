from django.db import migrations

# The same words as in queries/papers.py, to the letter: otherwise the indexes are not used.
WORDS = """
CREATE INDEX document_words ON documents_documentversion
USING gin (to_tsvector('english', plimsoll_plain(text))) WHERE text <> '';
"""
TITLES = """
CREATE INDEX document_titles ON documents_document
USING gin (to_tsvector('english', plimsoll_plain(title || ' ' || received_from)));
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0004_search_of_final_notes"), ("documents", "0001_initial")]
    operations = [
        migrations.RunSQL(WORDS, "DROP INDEX IF EXISTS document_words"),
        migrations.RunSQL(TITLES, "DROP INDEX IF EXISTS document_titles"),
    ]
