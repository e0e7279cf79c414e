"""The sample study end to end: real services, real accounts, the sample coders' own decisions."""
