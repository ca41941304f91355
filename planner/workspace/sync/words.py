"""What a sync did, or would do, in words that both shells use."""

from __future__ import annotations

from planner.export.caldav_account import host_of
from planner.workspace.sync.steps import LEFT, What
from planner.workspace.sync.syncing import Synced
from planner.workspace.wording import counted

#: What happened, and what would happen.
DONE = {
    What.ADD: ("added", "add"),
    What.AGAIN: ("added again", "add again"),
    What.MOVE: ("moved", "move"),
    What.CHANGE: ("changed", "change"),
    What.ADOPT: ("taken over", "take over"),
    What.REMOVE: ("removed", "remove"),
}


def status_words(synced: Synced) -> str:
    """Return what a sync did in one short sentence, without a full stop."""
    done = [
        f"{len(found):,} {word}" for what, (word, _) in DONE.items() if (found := synced.of(what))
    ]
    kept, left = len(synced.of(What.KEEP)), len(synced.of(*LEFT))
    where = f"The calendar at {host_of(synced.address)}"
    alone = f"; {left:,} left alone, planner sync says why" if left else ""
    if not done:
        return f"{where} is as planned: {counted(kept, 'entry', 'entries')}{alone}"
    return f"{where}: {', '.join(done)}{alone}"
