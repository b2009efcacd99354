"""Tables with two columns of goals and one that says how they are measured: the finer goals are what is measured.

Promises that a way of measuring ("Enkät i mars", "Skolverkets statistik") is never taken for what is measured where the
goal beside it says what is to be reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.scorecards.content import PROSE_TARGET, Content
from extractor.scorecards.labels import CLEAR
from extractor.scorecards.unnamed import UNSURE

MEASURED = 0.5
"""Share of cells with a figure in their words from which goals say what is to be reached: "Minst 95 % ska …"."""
CLEAR_GOAL = 0.8
"""Score from which a header's words are a goal's; "Nämndens effektmål" reaches 0.85."""
MEASURES = frozenset({"indicator", "key_figure", "activity"})

Chosen = Mapping[int, tuple[str, float]]
"""Role and confidence by column index."""


def with_finer_goals(
    chosen: Chosen, scores: Sequence[Mapping[str, float]], contents: Sequence[Content]
) -> dict[int, tuple[str, float]]:
    """The roles, the finer of two columns of goals as what is measured where no other column holds that.

    Args:
        chosen: the roles found so far.
        scores: what each header's words say.
        contents: what the cells show.

    Returns:
        The same roles where there are not two columns of goals, or another column names what is measured in words
        that no way of measuring has. Goals without figures are taken for it only beside a way of measuring, unsure.
    """
    goals = [i for i, content in enumerate(contents) if _is_goal(chosen.get(i), scores[i], content)]
    methods = [i for i in chosen if scores[i].get("method", 0.0) >= CLEAR]
    named = any(key in MEASURES and i not in methods for i, (key, _) in chosen.items())
    figured = [i for i in goals if contents[i].figured >= MEASURED]
    if len(goals) != 2 or named or not (methods or len(figured) == 1):
        return dict(chosen) | _alone(chosen, scores)
    finer = figured[0] if len(figured) == 1 else goals[-1]
    coarse = next(i for i in goals if i != finer)
    found = {
        **chosen,
        coarse: ("goal", chosen.get(coarse, ("", 1.0))[1]),
        finer: ("indicator", 1.0 if methods and figured else UNSURE),
    }
    return found | dict.fromkeys(methods, ("method", 1.0))


def _alone(chosen: Chosen, scores: Sequence[Mapping[str, float]]) -> dict[int, tuple[str, float]]:
    """The first column of ways of measuring as what is measured, unsure, where no other column holds that.

    "Följs upp genom" heads both.
    """
    if any(key in MEASURES for key, _ in chosen.values()):
        return {}
    ways = [i for i, (key, _) in sorted(chosen.items()) if key == "method" and "indicator" in scores[i]]
    return dict.fromkeys(ways[:1], ("indicator", UNSURE))


def _is_goal(role: tuple[str, float] | None, header: Mapping[str, float], content: Content) -> bool:
    """Whether a column of words is headed as goals and was read as such, as targets or as nothing."""
    said = header.get("goal", 0.0) >= CLEAR_GOAL and content.filled > 0
    worded = content.numbers < MEASURED or content.words >= PROSE_TARGET
    return said and worded and (role is None or role[0] in ("goal", "target"))
