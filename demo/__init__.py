"""A simulated season and night, and warehouse tables from it or from real player games."""
