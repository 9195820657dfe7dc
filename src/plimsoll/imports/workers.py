"""Which account a worker's name in a file is: only where it is one person's whole name, or somebody said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from plimsoll.imports.reading.trackers.workers import match_workers, plain
from plimsoll.imports.reading.values import Answer, Question
from plimsoll.imports.reading.words import Words
from plimsoll.people.models import Team, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from plimsoll.imports.reading.values import Provenance, WorkerName
    from plimsoll.people.models import Service


class Workers:
    """The accounts of a service by name, and the names in a file that are none of them.

    `answers` are the mapping's: a key of the file to a name or an email address of an account.
    """

    def __init__(self, service: Service, as_at: date, answers: dict[str, str]) -> None:
        self.teams = {plain(team.name): team for team in Team.objects.filter(service=service)}
        now = Q(memberships__team__service=service) & (
            Q(memberships__until_on=None) | Q(memberships__until_on__gte=as_at)
        )
        self._by_name: dict[str, list[User]] = {}
        self._by_email: dict[str, User] = {}
        for user in User.objects.filter(now, is_active=True).distinct().order_by("name", "pk"):
            self._by_name.setdefault(plain(user.name), []).append(user)
            self._by_email[user.email.casefold()] = user
        self._answers = answers
        self._unknown: dict[str, tuple[WorkerName, Provenance, int]] = {}

    def find(self, worker: WorkerName | None, origin: Provenance) -> User | None:
        """The account, or None for nobody, for duty, and for a name that is not certainly one account's."""
        if worker is None or not worker.key:
            return None
        answer = self._answers.get(worker.key, "")
        found = self._by_email.get(answer.casefold()) or self._one(plain(answer)) or self._one(worker.key)
        if found is None:
            name, first, count = self._unknown.get(worker.key, (worker, origin, 0))
            self._unknown[worker.key] = (name, first, count + 1)
        return found

    def _one(self, key: str) -> User | None:
        users = self._by_name.get(key, [])
        return users[0] if key and len(users) == 1 else None

    def questions(self) -> Iterator[Question]:
        """One question for each name that is no account's, with the accounts it may be."""
        names = list(self._by_name)
        proposed = {match.key: match.candidates for match in match_workers(self._unknown, names)}
        for key, (worker, origin, count) in self._unknown.items():
            users = [user for name in proposed.get(key, ()) for user in self._by_name[name]]
            yield Question(
                "worker_not_known", origin.sheet, origin.row, "", (worker.as_written,),
                Words("ask_worker_not_known", {"name": worker.as_written, "count": count}),
                tuple(Answer(user.email, Words("answer_same_worker", {"name": user.name})) for user in users),
                "", ("workers", key), count,
            )  # fmt: skip
