"""Work for people: offered in rounds, accepted by one, done with a result."""
