"""A real inference server on this machine, with a tiny model made here: its nonsense is withheld, all of it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from advisor.generation import Choice, Model, Writer, chat_model
from advisor.index import Index
from advisor.pipeline import Advisor
from tests.fakes import RESEARCH, VISA, advisor_over

pytestmark = pytest.mark.model

START = 240  # seconds that loading torch may take on a busy machine
QUESTIONS = ("How many publications do I need?", "Which visa fits a trainee?", "What does an observership cost?")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The server's address, and the folder of the model that it serves."""
    folder = tmp_path_factory.mktemp("tiny")
    make_model(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("transformers")
    command = [str(program), "serve", str(folder), "--device", "cpu", "--default-seed", "1"]
    address = ["--host", "127.0.0.1", "--port", str(port)]
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1"}
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(command + address, env=offline, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/health", server, folder / "log.txt")
        yield f"http://127.0.0.1:{port}/v1", folder
    finally:
        server.kill()
        server.wait()


def make_model(folder: Path) -> None:
    """A Llama of one layer with random weights; its tokens are the guides' words, one in five with a full stop."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    told = sorted({*re.findall(r"[A-Za-z]+(?:-\w+)?|\d+", RESEARCH + VISA)})
    words = ["<s>", "</s>", "<unk>", *(f"▁{word}" for word in told), *(f"▁{word}." for word in told[::4])]
    tokenizer = Tokenizer(models.WordLevel({word: id for id, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "</s>"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)  # type: ignore[no-untyped-call]
    fast.chat_template = "{% for message in messages %}{{ message['content'] }} {% endfor %}"
    fast.save_pretrained(folder)
    torch.manual_seed(0)
    size: dict[str, Any] = {
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
    }
    ids: dict[str, Any] = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}
    config = LlamaConfig(vocab_size=len(words), max_position_embeddings=8192, **size, **ids)
    model = LlamaForCausalLM(config)
    model.generation_config.do_sample = True
    model.save_pretrained(folder)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers."""
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    pytest.fail(log.read_text()[-2000:])


def test_nonsense_of_a_real_server_is_withheld_and_the_guides_own_words_are_given(
    served: tuple[str, Path], index: Index, advisor: Advisor
) -> None:
    url, folder = served
    choice = Choice(f"openai:{folder}", url, tokens=200)
    phrased = advisor_over(index, Writer(Model(chat_model(choice), choice), 3000))
    written = 0
    for question in QUESTIONS:
        answer, composed = phrased.answer(question), advisor.answer(question)
        assert answer.phrasing is not None
        assert (answer.phrasing.proved, answer.phrasing.composed) == (0, True)
        assert (answer.answer, answer.citations) == (composed.answer, composed.citations)
        written += answer.phrasing.withheld
    assert written > len(QUESTIONS)


def test_a_model_that_the_server_does_not_have_is_named(served: tuple[str, Path], index: Index) -> None:
    url, folder = served
    choice = Choice(f"openai:{folder}-not-there", url)
    answer = advisor_over(index, Writer(Model(chat_model(choice), choice), 3000)).answer(QUESTIONS[0])
    assert answer.phrasing is not None
    assert answer.phrasing.composed
    assert answer.phrasing.note.startswith(f"In the guides' own words: openai:{folder}-not-there ")
