"""Coding conversations and short cases: the codebook, what two coders saw, and how far coders agree.

The codebook, the codings and the cases are plain reading; `agreement` needs numpy and is imported by name.
"""

from lises_teach.coding.cases import (
    Case,
    CodedCase,
    UnknownCases,
    case_tables,
    choose_cases,
    coded_in,
    load_cases,
)
from lises_teach.coding.codebook import Code, Codebook, Layer, load_codebook
from lises_teach.coding.codings import Coding, Consensus, codings_in, consensus_in

__all__ = [
    "Case",
    "Code",
    "Codebook",
    "CodedCase",
    "Coding",
    "Consensus",
    "Layer",
    "UnknownCases",
    "case_tables",
    "choose_cases",
    "coded_in",
    "codings_in",
    "consensus_in",
    "load_cases",
    "load_codebook",
]
