"""Coding conversations: the codebook, what two coders saw, and how far coders agree.

The codebook and the codings are plain reading; `agreement` needs numpy and is imported by name.
"""

from lises_teach.coding.codebook import Code, Codebook, Layer, load_codebook
from lises_teach.coding.codings import Coding, Consensus, codings_in, consensus_in

__all__ = [
    "Code",
    "Codebook",
    "Coding",
    "Consensus",
    "Layer",
    "codings_in",
    "consensus_in",
    "load_codebook",
]
