"""Names of reporting bodies as title pages print them: regions, municipalities, agencies, companies; their units."""

from __future__ import annotations

import re

from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

_CAPITAL = r"[A-ZÅÄÖÉ][\wåäöéÅÄÖ\-]*"
_OFFICE = r"(?!\S*(?:chef|direktör|ordförande|sekreterare|samordnare|controller|ansvarig|strateg|utvecklare|nämnden)\b)"
"""No part of a place: whose line it is ("Region Fjällmark Sjukhuschef …")."""
_PLACE = rf"{_CAPITAL}(?:\s{_OFFICE}{_CAPITAL})?"
_ORGANISATIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:Region|REGION)\s{_PLACE}(?:\slän\b)?",
        r"\b(?:Västra Götalandsregionen|[A-ZÅÄÖ][a-zåäö]+regionen\b)",
        rf"\b{_CAPITAL}(?:\s{_CAPITAL})?\s(?:kommun|KOMMUN|Kommun|stad|STAD)(?=s?\b)",
        rf"\b(?:Landstinget|LANDSTINGET)\s(?:i\s)?{_PLACE}",
        rf"\b{_CAPITAL}(?:\s{_CAPITAL})?\släns\slandsting",
        rf"\bLänsstyrelsen(?:\si)?\s{_PLACE}(?:\slän)?",
        rf"\b{_CAPITAL}(?:verket|myndigheten|inspektionen|institutet|domstolen)(?=s?\b)",
        rf"\b(?:Högskolan|Universitetet)\s(?:(?:i|på|för)\s)?{_PLACE}",
        rf"\b{_CAPITAL}(?:\s{_CAPITAL})?\s(?:universitet|högskola|högskolan)\b",
        r"\b[A-ZÅÄÖ][a-zåäö]+(?:universitetet|högskolan)\b",
        r"\bStatens\s[a-zåäö]*(?:inspektion|verk|institut|styrelse|nämnd|myndighet|servicecenter|museer|råd)\b",
        r"\bMyndigheten\sför\s[\wåäö]+(?:\soch\s[\wåäö]+)?",
        rf"\b{_CAPITAL}\s(?:kommunal|räddningstjänst|samordnings|gymnasie|avfalls|utbildnings|vård)\w*förbund\b",
        rf"\b[A-ZÅÄÖ][a-zåäö]+förbundet\s{_OFFICE}{_CAPITAL}(?:\s{_OFFICE}{_CAPITAL})?",
    )
)
_BODY = (
    r"nämnden|förvaltningen|utskottet|kontoret|avdelningen|enheten|direktionen|sjukhuset|kliniken|sjukvården"
    r"|vården|tandvården|tjänsten|styrelsen|bolaget|nämnd|förvaltning|centrum|sektorn"
)
_KIND = (
    r"division(?:en)?|verksamhetsområde|förvaltning|sektor|resultatområde|produktionsområde|område|basenhet"
    r"|avdelning|nämnd|enhet"
)
_HOUSE = (
    r"(?:universitets|länsdels|läns)?sjukhus|lasarett|vårdcentral|gymnasium|gymnasieskola|folkhögskola|museum"
    r"|(?:stadsdels|kommundels|distrikts|områdes)(?:nämnd|förvaltning)|folktandvård|räddningstjänst|församling"
)
"""What a place's name makes a unit of, in small letters: "Granviks sjukhus"."""
_NAME = r"(?!\S*\d)(?-i:[A-ZÅÄÖ])[\wåäöé\-]*"
_UNITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_KIND})(?:en)?\s*:?\s+{_NAME}(?:(?:,|\s(?:och|för|i|samt|&))?\s{_NAME}|\soch\s[a-zåäö\-]+)*",
        rf"\b(?-i:{_CAPITAL})(?:\s(?-i:{_CAPITAL}))?\s(?:{_HOUSE})\b",
        rf"\b(?:[\wåäö]+-,?\s)*(?:[\wåäö]+-\s(?:och|samt|&)\s)?[\wåäö]{{3,}}(?:{_BODY})(?=s?\b)",
        r"\b(?:nämnden|enheten|styrelsen|förvaltningen)\sför\s[\wåäö\-]+(?:(?:,|\soch)\s[\wåäö\-]+)*",
        r"\b[\wåäö]+division(?=ens?\b|\b)",
    )
)
KINDS = re.compile(rf"(?:{_KIND})(?:en)?\s", re.IGNORECASE)
AGENCY = re.compile(
    r"(?:verket|myndigheten|inspektionen|institutet|domstolen|universitet|högskola|högskolan|förbund)$"
    r"|^(?:Statens|Myndigheten|Högskolan|Universitetet|\S+förbundet)\s"
    r"|\b(?:universitetet|AB|Aktiebolag)$"
)
"""Bodies that report as a whole."""
COMPANY_NAME = re.compile(rf"\b{_CAPITAL}(?:\s(?:{_CAPITAL}|&|och|i)){{0,4}}\s(?:AB|Aktiebolag)\b")
COMPANY = re.compile(r"\b(?:AB|Aktiebolag(?:et)?|Stiftelsen)\b")
_OWNED = re.compile(r"\s(?!län\b)[a-zåäö]")
"""What follows a name in the genitive: "Region Fjällmarks medarbetare"."""


def find_organisation(text: str, patterns: Patterns) -> str:
    """The organisation a line names, '' for none.

    Args:
        text: the line.
        patterns: the knowledge in use: words that are no part of a place though they stand behind it.
    """
    for pattern in _ORGANISATIONS:
        match = pattern.search(text)
        if match:
            name = _without_label(match[0], patterns)
            if name.endswith("s") and _OWNED.match(text[match.start() + len(name) :]):
                name = name[:-1]
            return in_normal_case(name)
    return ""


def _without_label(name: str, patterns: Patterns) -> str:
    """A name without what a page's head prints behind it: "Region Fjällmark *Diarienummer*"."""
    place, _, last = name.rpartition(" ")
    label = finder(patterns, "frames", "no_place").at(plain(last), 0)
    return place if label is not None and " " in place else name


def find_unit(text: str) -> str:
    """The unit inside an organisation that a line names, '' for none."""
    for pattern in _UNITS:
        match = pattern.search(text)
        if match:
            name = re.sub(r"\s*:\s*", " ", match[0])
            name = re.sub(r"^(?:nämnd|enhet)\s(?=\S+(?:nämnd|enhet))", "", name, flags=re.IGNORECASE)
            name = re.sub(r"(?<=sion)en(?=\s)", "", name)
            return in_normal_case(name[:1].upper() + name[1:])
    return ""


def in_normal_case(name: str) -> str:
    """A name in capitals with ordinary letters; other names as printed."""
    line = squeeze(name)
    if not line.isupper():
        return line
    words = line.lower().split()
    last = words[-1] if words[-1] in ("kommun", "stad", "landsting") else words[-1].capitalize()
    return " ".join([*(w.capitalize() for w in words[:-1]), last])
