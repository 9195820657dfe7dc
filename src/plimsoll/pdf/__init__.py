"""Papers as accessible PDF: tagged, in a language, with a title and page numbers (PDF/UA-1, by typst; adr/0009).

    paper = Paper(title="Chronology", subtitle="C001012", foot="Printed by …", lang="en-GB")
    paper.heading("3 March 2026: Visit made")
    paper.text("She showed me her room.")
    data = render(paper, now)            # bytes of a PDF

Nothing that somebody wrote is read as markup.
"""

from plimsoll.pdf.paper import Paper
from plimsoll.pdf.rendering import render

__all__ = ["Paper", "render"]
