"""Every failure a user can cause or cure, with a message that is fit to show.

AdvisorError
├── CorpusError      a guide cannot be read: which file, why
├── IndexNotBuilt    there is no index yet: which command builds it
├── IndexMismatch    the index was built in another way than asked for now
├── IndexUnreachable the server that has the vectors does not answer
├── IndexLocked      another process is writing the index: which one
├── IndexNotWritten  the index could not be written: no room, no right to
├── QuestionError    a question that cannot be searched: empty, far too long
├── ProfileError     what an asker tells about themselves cannot be so
├── EmbeddingError   the embedding model's weights are missing or altered
└── GenerationError  the chat model is not installed, not reachable, or failed

Anything else that is raised is a bug and is never caught: an error must not
look like "the guides do not say".
"""


class AdvisorError(Exception):
    """Base of all failures whose message may be shown to a user."""


class CorpusError(AdvisorError):
    """A guide cannot be read or does not exist."""


class IndexNotBuilt(AdvisorError):
    """There is no index at the given place yet."""


class IndexMismatch(AdvisorError):
    """The index was built with another embedder, chunker or schema."""


class IndexUnreachable(AdvisorError):
    """The server that has the index's vectors does not answer."""


class IndexLocked(AdvisorError):
    """Another process is writing the index."""


class IndexNotWritten(AdvisorError):
    """The index could not be written; what was there before still serves."""


class QuestionError(AdvisorError):
    """A question that cannot be searched for."""


class ProfileError(AdvisorError):
    """A profile has a field or a value that it cannot have."""


class EmbeddingError(AdvisorError):
    """The embedding model cannot be loaded or is not the one it claims to be."""


class GenerationError(AdvisorError):
    """The chat model cannot be used, or failed while it wrote."""
