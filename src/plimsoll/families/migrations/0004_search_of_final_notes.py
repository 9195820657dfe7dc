from django.db import migrations

# Every text of a note's answers, one after the other, without the names of the fields.
WRITTEN = """
CREATE OR REPLACE FUNCTION plimsoll_written(answers jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT coalesce(string_agg(found.value #>> '{}', E'\\n'), '')
   FROM jsonb_path_query(answers, 'strict $.**') AS found(value) WHERE jsonb_typeof(found.value) = 'string' $$;
"""
NOTES = """
CREATE INDEX note_words ON notes_note USING gin (to_tsvector('english', plimsoll_plain(plimsoll_written(content))));
"""
PARTS = """
CREATE INDEX note_part_words ON notes_notepart USING gin (to_tsvector('english', plimsoll_plain(text))) WHERE text <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0003_search_of_titles"), ("notes", "0001_initial")]
    operations = [
        migrations.RunSQL(WRITTEN, "DROP FUNCTION IF EXISTS plimsoll_written(jsonb)"),
        migrations.RunSQL(NOTES, "DROP INDEX IF EXISTS note_words"),
        migrations.RunSQL(PARTS, "DROP INDEX IF EXISTS note_part_words"),
    ]
