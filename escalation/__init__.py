"""Cases: what is known together about one resident, how urgent it is, and who is asked."""
