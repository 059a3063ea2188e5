"""Every family that is compared: one module of rules each."""

from __future__ import annotations

from tests.parity.rules import Family
from tests.parity.rules_best_bets import BEST_BETS
from tests.parity.rules_bounce_back import BOUNCE_BACK
from tests.parity.rules_deep_dive import DEEP_DIVE
from tests.parity.rules_game_report import PLAYER_GAME_REPORT
from tests.parity.rules_predictions import PREDICTIONS
from tests.parity.rules_profiles import PLAYER_INDEX, PLAYER_PROFILE
from tests.parity.rules_quick_hits import QUICK_HITS
from tests.parity.rules_results import RESULTS
from tests.parity.rules_season import PLAYER_SEASON
from tests.parity.rules_streaks import STREAKS
from tests.parity.rules_systems import SYSTEM_PERFORMANCE
from tests.parity.rules_team_tendencies import TEAM_TENDENCIES
from tests.parity.rules_tonight import TONIGHT
from tests.parity.rules_tonight_player import TONIGHT_PLAYER
from tests.parity.rules_trend_plays import TREND_PLAYS
from tests.parity.rules_what_matters import WHAT_MATTERS
from tests.parity.rules_whos_hot_cold import WHOS_HOT_COLD

FAMILIES: tuple[Family, ...] = (
    RESULTS,
    SYSTEM_PERFORMANCE,
    BEST_BETS,
    PREDICTIONS,
    TONIGHT,
    STREAKS,
    TONIGHT_PLAYER,
    WHOS_HOT_COLD,
    BOUNCE_BACK,
    TREND_PLAYS,
    WHAT_MATTERS,
    TEAM_TENDENCIES,
    QUICK_HITS,
    DEEP_DIVE,
    PLAYER_INDEX,
    PLAYER_PROFILE,
    PLAYER_SEASON,
    PLAYER_GAME_REPORT,
)


def family_of(path: str) -> Family | None:
    """The family of a golden document; None when it is not compared yet."""
    return next((family for family in FAMILIES if family.paths.fullmatch(path)), None)
