"""The exports, fast and important ones first (`live.md` 9): one module each, declared once."""

from __future__ import annotations

from publishing.exports.best_bets import BEST_BETS
from publishing.exports.bounce_back import BOUNCE_BACK
from publishing.exports.declaration import Export
from publishing.exports.deep_dive import DEEP_DIVE
from publishing.exports.player_game_report import PLAYER_GAME_REPORT
from publishing.exports.player_index import PLAYER_INDEX
from publishing.exports.player_profile import PLAYER_PROFILE
from publishing.exports.player_season import PLAYER_SEASON
from publishing.exports.predictions import PREDICTIONS
from publishing.exports.quick_hits import QUICK_HITS
from publishing.exports.results import RESULTS
from publishing.exports.streaks import STREAKS
from publishing.exports.system_performance import SYSTEM_PERFORMANCE
from publishing.exports.team_tendencies import TEAM_TENDENCIES
from publishing.exports.tonight_all_players import TONIGHT_ALL_PLAYERS
from publishing.exports.tonight_player import TONIGHT_PLAYER
from publishing.exports.tonight_trend_plays import TONIGHT_TREND_PLAYS
from publishing.exports.what_matters import WHAT_MATTERS
from publishing.exports.whos_hot_cold import WHOS_HOT_COLD

EXPORTS: tuple[Export, ...] = (
    RESULTS,
    SYSTEM_PERFORMANCE,
    BEST_BETS,
    PREDICTIONS,
    TONIGHT_ALL_PLAYERS,
    STREAKS,
    WHOS_HOT_COLD,
    BOUNCE_BACK,
    TONIGHT_TREND_PLAYS,
    WHAT_MATTERS,
    TEAM_TENDENCIES,
    QUICK_HITS,
    DEEP_DIVE,
    TONIGHT_PLAYER,
    PLAYER_INDEX,
    PLAYER_PROFILE,
    PLAYER_SEASON,
    PLAYER_GAME_REPORT,
)

BY_NAME = {export.name: export for export in EXPORTS}
