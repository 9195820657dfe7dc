"""What a file is, by what is in it, and the words in it. Knows nothing of Django; it runs in a process of its own.

    found = look(data)        # Found, or FileRefused with a code that `documents/refusals.py` says in words

`look` starts a second process with little memory and little time (child.py), because a file is somebody else's: what
a hostile one breaks is that process.
"""

from plimsoll.documents.reading.asking import look
from plimsoll.documents.reading.found import FileRefused, Found

__all__ = ["FileRefused", "Found", "look"]
