"""Personal data (个人信息): what is kept of whom, why, how long, and what becomes of it then. Pure."""
