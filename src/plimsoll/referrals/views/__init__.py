"""Pages of referrals and waits."""
