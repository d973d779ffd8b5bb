"""Who is at the command line."""

import getpass


def operator() -> str:
    """The login's name, for the log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a container
        return "operator"
