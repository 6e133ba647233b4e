"""The vendors of the simulated town: a Bot API, a Twilio, a broker with plugs.

None of them reads a clock or sleeps. Each is given `now` and `schedule`; what takes time in the
real world is an event that a conductor runs when its time has come.
"""
