"""The tests of the kit."""

import lises_teach.__main__  # noqa: F401 - leaves out what is slow to load, as the command does
