"""Dilemmas without a right answer: options to weigh on four dimensions, and stories that branch.

Nothing here scores, ranks or averages: what an option gains and loses is told, and a panel's weights
are shown as a spread.
"""

from lises_teach.dilemmas.models import (
    DIMENSIONS,
    Branch,
    Choice,
    Dimension,
    Effect,
    Node,
    Option,
    Panel,
    Spread,
    Step,
    Vignette,
    Walk,
    Weighing,
)
from lises_teach.dilemmas.reading import (
    UnknownBranch,
    UnknownVignette,
    branch_ids,
    load_branch,
    load_panel,
    load_vignette,
    vignette_ids,
)

__all__ = [
    "DIMENSIONS",
    "Branch",
    "Choice",
    "Dimension",
    "Effect",
    "Node",
    "Option",
    "Panel",
    "Spread",
    "Step",
    "UnknownBranch",
    "UnknownVignette",
    "Vignette",
    "Walk",
    "Weighing",
    "branch_ids",
    "load_branch",
    "load_panel",
    "load_vignette",
    "vignette_ids",
]
