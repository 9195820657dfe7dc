"""Forms about people and families: they check what was typed and say what is wrong; they decide nothing."""
