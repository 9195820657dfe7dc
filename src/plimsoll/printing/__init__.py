"""What goes on paper: the chronology, a note, a plan; and for whom it was printed."""
