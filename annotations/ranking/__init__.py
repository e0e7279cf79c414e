"""From ballots to results: ranks put together by domain and group, with what they disagree on, and the criteria behind them."""
