"""Disagreement: objections, complaints, mediation and appeals on a case, with what was offered and what was learnt."""
