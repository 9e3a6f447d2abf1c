"""Vocabularies as data: PLOVER, the codebook, and who acts: states, bodies, groups, leaders."""

from dragoman.vocab.actors import (
    Entity,
    Form,
    Term,
    checked,
    countries,
    entities,
    holders,
    nonstates,
    sectors,
)
from dragoman.vocab.codes import Codebook, codebook
from dragoman.vocab.events import EventType, Plover, plover
from dragoman.vocab.first_names import gender_of
from dragoman.vocab.names import Ambiguity, Entry, Name, ambiguities, names, peoples_names
from dragoman.vocab.offices import Role, role_lengths, roles
from dragoman.vocab.tokens import Token, plain, tokens
from dragoman.vocab.words import words

__all__ = [
    "Ambiguity",
    "Codebook",
    "Entity",
    "Entry",
    "EventType",
    "Form",
    "Name",
    "Plover",
    "Role",
    "Term",
    "Token",
    "ambiguities",
    "checked",
    "codebook",
    "countries",
    "entities",
    "gender_of",
    "holders",
    "names",
    "nonstates",
    "peoples_names",
    "plain",
    "plover",
    "role_lengths",
    "roles",
    "sectors",
    "tokens",
    "words",
]
