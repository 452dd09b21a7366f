"""How each kind of rule is checked, one file each; none reads files or knows the time."""
