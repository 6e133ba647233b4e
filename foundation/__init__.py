"""Clock, ids, limits, settings, storage, encryption and logging. No domain word lives here."""
