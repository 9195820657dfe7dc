"""Plans: what is to change, in whose words, who does what, and how it went."""
