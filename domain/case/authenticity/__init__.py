"""Whether an act came from the door: the authenticator that it bears, and what that stands for."""
