"""A dilemma with options that all gain and lose, a panel that weighed them, and a story that branches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lises_teach.i18n import Text

Dimension = Literal["effectiveness", "fairness", "responsiveness", "respect"]
"""The four dimensions of legitimacy (the note's § 4)."""

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
Change = Literal["gains", "loses", "unchanged"]
Weight = Annotated[int, Field(ge=0, le=100)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# --- vignettes -----------------------------------------------------------------------------------


class Effect(_Frozen):
    """What an option does on one dimension: the direction, and a sentence on what and for whom."""

    dimension: Dimension
    change: Change
    text: Text


class Option(_Frozen):
    """One thing that could be decided, with its effect on each dimension in the dimensions' order."""

    id: str
    text: Text
    effects: tuple[Effect, ...]

    @model_validator(mode="after")
    def _gains_and_loses(self) -> Option:
        if tuple(effect.dimension for effect in self.effects) != DIMENSIONS:
            raise ValueError(f"option {self.id} needs one effect on each dimension")
        changes = {effect.change for effect in self.effects}
        for needed in ("gains", "loses"):
            if needed not in changes:
                raise ValueError(f"option {self.id} {needed} on no dimension")
        return self


class Vignette(_Frozen):
    """A dilemma somebody has to decide, and what could be decided; none of it is right."""

    id: str
    title: Text
    text: Text
    options: Annotated[tuple[Option, ...], Field(min_length=2)]


# --- the panel -----------------------------------------------------------------------------------


class Weighing(_Frozen):
    """How one simulated panellist spread 100 points over the dimensions for one option."""

    panellist: str
    role: str
    option: str
    effectiveness: Weight
    fairness: Weight
    responsiveness: Weight
    respect: Weight

    @model_validator(mode="after")
    def _sums_to_100(self) -> Weighing:
        total = sum(self.on(dimension) for dimension in DIMENSIONS)
        if total != 100:
            raise ValueError(f"{self.panellist} gave {total} points to {self.option}, not 100")
        return self

    def on(self, dimension: Dimension) -> int:
        """The points on one dimension."""
        points: int = getattr(self, dimension)
        return points


class Spread(_Frozen):
    """A panel's points on one dimension of one option: each one's, in rising order. No mean, no median."""

    values: Annotated[tuple[int, ...], Field(min_length=1)]

    @property
    def lowest(self) -> int:
        """The fewest points anybody gave."""
        return min(self.values)

    @property
    def highest(self) -> int:
        """The most points anybody gave."""
        return max(self.values)


class Panel(_Frozen):
    """How a simulated panel weighed the options of one vignette."""

    vignette: str
    weighings: tuple[Weighing, ...]

    def spread(self, option: str, dimension: Dimension) -> Spread:
        """The panel's points on `dimension` of `option`."""
        given = (weighing.on(dimension) for weighing in self.weighings if weighing.option == option)
        return Spread(values=tuple(sorted(given)))

    @property
    def size(self) -> int:
        """How many panellists there are."""
        return len({weighing.panellist for weighing in self.weighings})


# --- branching stories ---------------------------------------------------------------------------


class Choice(_Frozen):
    """One thing the professional could say or do, and the node it leads to."""

    id: str
    text: Text
    goes_to: str


class Node(_Frozen):
    """A moment of a story: with choices, or an end with what was gained and what was lost."""

    id: str
    text: Text
    choices: tuple[Choice, ...] = ()
    gained: Text | None = None
    lost: Text | None = None

    @property
    def is_end(self) -> bool:
        """Whether the story ends here."""
        return not self.choices

    @model_validator(mode="after")
    def _ends_or_goes_on(self) -> Node:
        told = (self.gained is not None, self.lost is not None)
        if told != (self.is_end, self.is_end):
            rule = "an end needs gained and lost" if self.is_end else "only an end has gained and lost"
            raise ValueError(f"node {self.id}: {rule}")
        if len({choice.id for choice in self.choices}) < len(self.choices):
            raise ValueError(f"node {self.id}: two choices have the same id")
        return self


class Step(_Frozen):
    """Where somebody was in a story, and what was chosen there."""

    node: Node
    choice: Choice


class Walk(_Frozen):
    """A path through a story: the steps so far, and the node they lead to."""

    steps: tuple[Step, ...]
    at: Node


class Branch(_Frozen):
    """A story that branches: the first node is where it starts, and every path comes to an end."""

    id: str
    title: Text
    intro: Text
    nodes: Annotated[tuple[Node, ...], Field(min_length=2)]

    def __getitem__(self, node_id: str) -> Node:
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    @property
    def start(self) -> Node:
        """Where the story starts."""
        return self.nodes[0]

    def walk(self, path: Sequence[str]) -> Walk:
        """The path of the choices `path` from the start; raises `KeyError` on one that is not there."""
        steps: list[Step] = []
        at = self.start
        for choice_id in path:
            choice = next((choice for choice in at.choices if choice.id == choice_id), None)
            if choice is None:
                raise KeyError(choice_id)
            steps.append(Step(node=at, choice=choice))
            at = self[choice.goes_to]
        return Walk(steps=tuple(steps), at=at)

    def paths(self) -> Iterator[tuple[str, ...]]:
        """Every path from the start to an end, as the ids of its choices."""
        yield from self._paths_from(self.start)

    def _paths_from(self, node: Node) -> Iterator[tuple[str, ...]]:
        if node.is_end:
            yield ()
        for choice in node.choices:
            for rest in self._paths_from(self[choice.goes_to]):
                yield (choice.id, *rest)

    @model_validator(mode="after")
    def _every_path_ends(self) -> Branch:
        ids = [node.id for node in self.nodes]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"two nodes are called {twice[0]}")
        for node in self.nodes:
            for choice in node.choices:
                if choice.goes_to not in ids:
                    raise ValueError(
                        f"choice {choice.id} at {node.id} goes to {choice.goes_to}, which is no node"
                    )
        seen: set[str] = set()
        self._follow(self.start, (), seen)
        unreached = [i for i in ids if i not in seen]
        if unreached:
            raise ValueError(f"no path leads to {unreached[0]}")
        return self

    def _follow(self, node: Node, before: tuple[str, ...], seen: set[str]) -> None:
        if node.id in before:
            raise ValueError(f"the story comes back to {node.id} and need not end")
        if node.id in seen:
            return
        seen.add(node.id)
        for choice in node.choices:
            self._follow(self[choice.goes_to], (*before, node.id), seen)
