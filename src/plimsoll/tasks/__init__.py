"""What people have chosen to do: tasks and checklists. What the law asks is a duty, and lives in `cases`."""
