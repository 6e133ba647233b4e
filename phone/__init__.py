"""The Twilio edge: automated calls, SMS, the answer page."""
