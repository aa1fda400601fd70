"""Check and prepare changes to a workspace: an API for Python and for the commands. It never prints or asks.

The functions take a loaded workspace and return the changes, or raise a CobtrackError. A transaction then writes the
changes:

    with open_transaction(root) as transaction:
        loaded = load(root)
        planned = add_entry(loaded, [loaded.workspace.by_id["2.6"]], {"date": "2026-01-15", "status": "done"}, as_of)
        transaction.commit(planned.changes, "log 2.6")
"""
