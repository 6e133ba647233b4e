"""The Telegram edge, both directions: updates become facts, cards become messages."""
