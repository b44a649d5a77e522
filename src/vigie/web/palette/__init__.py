"""What the command palette finds: boards, indicators, members, actions."""
