"""Whether acts, and what runs begin with, came from the door: the authenticators that they bear, and what these stand for."""
