"""Units (单位): legal persons that apply, as their registers know them."""
