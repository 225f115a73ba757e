"""What the city has promised, and what it would come to."""
