"""The printed guide for a resident's first lesson: what is asked, and what she presses."""
