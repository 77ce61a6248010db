"""Sections -> an answer phrased by a chat model, every sentence held against its sources by code.

`models` makes the model that the settings name, `redacting` keeps its key out of the logs, `asking` asks it
within a deadline, `prompting` says what it is given, `streaming` cuts what it writes into sentences, `wording`,
`evidence`, `language` and `entailment` decide which of them the guides support, `grounding` finds their citation,
`aligning` the guides' own sentence in place of one that they do not support, and `writing` puts it all in a line.
"""

from advisor.generation.asking import Model
from advisor.generation.models import Choice, chat_model
from advisor.generation.rewriting import Rewriter
from advisor.generation.writing import Draft, Writer

__all__ = ["Choice", "Draft", "Model", "Rewriter", "Writer", "chat_model"]
