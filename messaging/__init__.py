"""Words to and from people: outbox, channels, rendering, pacing, receipts, understanding."""
