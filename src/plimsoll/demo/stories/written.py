"""Notes written whole, drafts begun, a correction: made through the notes' own actions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from plimsoll.cases.models import Case, Status
from plimsoll.notes import actions, formats, screen
from plimsoll.notes.forms import posted_content
from plimsoll.people.access import viewer_for

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from plimsoll.notes.actions import Finalised
    from plimsoll.people.access import Viewer

PLANS = ("child_protection", "child_in_need", "looked_after")
VISITS = (
    {
        "present": "{name}, Mum, and Nan from about five o’clock",
        "observed": "{name} let me in. The front room was warm and the washing was drying on the stairs. {name} "
        "showed me the new bed, made up with clean sheets. There was bread, milk, eggs and pasta in the kitchen.",
        "said": "{name}: I sleep better now the door shuts.\nMum: Mornings are still hard.\nNan: I can do Tuesdays.",
        "wishes": "“I want to stay in my class and I want Mum to come to the play.”",
        "analysis": "The bedroom is done, which was the first thing {name} asked for. Mornings are where it comes "
        "apart, because Mum’s shift begins at six. I do not know yet what happens on Fridays.",
        "actions_0_what": "Ask school about breakfast club",
        "actions_0_by": "friday",
    },
    {
        "present": "{name} and Dad",
        "where": "School, in the library",
        "observed": "{name} came straight from maths and chose the beanbag. Twice {name} looked at the door when "
        "somebody walked past. Dad arrived after twenty minutes in his work clothes.",
        "said": "{name}: It’s quieter since he moved out.\nDad: I rang the housing people three times.",
        "wishes": "{name} drew a house with two doors, and said one is for Dad.",
        "analysis": "{name} is calmer than in the autumn: six weeks in school without a day missed. I think the quiet "
        "at home is behind it, and I may be wrong about how long it will hold.",
        "actions_0_what": "Chase housing for the date of the viewing",
        "actions_1_what": "Tell the form tutor what was agreed",
        "actions_1_who": "Dad",
    },
)
CALLS = (
    {
        "with": "Deputy head at the school",
        "about": "Attendance since half term",
        "said": "Deputy head: in every day but two, and on both days Mum rang first.",
        "analysis": "This fits with what Mum told me.",
        "meaningful": "yes",
    },
)
DRAFT = {
    "present": "{name}, Mum, the baby",
    "observed": "Arrived at four. {name} was at the window and waved. The stair gate was open and Mum shut it.",
    "seen": "yes",
}


@dataclass
class Desk:
    """One worker at one case, today."""

    viewer: Viewer
    case: Case
    now: datetime
    typed: dict[str, str] = field(default_factory=dict)

    def draft(self, format_name: str, texts: dict[str, str], days_ago: int) -> tuple[object, object]:
        """Begin a draft; returns it with the form over it."""
        one = formats.formats_of(self.case.pack)[format_name]
        name = self.case.title.split()[0].rstrip(",")
        day = self.now.date() - timedelta(days=days_ago)
        content = screen.first_content(one, self.case, day, None)
        content |= {key: text.format(name=name) for key, text in texts.items()}
        form = screen.note_form(content, one, [], self.now.date(), self.viewer.name)
        saved = actions.save_draft(
            self.viewer, self.case, uuid.uuid5(self.case.pk, f"{format_name}{days_ago}"), format_name=format_name,
            posted=posted_content(content, form.keys) | self.typed, was={}, page="seed", now=self.now,
        )  # fmt: skip
        return saved.draft, form

    def note(self, format_name: str, texts: dict[str, str], days_ago: int) -> Finalised:
        """A draft made final."""
        draft, form = self.draft(format_name, texts, days_ago)
        assert form.is_valid(), form.errors  # type: ignore[attr-defined]
        return actions.finalise(self.viewer, draft, form.format, form.finished(), {}, now=self.now)  # type: ignore[arg-type,attr-defined]


def tell(now: datetime, chance: Random) -> None:
    """Some thirty notes and a few drafts on the cases of children who are visited."""
    cases = Case.objects.filter(pack="children-england", plan__in=PLANS, is_restricted=False)
    held = cases.exclude(holder=None).exclude(status=Status.CLOSED).select_related("holder", "service", "team")
    for number, case in enumerate(held.order_by("number")[:30]):
        assert case.holder is not None
        desk = Desk(viewer_for(case.holder, now.date()), case, now)
        if number % 6 == 0:
            desk.draft("visit", DRAFT, 1)
        elif number % 3 == 0:
            desk.note("telephone", chance.choice(CALLS), chance.choice((0, 1, 4)))
        else:
            visit = {"seen": "yes", "seen_alone": "yes", **chance.choice(VISITS)}
            made = desk.note("visit", visit, chance.choice((0, 1, 1, 2, 6)))
            if number == 1:
                actions.add_to_note(
                    desk.viewer, case.pk, made.note.pk, field="present", request=uuid.uuid5(case.pk, "added"),
                    text="Nan came at half past five, not at five.", now=now,
                    why="I had mixed up two visits; Mum corrected me when she read it.",
                )  # fmt: skip
