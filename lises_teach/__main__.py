"""`python -m lises_teach`: the same as the `lises-teach` command."""

from lises_teach.cli import main

main()
