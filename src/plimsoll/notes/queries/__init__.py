"""Every read of notes and drafts, the viewer first."""
