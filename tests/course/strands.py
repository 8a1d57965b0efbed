"""What is expected of each data strand: its checks, its samples' points, and answers that its checks judge."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode

COURSE = Path(__file__).parents[2] / "course"
STUDENTS = ("fremragende", "halvvejs", "fejl", "fjendtlig-kode", "tom")


class Facts(NamedTuple):
    """The facts of a strand.

    Parameters
    ----------
    given
        The locked cell that reads the data.
    text
        The cell a teacher reads.
    points
        What each sample gets, check by check.
    unanswered
        How many graded cells each sample left as they were.
    waiting
        What a teacher would give for the texts that wait for one.
    printing
        The cell in which the hostile sample says what it found.
    secret
        Words of the solution or the hidden tests that the release must not hold.
    constructed
        The sentence that says so, in both languages.
    said
        What stands on the feedback page of a sample, by sample.
    right
        Answers that count, by check.
    wrong
        Answers that do not, by check, and what is said about them.
    """

    name: str
    titles: tuple[str, str]
    given: str
    checks: tuple[str, ...]
    text: str
    points: dict[str, tuple[float, ...]]
    unanswered: dict[str, int]
    waiting: dict[str, str]
    printing: str
    secret: tuple[str, ...]
    constructed: tuple[str, str]
    said: dict[str, tuple[str, ...]]
    right: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str, str], ...]


class Strand:
    """A strand and its source notebook."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.name = facts.name
        self.samples = COURSE / "samples" / self.name

    def __str__(self) -> str:
        return self.name

    @cached_property
    def source(self) -> NotebookNode:
        return nbformat.read(COURSE / "source" / self.name / f"{self.name}.ipynb", as_version=4)

    @cached_property
    def cells(self) -> dict[str, str]:
        return {cell.id: cell.source for cell in self.source.cells}

    @cached_property
    def solutions(self) -> list[str]:
        return [name for name in self.cells if name.startswith("svar-")]

    @property
    def most(self) -> int:
        """The most points there are."""
        return 2 * len(self.facts.checks) + 3

    def sample(self, student: str) -> NotebookNode:
        return nbformat.read(self.samples / student / f"{self.name}.ipynb", as_version=4)

    def tried(self, check: str, answer: str) -> str:
        """What the test `check` says to a student who wrote `answer`; nothing where it is right.

        The answers above are right. Afterwards the names stand as the student would have them.
        """
        names: dict[str, Any] = {}
        exec(self.cells[self.facts.given], names)
        above = list(self.cells)[: list(self.cells).index(check)]
        *earlier, asked = [name for name in above if name in self.solutions]
        for name in earlier:
            exec(self.cells[name], names)
        before, rest = self.cells[asked].split("### BEGIN SOLUTION")
        exec("\n".join([before, answer, rest.split("### END SOLUTION")[1]]), names)
        try:
            exec(self.cells[check], names)
        except AssertionError as said:
            return str(said)
        return ""


M5 = Strand(
    Facts(
        name="m5-gribning-data",
        titles=("Hvor enige er to kodere?", "How far do two coders agree?"),
        given="kodninger",
        checks=("andel-ens", "krydstabel", "alfa", "ac1", "interval", "mindst-enige"),
        text="to-aarsager",
        points={
            "fremragende": (2, 2, 2, 2, 2, 2),
            "halvvejs": (2, 0, 2, 0, 0, 0),
            "fejl": (0, 2, 0, 0, 2, 0),
            "fjendtlig-kode": (2, 0, 0, 0, 0, 0),
            "tom": (0, 0, 0, 0, 0, 0),
        },
        unanswered={"fremragende": 0, "halvvejs": 1, "fejl": 1, "fjendtlig-kode": 4, "tom": 7},
        waiting={"fremragende": "3", "halvvejs": "0", "fjendtlig-kode": "0"},
        printing="svar-krydstabel",
        secret=("percent_agreement",),
        constructed=("**Koderne er konstrueret.**", "**The coders are constructed.**"),
        said={
            "halvvejs": (
                "<p>Tabellen tæller noget andet. Står A i rækkerne og B i kolonnerne?</p>",
                "<p>The table counts something else.",
            ),
            "fejl": ("AttributeError",),
        },
        right=(
            ("andel-ens", "share = round(float(alike.mean()), 2)"),
            ("andel-ens", "share = (uptake['A'] == uptake['B']).sum() / len(uptake)"),
            ("krydstabel", "table = pd.crosstab(uptake.A, uptake.B)"),
            ("alfa", "alpha = krippendorff_alpha(pair).value"),
            ("alfa", "alpha = krippendorff_alpha(uptake)"),
            ("ac1", "ac1 = round(gwet_ac1(pair).value, 2)"),
            ("interval", "interval = bootstrap(krippendorff_alpha, pair)"),
            ("interval", "interval = bootstrap(krippendorff_alpha, uptake, samples=500, seed=7)"),
            ("mindst-enige", "least = same.groupby('layer').mean().sort_values().index[0]"),
        ),
        wrong=(
            ("andel-ens", "", "findes ikke endnu"),
            ("andel-ens", "share = alike", "Tag gennemsnittet"),
            ("andel-ens", "share = 100 * alike.mean()", "50 procent er 0.5"),
            ("andel-ens", "share = 1 - alike.mean()", "et andet end andelen"),
            ("krydstabel", "table = 12", "skal være en tabel"),
            ("krydstabel", "table = pd.crosstab(a, b, margins=True)", "uden summer i kanten"),
            ("krydstabel", "table = pd.crosstab(b, a)", "Står A i rækkerne"),
            ("alfa", "alpha = pair", "skal være ét tal"),
            ("alfa", "alpha = 50.4", "mellem -1 og 1"),
            ("alfa", "alpha = gwet_ac1(pair)", "andet end Krippendorffs alfa"),
            ("ac1", "ac1 = krippendorff_alpha(pair)", "andet end Gwets AC1"),
            ("interval", "interval = (0.1, 0.8)", "det, bootstrap giver"),
            ("interval", "interval = bootstrap(gwet_ac1, pair, samples=times)", "andet end det, alfa får"),
            (
                "mindst-enige",
                "least = 0.5",
                "consideration, institutional, meaning, uptake, work_perspective",
            ),
            ("mindst-enige", "least = 'meaning'", "Et andet lag"),
        ),
    )
)

M2 = Strand(
    Facts(
        name="m2-legitimitet-data",
        titles=("Besparelse eller investering?", "Saving or investment?"),
        given="regnestykket",
        checks=("forsoergelse", "lavere-forsoergelse", "maaned", "figur", "andel"),
        text="laesning",
        points={
            "fremragende": (2, 2, 2, 2, 2),
            "halvvejs": (2, 0, 0, 2, 0),
            "fejl": (0, 0, 0, 0, 2),
            "fjendtlig-kode": (2, 0, 0, 0, 0),
            "tom": (0, 0, 0, 0, 0),
        },
        unanswered={"fremragende": 0, "halvvejs": 1, "fejl": 1, "fjendtlig-kode": 3, "tom": 6},
        waiting={"fremragende": "3", "halvvejs": "0", "fjendtlig-kode": "0"},
        printing="svar-lavere-forsoergelse",
        secret=("break_even_month", "turns_at", "554400", "0.35"),
        constructed=("**Tallene er konstrueret.**", "**The figures are constructed.**"),
        said={
            "fremragende": ("Det viser ikke, hvad der virker.", "It does not show what works."),
            "halvvejs": (
                "<p>Det er en anden måned. Tæl de måneder, hvor investeringen er dyrere, og tag den næste.</p>",
                "<p>It is another month.",
            ),
            "fejl": ("AttributeError", "<p>Skriv hele beløb uden punktum mellem tusinderne"),
        },
        right=(
            ("forsoergelse", 'column = "support"'),
            ("lavere-forsoergelse", 'less_support = sums["saving"] - sums["investment"]'),
            ("lavere-forsoergelse", "less_support = 468000 - 554400"),
            ("lavere-forsoergelse", 'less_support = "86.400 kr."'),
            ("lavere-forsoergelse", 'less_support = "86,400"'),
            ("maaned", "month = dearer.idxmin()"),
            ("maaned", "month = 55"),
            ("figur", 'shown = ["parked", "investment", "saving"]'),
            ("figur", "shown = list(paid)"),
            ("andel", "rate = gains[gains > 0].index[0]"),
            ("andel", "rate = 0,35"),
            ("andel", 'rate = "35 %"'),
            ("andel", "rate = 33.2"),
            ("andel", "rate = found.turns_at"),
        ),
        wrong=(
            ("forsoergelse", "", "stadig indsatsen"),
            ("forsoergelse", 'column = "other_cost"', "Er det kolonnen support"),
            ("lavere-forsoergelse", "", "findes ikke endnu"),
            ("lavere-forsoergelse", "less_support = sums", "skal være ét tal"),
            ("lavere-forsoergelse", "less_support = 554.400 - 468.000", "uden punktum mellem tusinderne"),
            ("lavere-forsoergelse", "less_support = 64000", "andet end forskellen i forsørgelse"),
            ("maaned", "", "findes ikke endnu"),
            ("maaned", "month = dearer", "skal være ét tal"),
            ("maaned", "month = 61", "fra 1 til 60"),
            ("maaned", "month = dearer.sum()", "tag den næste"),
            ("figur", "", "mindst to navne"),
            ("figur", 'shown = "saving"', "mindst to navne"),
            ("figur", 'shown = ["parked", "saving"]', "mindst besparelsen og investeringen"),
            ("andel", "", "findes ikke endnu"),
            ("andel", "rate = gains", "skal være ét tal"),
            ("andel", "rate = 400", "40 procent er 0.4"),
            ("andel", "rate = 0.3", "intet om, hvad der får nogen i arbejde"),
            ("andel", "rate = found.assumed", "vender ved en anden andel"),
        ),
    )
)

M6 = Strand(
    Facts(
        name="m6-inddragelse-data",
        titles=("Hvor tit står en barriere i vejen?", "How often does a barrier stand in the way?"),
        given="svarene",
        checks=("hyppighed", "smaa-kommuner", "spredning", "rolle", "konklusion"),
        text="forbehold",
        points={
            "fremragende": (2, 2, 2, 2, 2),
            "halvvejs": (2, 0, 0, 2, 0),
            "fejl": (0, 2, 0, 0, 0),
            "fjendtlig-kode": (2, 0, 0, 0, 0),
            "tom": (0, 0, 0, 0, 0),
        },
        unanswered={"fremragende": 0, "halvvejs": 0, "fejl": 1, "fjendtlig-kode": 3, "tom": 6},
        waiting={"fremragende": "3", "halvvejs": "0", "fjendtlig-kode": "0"},
        printing="svar-smaa-kommuner",
        secret=("0.49", "256", "2.33", "årsagsord", "'c'"),
        constructed=("**Svarene er konstrueret.**", "**The answers are constructed.**"),
        said={
            "fremragende": ("”Fordi” og ”fører til” er der ikke.", "“Because” and “leads to” are not."),
            "halvvejs": (
                "<p>Et andet antal har svaret. Er det tallet under count i rækken small?",
                "”afgør” er et årsagsord",
                "“decides” is a word for a cause",
            ),
            "fejl": ("SyntaxError", "KeyError"),
        },
        right=(
            ("hyppighed", 'barrier = "barrier_6"'),
            ("smaa-kommuner", 'share_small, n_small = by_size.loc["small"]'),
            ("smaa-kommuner", "share_small = 0,488\nn_small = 256"),
            ("smaa-kommuner", 'share_small = "49 %"\nn_small = "256 svar"'),
            ("spredning", 'difference = spread["mean"].max() - spread["mean"].min()\nwithin = spread["std"]["small"]'),
            ("spredning", "difference = 1.66 - 2.33\nwithin = 1,2"),
            ("rolle", "group = 'role'"),
            ("konklusion", 'conclusion = "C"'),
        ),
        wrong=(
            ("hyppighed", "", "stadig beslutningsmyndighed"),
            ("hyppighed", 'barrier = "barrier_4"', "Står der barrier_6"),
            ("smaa-kommuner", "", "share_small findes ikke endnu"),
            ("smaa-kommuner", "share_small = 0.49", "n_small findes ikke endnu"),
            ("smaa-kommuner", "share_small = by_size\nn_small = 256", "skal være ét tal"),
            ("smaa-kommuner", "share_small = 125\nn_small = 256", "24 procent er 0.24"),
            ("smaa-kommuner", "share_small = 0.37\nn_small = 256", "Andelen i små kommuner er en anden"),
            ("smaa-kommuner", "share_small = 0.49\nn_small = len(survey.query('size == \"small\"'))", "Svar, der mangler"),
            ("spredning", "difference = 0.67", "within findes ikke endnu"),
            ("spredning", "difference = 67\nwithin = 1.22", "fra 0 til 4"),
            ("spredning", "difference = 2.33\nwithin = 1.22", "Forskellen er en anden"),
            ("spredning", "difference = 0.67\nwithin = 2.33", "Spredningen inden for de små kommuner er en anden"),
            ("rolle", "", "stadig delt efter størrelse"),
            ("rolle", "group = ['size', 'role']", "andet end barriere 6 efter rolle"),
            ("konklusion", "", "findes ikke endnu"),
            ("konklusion", "conclusion = 'e'", "et af bogstaverne"),
            ("konklusion", "conclusion = 'a'", "”derfor” gør en sammenhæng til en årsag"),
            ("konklusion", "conclusion = 'b'", "”afgør” er et årsagsord"),
            ("konklusion", "conclusion = 'd'", "lige under halvdelen"),
        ),
    )
)  # fmt: skip

STRANDS = (M2, M5, M6)
