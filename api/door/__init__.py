"""What every request passes before a route sees it: connection, identity, size, form. A route relies on it and asks none of it again."""
