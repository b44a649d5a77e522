"""What people keep for themselves or share: boards, saved views, notes on dates."""
