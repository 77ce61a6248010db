"""Writers over a scripted server, and what the scripts write."""

from advisor.generation import Choice, Model, Rewriter, Writer, chat_model

KEY = "sk-never-to-be-seen-0123456789"


def model_of(url: str, seconds: float = 60.0) -> Model:
    """A model behind OpenAI's protocol."""
    choice = Choice("openai:scripted", url, KEY, seconds=seconds)
    return Model(chat_model(choice), choice)


def writer_of(url: str, seconds: float = 60.0) -> Writer:
    """What has it phrase answers."""
    return Writer(model_of(url, seconds), 3000)


def rewriter_of(url: str) -> Rewriter:
    """What has it word follow-ups."""
    return Rewriter(model_of(url))
