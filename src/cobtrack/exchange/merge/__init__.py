"""An imported file beside the workspace: what is new, what changes, what is in conflict, what has gone."""
