"""What saved questions would answer after a plan: the plan is carried out on a copy of the index."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor import evaluation, gaps, indexing, wiring
from advisor.evaluation import Comparison, Question
from advisor.index import Change
from advisor.settings import Settings


def answers_after(settings: Settings, changes: Sequence[Change], questions: Sequence[Question]) -> Comparison:
    """The answers after a plan beside those before it; the index itself is left alone.

    Raises:
        IndexNotBuilt: there is no index yet.
    """
    before = evaluation.evaluate(wiring.advisor(settings), questions)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "index"
        shutil.copytree(settings.index, copy, ignore=shutil.ignore_patterns("writer.*", gaps.FILE))
        later = settings.model_copy(update={"index": copy, "chroma_url": None})  # a server's would be everybody's
        indexing.builder(later).apply(changes)
        return evaluation.compare(evaluation.evaluate(wiring.advisor(later), questions), before)
