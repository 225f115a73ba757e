"""``make maps``: play every procedure through and draw it into ``docs/procedures``."""

from tools.maps.maps import explore_all
from tools.maps.pages import FOLDER, write

if __name__ == "__main__":
    write(explore_all())
    print(f"{len(list(FOLDER.glob('*.svg')))} maps in {FOLDER}")
