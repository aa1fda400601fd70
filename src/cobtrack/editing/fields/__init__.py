"""Set fields of a record: what the name of a field means, what a typed value means, and which earlier values stay."""
