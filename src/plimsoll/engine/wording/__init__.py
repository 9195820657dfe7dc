"""The writing help: text and word lists in, marks out. Pure.

In: a text, the words of the packs in force on a day (`read`), the kind of section it stands in, and the names known
on the case. Out: `Flag`s, each a span of the text with why it deserves a second look, a better question to ask, and
where the advice comes from. It judges nobody and stops nothing: few false alarms matter more here than a long list.

What people said themselves is theirs: inside quotation marks, in sections of kind `said`, and in sentences that give
their speaker ("Dad said …"), only names are marked.
"""

from plimsoll.engine.wording.check import check
from plimsoll.engine.wording.model import Flag, Wording
from plimsoll.engine.wording.read import read

__all__ = ["Flag", "Wording", "check", "read"]
