"""Referrals to other services: sent, answered, waited for, chased, started, and all waits of a team on one page."""
