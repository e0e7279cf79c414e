"""Targets are the leaves of the frame, the domains and the sections, with their words in every language."""

from models.targets import TargetText, targets_of
from tests.models.toys import FRAME, STUDY


def test_targets_in_order_with_their_texts() -> None:
    targets = targets_of(STUDY, FRAME)
    assert [t.key for t in targets] == ["code:water", "code:money", "code:school", "domain:homes", "domain:rules", "section:what"]
    assert targets[1].name == {"es": "dinero", "en": "money"}
    assert TargetText("example", "es", "Leyó las cuentas.") in targets[1].texts
    assert [t.source for t in targets[0].texts] == ["name", "name", "definition", "definition", "exclude"]
    assert [(t.source, t.language) for t in targets[5].texts] == [("name", "es"), ("definition", "es")]
