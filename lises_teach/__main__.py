"""The `lises-teach` command, also as `python -m lises_teach`: ready for Ctrl-C before the rest is loaded."""

import sys
from pathlib import Path

# What jsonschema would check IRIs with, which no schema of Jupyter's has. As it is imported it builds a
# grammar of them, a second or two of each command and server (python-jsonschema/jsonschema#1428).
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def main() -> None:
    """Run the command; stopped while it loads, it leaves without a word, for nothing has begun."""
    try:
        from lises_teach.course import language_of
        from lises_teach.i18n import speak

        speak(language_of(Path()))  # help is written while the rest is loaded
        from lises_teach.cli import main as command
    except KeyboardInterrupt:
        sys.exit(1)
    command()


if __name__ == "__main__":
    main()
