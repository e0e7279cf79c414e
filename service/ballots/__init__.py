"""The form that validators fill in by a link of their own, on a telephone most often: no account, no script needed."""
