"""The course's nbgrader configuration; everything is said in `lises_teach.grading.config`.

Change the language here (da or en). Settings of your own go below the call.
"""

from pathlib import Path

from lises_teach.grading.config import configure

configure(get_config(), course_dir=Path(__file__).parent, language="da")  # type: ignore[name-defined]  # noqa: F821
