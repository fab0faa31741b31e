"""What several files of this folder look at."""

from pathlib import Path

import pytest

from qc.dicom.sender import read_folder
from tests.stack import Json, Stack


@pytest.fixture(scope="session")
def judged_real_exam(stack: Stack, real_exam: Path) -> Json:
    """The real exam with its verdict: sent once, for sending it again would be no news."""
    images, _ = read_folder(real_exam)
    return stack.judge(images)
