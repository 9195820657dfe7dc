"""The turns of a case’s life: opening, waiting, handing over, closing, opening again."""
