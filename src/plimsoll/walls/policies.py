r"""The rules of the wall as PostgreSQL keeps them, made from the tables there are.

`cases_case` says who sees a case; every other table asks it. A person sees the cases they hold, co-work, cover or are
named on, those of the teams they supervise and the services they manage, an auditor all; of restricted ones only
those they hold or are named on, and none with a declared conflict of interest. What the database adds:

- "lent": a case of which a handover waits for this person's answer, or a task of theirs, may be read, because the
  pages of the handover and the task are made from it. The door is narrower, and stands first.
- "in hand": a case that this transaction has locked or changed while it could be seen, or has made, stays in sight
  until the transaction ends. Otherwise a worker who hands a case over could not finish handing it over.

The texts are long on purpose: they are what an administrator reads with `\d+ cases_case`.
"""

from __future__ import annotations

from plimsoll.walls.tables import CASES, of_cases

FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION walls_enter(viewer uuid, today date, asking text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  teams uuid[]; services uuid[]; works_in uuid[]; records boolean; audits boolean;
  mine uuid[] := '{}'; kept uuid[]; lent uuid[];
BEGIN
  -- The rows below are behind the wall themselves: for as long as they are looked up, everything is in sight.
  PERFORM set_config('plimsoll.viewer', viewer::text, true), set_config('plimsoll.programme', 'yes', true);
  IF coalesce(current_setting('plimsoll.asking', true), '') <> asking THEN
    PERFORM set_config('plimsoll.asking', asking, true), set_config('plimsoll.hand', '', true);
  END IF;
  SELECT coalesce(array_agg(m.team_id) FILTER (WHERE m.role = 'supervisor'), '{}'),
         coalesce(array_agg(t.service_id) FILTER (WHERE m.role = 'service_manager'), '{}'),
         coalesce(array_agg(t.service_id), '{}'),
         coalesce(bool_or(m.role IN ('practitioner', 'supervisor', 'service_manager')), false),
         coalesce(bool_or(m.role = 'auditor'), false)
    INTO teams, services, works_in, records, audits
    FROM people_membership m JOIN people_team t ON t.id = m.team_id JOIN people_user u ON u.id = m.user_id
   WHERE m.user_id = viewer AND u.is_active AND m.state = 'active'
     AND m.from_on <= today AND (m.until_on IS NULL OR m.until_on >= today);
  IF records OR audits THEN
    SELECT coalesce(array_agg(found.case_id), '{}') INTO mine FROM (
      SELECT h.case_id FROM cases_holding h WHERE h.worker_id = viewer AND h.until_on IS NULL
      UNION ALL
      SELECT n.case_id FROM cases_namedaccess n
       WHERE n.worker_id = viewer AND n.kind = 'named' AND n.until_on IS NULL) AS found;
  END IF;
  SELECT coalesce(array_agg(n.case_id), '{}') INTO kept FROM cases_namedaccess n
   WHERE n.worker_id = viewer AND n.kind = 'conflict' AND n.until_on IS NULL;
  SELECT coalesce(array_agg(found.case_id), '{}') INTO lent FROM (
    SELECT h.case_id FROM handover_handover h WHERE h.to_worker_id = viewer AND h.state = 'proposed'
    UNION
    SELECT t.case_id FROM tasks_task t
     WHERE (t.owner_id = viewer OR t.asked_of_id = viewer) AND t.case_id IS NOT NULL) AS found;
  PERFORM set_config('plimsoll.programme', '', true), set_config('plimsoll.audits', audits::text, true),
          set_config('plimsoll.teams', teams::text, true), set_config('plimsoll.services', services::text, true),
          set_config('plimsoll.works_in', works_in::text, true),
          set_config('plimsoll.mine', mine::text, true), set_config('plimsoll.kept', kept::text, true),
          set_config('plimsoll.lent', lent::text, true);
END $$;
CREATE OR REPLACE FUNCTION walls_is_programme() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('plimsoll.programme', true), '') = 'yes'
$$;
CREATE OR REPLACE FUNCTION walls_viewer() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('plimsoll.viewer', true), '')::uuid
$$;
CREATE OR REPLACE FUNCTION walls_audits() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT walls_viewer() IS NOT NULL AND coalesce(current_setting('plimsoll.audits', true), '') = 'true'
$$;
CREATE OR REPLACE FUNCTION walls_ids(what text) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN walls_viewer() IS NULL THEN '{}'
              ELSE coalesce(nullif(current_setting('plimsoll.' || what, true), ''), '{}')::uuid[] END
$$;
CREATE OR REPLACE FUNCTION walls_hold(held uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE COST 100000 AS $$
DECLARE
  hand text := coalesce(current_setting('plimsoll.hand', true), '');
BEGIN
  IF strpos(hand, held::text) = 0 THEN
    PERFORM set_config('plimsoll.hand', hand || held::text || ' ', true);
  END IF;
  RETURN true;
END $$;
"""

# What the web server's role may do: read and write rows, and add to the log of who did what; nothing else.
GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role};
REVOKE UPDATE, DELETE ON trust_auditentry FROM {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}
"""

_EVERYTHING = "(SELECT walls_is_programme())"
_SEES = f"""
  {_EVERYTHING}
  OR (((SELECT walls_audits()) OR team_id = ANY ((SELECT walls_ids('teams'))::uuid[])
       OR service_id = ANY ((SELECT walls_ids('services'))::uuid[]) OR id = ANY ((SELECT walls_ids('mine'))::uuid[]))
      AND (NOT is_restricted OR id = ANY ((SELECT walls_ids('mine'))::uuid[]))
      AND NOT id = ANY ((SELECT walls_ids('kept'))::uuid[]))
  OR (id = ANY ((SELECT walls_ids('lent'))::uuid[]) AND NOT id = ANY ((SELECT walls_ids('kept'))::uuid[]))
  OR strpos(current_setting('plimsoll.hand', true), id::text) > 0
"""
_OF_CASE = "EXISTS (SELECT 1 FROM cases_case AS its_case WHERE its_case.id = {table}.case_id)"

# What else of a table may be seen, beside the rows of cases in sight.
ALSO = {
    # What was told at a service's front door is the door's, before and after it became a case.
    "frontdoor_approach": "service_id = ANY ((SELECT walls_ids('works_in'))::uuid[])",
    # A note about several cases is kept once, and read from each of them.
    "notes_note": "EXISTS (SELECT 1 FROM notes_notepart AS part WHERE part.note_id = notes_note.id)",
    "notes_noteaddition": (
        "EXISTS (SELECT 1 FROM notes_notepart AS part WHERE part.note_id = notes_noteaddition.note_id)"
    ),
}


def statements() -> list[str]:
    """Everything that makes the wall, in order; safe to run again."""
    made = [FUNCTIONS, *_walled(CASES, _on_cases())]
    for table, may_be_empty in of_cases().items():
        made += _walled(table, [_policy(table, "all", f"USING ({_rows(table, may_be_empty=may_be_empty)})")])
    return made


def _rows(table: str, *, may_be_empty: bool) -> str:
    grounds = [_EVERYTHING]
    if may_be_empty:
        grounds.append("case_id IS NULL")
    grounds.append(_OF_CASE.format(table=table))
    if table in ALSO:
        grounds.append(ALSO[table])
    return " OR ".join(grounds)


def _on_cases() -> list[str]:
    held = f"CASE WHEN {_EVERYTHING} THEN true WHEN {_SEES} THEN walls_hold(id) ELSE false END"
    made = "(SELECT walls_is_programme()) OR (walls_viewer() IS NOT NULL AND walls_hold(id))"
    return [
        _policy(CASES, "select", f"USING ({_SEES})"),
        _policy(CASES, "update", f"USING ({held}) WITH CHECK ({_SEES})"),
        _policy(CASES, "insert", f"WITH CHECK ({made})"),
        _policy(CASES, "delete", f"USING ({_EVERYTHING})"),
    ]


def _policy(table: str, doing: str, rule: str) -> str:
    name = f"wall_{doing}"
    return f'DROP POLICY IF EXISTS {name} ON "{table}"; CREATE POLICY {name} ON "{table}" FOR {doing.upper()} {rule}'


def _walled(table: str, policies: list[str]) -> list[str]:
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        *policies,
    ]
