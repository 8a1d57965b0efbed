"""`lises-teach grade`: stage each submission, autograde what has changed, report every student."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache, partial
from importlib import import_module
from pathlib import Path

from lises_teach.grading.assignment import Assignment, load_assignment
from lises_teach.grading.autograde import answer_state
from lises_teach.grading.converter import AutogradeStaged
from lises_teach.grading.errors import CouldNotGrade, NotGradable
from lises_teach.grading.gradebook import Standing, check_released, check_writable, overdue, standings
from lises_teach.grading.report import GradeReport, GradeRow
from lises_teach.grading.session import Session, open_course, unwritable
from lises_teach.grading.stage import STAGED, Submission, read_submission, stage
from lises_teach.grading.state import HIDDEN, load_state
from lises_teach.grading.strand import grade_strand, is_strand
from lises_teach.i18n import Text, both
from lises_teach.items import score
from lises_teach.paths import ITEMS_NAME

Progress = Callable[[int, int], None]
Outcomes = dict[str, Text | None]


def grade(
    course: Path | str,
    assignment: str,
    jobs: int = 1,
    on_progress: Progress | None = None,
    *,
    force: bool = False,
) -> GradeReport:
    """Grade every submission of `assignment` that has changed since it was last graded.

    Parameters
    ----------
    jobs
        How many processes grade at a time; code is run one student after the other.
    on_progress
        Called with how many of how many submissions are done, first before any is graded.
    force
        Grade also what has not changed.

    Raises
    ------
    KitError
        The assignment as a whole cannot be graded. A single submission never raises: its row says why.
    """
    session = open_course(course)
    tell = on_progress or (lambda done, total: None)
    if is_strand(session, assignment):
        return grade_strand(session, assignment, tell, force=force)
    loaded = load_course_assignment(session, assignment)
    folders = session.submissions(assignment)
    submissions, outcomes = _read(folders, assignment)
    with _interrupts_held():
        done_before = standings(session, assignment).keys() - overdue(session, assignment)
    todo = [
        one
        for one in submissions.values()
        if force or one.student not in done_before or not _is_done(session, loaded, one)
    ]
    if todo:
        check_writable(session, assignment)
    done = len(folders) - len(todo)
    tell(done, len(folders))
    for student, problem in _autograde(session, loaded, todo, jobs):
        done += 1
        outcomes[student] = problem
        tell(done, len(folders))
    with _interrupts_held():
        return _report(session, loaded, list(folders), submissions, outcomes)


def load_course_assignment(session: Session, assignment: str) -> Assignment:
    """The assignment of items called `assignment`; raises `KitError` where it cannot be graded with."""
    source = session.source(assignment)
    if not (source / ITEMS_NAME).is_file():
        raise NotGradable(both("grading.not_items", assignment=assignment))
    loaded = load_assignment(source, session.keys(assignment), session.language)
    check_released(session, assignment, loaded.graded)
    return loaded


def _read(folders: dict[str, Path], assignment: str) -> tuple[dict[str, Submission], Outcomes]:
    submissions: dict[str, Submission] = {}
    refused: Outcomes = {}
    for student, folder in folders.items():
        try:
            submissions[student] = read_submission(folder, assignment, student)
        except CouldNotGrade as problem:
            refused[student] = problem.reason
    return submissions, refused


def _is_done(session: Session, loaded: Assignment, submission: Submission) -> bool:
    state = load_state(session.root, loaded.name, submission.student)
    if not state.same_run(submission.basis(loaded)):
        return False
    folder = session.folder("autograded", loaded.name, submission.student)
    return all((folder / f"{name}.ipynb").is_file() for name in loaded.notebooks)


def _autograde(
    session: Session, loaded: Assignment, todo: list[Submission], jobs: int
) -> Iterator[tuple[str, Text | None]]:
    staged = session.root / HIDDEN / "staged"
    try:
        for submission in todo:
            target = Path(session.coursedir.format_path(STAGED, submission.student, loaded.name))
            stage(submission, loaded, target)
        students = [submission.student for submission in todo]
        workers = min(jobs, len(students))
        if workers > 1:
            yield from _in_processes(session.root, loaded.name, students, workers)
        else:
            for student in students:
                with _interrupts_held():  # until this submission is done
                    problem = _autograde_one(session, loaded.name, student)
                yield student, problem
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _in_processes(
    root: Path, assignment: str, students: list[str], workers: int
) -> Iterator[tuple[str, Text | None]]:
    # spawn: a forked child would share the open database and the loaded kernel machinery
    context = multiprocessing.get_context("spawn")
    as_the_command = partial(import_module, "lises_teach.__main__")  # which leaves out what is slow to load
    with ProcessPoolExecutor(workers, mp_context=context, initializer=as_the_command) as pool:
        try:
            with _interrupts_held():
                waiting = {pool.submit(_in_worker, str(root), assignment, name): name for name in students}
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back until afterwards.

    Blocking the signal is not enough: another thread, such as a progress bar's, takes it, and Python
    then raises in the main thread after all. So the handler only notes it. The block is what processes
    started meanwhile inherit, so that they print no traceback of their own.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        with _blocked(signal.SIGINT):
            yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if pressed:
        raise KeyboardInterrupt


@contextmanager
def _blocked(number: signal.Signals) -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_worker(root: str, assignment: str, student: str) -> Text | None:
    return _autograde_one(_session_of_worker(root), assignment, student)


@cache
def _session_of_worker(root: str) -> Session:
    return open_course(root)


def _autograde_one(session: Session, assignment: str, student: str) -> Text | None:
    """None where it was graded, else why not."""
    problem = session.run(AutogradeStaged, assignment, student, submitted_directory=STAGED)
    if problem:
        folder = unwritable(problem, session.folder("autograded", assignment, student))
        if folder is not None:
            return both("grading.not_writable", folder=folder)
        return both("grading.unexpected", problem=problem)
    # a page that tells of the grading before would be taken for the new one
    shutil.rmtree(session.folder("feedback", assignment, student), ignore_errors=True)
    return None


def _report(
    session: Session,
    loaded: Assignment,
    students: list[str],
    submissions: dict[str, Submission],
    outcomes: Outcomes,
) -> GradeReport:
    standing = standings(session, loaded.name)
    rows = (_row(loaded, s, submissions.get(s), outcomes, standing.get(s)) for s in students)
    return GradeReport(
        assignment=loaded.name,
        title=loaded.title,
        max_score=sum(loaded.graded.values()),
        items=len(loaded.graded),
        rows=tuple(rows),
    )


def _row(
    loaded: Assignment,
    student: str,
    submission: Submission | None,
    outcomes: Outcomes,
    standing: Standing | None,
) -> GradeRow:
    best = sum(loaded.graded.values())
    reason = outcomes.get(student)
    if standing is None and reason is None:
        reason = both("grading.lost")
    if submission is None or standing is None or reason is not None:
        return GradeRow(student=student, state="could_not", reason=reason, max_score=best)
    return GradeRow(
        student=student,
        state="graded" if student in outcomes else "unchanged",
        score=standing.score,
        max_score=best,
        needs_manual=standing.waits,
        unanswered=list(item_states(loaded, submission).values()).count("blank"),
    )


def item_states(loaded: Assignment, submission: Submission) -> dict[str, str]:
    """Whether each graded item was answered: `blank`, `partly` or `answered`."""
    results = (score(loaded.bank[i], loaded.keys[i], submission.sheet.answer(i)) for i in loaded.graded)
    return {result.item: answer_state(result) for result in results}
