"""Write the folder of the site and report it, or compare it with an existing folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.output.files import OutputFiles, display_path
from cobtrack.editing.outputs import refuse_place
from cobtrack.editing.sites.folder import SUMS, SiteFolder, checksums
from cobtrack.model.text.wording import join_first

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cobtrack.cli.session import Session

_AGAIN = 'run "cobtrack render site" again'


def write_site(
    session: Session,
    folder: Path,
    files: Mapping[str, bytes],
    refuse: Callable[[Mapping[Path, str]], None],
    *,
    check: bool,
    force: bool,
    dry_run: bool,
) -> None:
    """Write the files of the site, which are keyed by their path in the folder, and remove files of an earlier run.

    `refuse` raises an error for files that must not be overwritten, keyed by path with the reason. Raises the same
    errors as `OutputFiles.finish`.
    """
    root = session.loaded.root
    files = {**files, SUMS: checksums(files)}
    earlier = SiteFolder(folder)
    earlier.refuse_links(files)
    for name in files:
        refuse_place(folder / name, root)
    found = {folder / name: earlier.conflict(name, data) for name, data in files.items()}
    conflicts = {path: conflict for path, conflict in found.items() if conflict}
    if conflicts and not (check or force):
        refuse(conflicts)
    outputs = OutputFiles(
        root, "render site", check=check, dry_run=dry_run, force=force, terminal=session.terminal, folder=folder
    )
    for name, data in files.items():
        # A file with a conflict is only written with --force, which needs no permission.
        outputs.add(folder / name, data, difference=conflicts.get(folder / name, "stale"))
    for name in earlier.obsolete(files):
        outputs.remove(folder / name)
    if edited := earlier.edited_leftovers(files):
        names = join_first([display_path(folder / name) for name in edited])
        session.terminal.notify(f"kept, although no longer part of the site, because it was edited: {names}", "note")
    outputs.finish(_AGAIN)
