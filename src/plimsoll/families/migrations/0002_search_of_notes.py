from django.db import migrations

# unaccent() may change with its dictionary and is therefore not immutable; ours names the dictionary and stands still.
PLAIN = """
CREATE OR REPLACE FUNCTION plimsoll_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT translate(lower(public.unaccent('public.unaccent'::regdictionary, words)), '''’‘`´', '') $$;
"""
NOTES = """
CREATE INDEX case_event_note_words ON cases_caseevent
USING gin (to_tsvector('english', plimsoll_plain(note))) WHERE note <> '';
"""
TITLES = "CREATE INDEX case_title_trgm ON cases_case USING gin (plimsoll_plain(title) gin_trgm_ops);"


class Migration(migrations.Migration):
    dependencies = [("families", "0001_initial"), ("cases", "0002_initial"), ("people", "0003_names_as_they_are_searched")]
    operations = [
        migrations.RunSQL(PLAIN, "DROP FUNCTION IF EXISTS plimsoll_plain(text)"),
        migrations.RunSQL(NOTES, "DROP INDEX IF EXISTS case_event_note_words"),
        migrations.RunSQL(TITLES, "DROP INDEX IF EXISTS case_title_trgm"),
    ]
