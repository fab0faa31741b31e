"""The manual for sites tells of every setting that there is."""

import re

import pytest

from mreqc_web.parts import ROOT

SETTINGS = re.findall(r'env\.\w+\("(\w+)"', (ROOT / "mreqc_web" / "settings.py").read_text())
MANUAL = (ROOT / "docs" / "operations.md").read_text()


@pytest.mark.parametrize("name", sorted(set(SETTINGS)))
def test_a_setting_stands_in_the_manual(name: str) -> None:
    assert f"`{name}`" in MANUAL
