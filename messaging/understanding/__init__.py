"""What a person means by what she wrote, pressed or sent."""
