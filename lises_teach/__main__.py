"""The `lises-teach` command, also as `python -m lises_teach`: ready for Ctrl-C before the rest is loaded."""

import sys


def main() -> None:
    """Run the command; stopped while it loads, it leaves without a word, for nothing has begun."""
    try:
        from lises_teach.cli import main as command
    except KeyboardInterrupt:
        sys.exit(1)
    command()


if __name__ == "__main__":
    main()
