"""``make maps``: play every procedure through and draw it into ``docs/procedures``."""

import logging

from tools.maps.exploring import explore_all
from tools.maps.pages import FOLDER, write

logging.disable(logging.WARNING)  # the SDK wonders about signals that no server has sent
write(explore_all())
print(f"{len(list(FOLDER.glob('*.svg')))} maps in {FOLDER}")
