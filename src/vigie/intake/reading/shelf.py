"""Where staged relations lie on the disk, for as long as somebody may read them."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from weakref import finalize


class Shelf:
    """A folder of its own below `place`, removed with the last reference to the shelf."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.folder = Path(mkdtemp(dir=place))
        self._removed = finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def clear(self) -> None:
        """Removes the folder now."""
        self._removed()
