"""The frontend's tools (`frontend/node_modules`): installed from their lock, recognised again."""

import hashlib
import os
import shutil
from pathlib import Path

from focushub.launcher.errors import LaunchError
from focushub.launcher.processes import Family, tail_of
from focushub.launcher.progress import Progress


class Frontend:
    def __init__(self, checkout: Path) -> None:
        self.folder = checkout / "frontend"
        self._modules = self.folder / "node_modules"

    def program(self, name: str) -> Path:
        return self._modules / ".bin" / name

    def ensure(self, *, progress: Progress, family: Family) -> None:
        """Brings the tools in step with the lock; does nothing where they are.

        Raises:
            LaunchError: node is missing, or npm cannot install them.
        """
        digest = hashlib.sha256((self.folder / "package-lock.json").read_bytes()).hexdigest()
        stamp = self._modules / ".focushub"
        if stamp.exists() and stamp.read_text() == digest:
            return
        npm = shutil.which("npm")
        if npm is None:
            raise LaunchError(
                "npm is missing: the checks of the frontend and its browser need node 20 or newer "
                "(on Debian: `apt install nodejs npm`)."
            )
        progress.say("installing the frontend's tools with npm")
        code, _ = family.finish(
            "npm",
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            environment=dict(os.environ),
            folder=self.folder,
        )
        if code != 0:
            raise LaunchError(
                f"npm could not install the frontend's tools:\n{tail_of(family.logs / 'npm.log')}"
            )
        stamp.write_text(digest)
