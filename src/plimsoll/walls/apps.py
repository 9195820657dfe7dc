"""The second wall: stands at every connection, and is put up after every migration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.backends import signals as of_connections
from django.db.models import signals as of_migrations

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class WallsConfig(AppConfig):
    """`ready` hears of connections and of migrations; of what is saved nothing here hears, as everywhere."""

    name = "plimsoll.walls"

    def ready(self) -> None:
        """Guard connections, build after migrations."""
        from plimsoll.walls.building import build_after_migrating

        of_connections.connection_created.connect(_stand, dispatch_uid="walls.guard")
        of_migrations.post_migrate.connect(build_after_migrating, sender=self, dispatch_uid="walls.build")


def _stand(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    from plimsoll.walls.identity import stand_at

    stand_at(connection)
