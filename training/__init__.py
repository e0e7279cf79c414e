"""How a machine is made and judged: reviewed codings to fitted, validated, described, promoted."""
