"""The tests of the kit."""

from lises_teach.__main__ import load_no_grammar

load_no_grammar()
