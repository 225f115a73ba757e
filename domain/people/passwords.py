"""What a password of one's own must be (密码强度): long, not of a few signs, and not the account's name."""

from typing import Final

SHORTEST: Final = 12
LONGEST: Final = 128
FEWEST_SIGNS: Final = 6


def password_fault(password: str, username: str) -> str:
    """What is wrong with a new password, in Chinese; empty where nothing is."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"密码须为 {SHORTEST} 至 {LONGEST} 个字符"
    if len(set(password)) < FEWEST_SIGNS:
        return f"密码过于简单，须至少含 {FEWEST_SIGNS} 个不同的字符"
    if username and username.casefold() in password.casefold():
        return "密码不得包含用户名"
    if not password.isprintable():
        return "密码不得包含控制字符"
    return ""
