"""Train the model that reads a question together with a statement, and tells whether the one answers the other.

    python -m training.rerank OUT [--layers N] [--steps N] [--rate R] [--half]

A cross-encoder made of the first layers of the shipped embedding model: question and statement go through
it as one text, the mean of its last layer through one linear unit. Every question brings a statement that
answers it and some that do not; the loss is the binary cross-entropy of each pair, which makes scores
comparable across questions, and half of the cross-entropy within each question, which puts the right one
first. Questions that their guide leaves open bring only statements that do not answer.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from advisor.embedding import SentenceEmbeddings, shipped_folder
from training.judgements import Judged, judged
from training.text import OTHERS, TRAINING, VALIDATION, read

SEED = 7
LAYERS = 3
QUESTION, STATEMENT = 48, 72  # tokens that are read: a question's last, a statement's first
A_STEP = 8  # questions
WRONG = 3  # statements a question that do not answer it
ALIKE = 16  # steps within which questions of one length are put together
WARMUP = 0.08  # share of the steps


class PairModel(nn.Module):
    """Pairs -> logits; shape (pairs,).

    Args:
        base: the embedding model.
        layers: how many of its layers are taken, from the first.
    """

    def __init__(self, base: Path, layers: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, dtype=torch.float32, num_hidden_layers=layers)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Logits of a batch of pairs, each argument of shape (pairs, tokens)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).float()
        return self.head((states * mask).sum(1) / mask.sum(1)).squeeze(-1)


class Batches:
    """Texts -> what the model takes."""

    def __init__(self, base: Path) -> None:
        self._tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(base)

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> dict[str, Tensor]:
        """One batch, padded to its longest pair."""
        rows = [self._row(question, statement) for question, statement in pairs]
        length = max(len(ids) for ids, _ in rows)
        return {
            "input_ids": torch.tensor([ids + [0] * (length - len(ids)) for ids, _ in rows]),
            "attention_mask": torch.tensor([[1] * len(ids) + [0] * (length - len(ids)) for ids, _ in rows]),
            "token_type_ids": torch.tensor([types + [0] * (length - len(types)) for _, types in rows]),
        }

    def _row(self, question: str, statement: str) -> tuple[list[int], list[int]]:
        first = self._tokenizer(question, add_special_tokens=False)["input_ids"][-QUESTION:]
        second = self._tokenizer(statement, add_special_tokens=False)["input_ids"][:STATEMENT]
        start, end = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        return [start, *first, end, *second, end], [0] * (len(first) + 2) + [1] * (len(second) + 1)


def main() -> None:
    """Train, report on the validation guides, save."""
    options = _options()
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    base = shipped_folder()
    embeddings = SentenceEmbeddings(str(base))
    model, batch = PairModel(base, options.layers), Batches(base)
    questions = judged([passage for folder in options.text for passage in read(folder)], embeddings)
    rows = chance.sample(questions, min(len(questions), options.steps * A_STEP))
    train(model, batch, rows, options.rate, chance, options.half)
    top, area = evaluate(model, batch, judged(read(VALIDATION), embeddings))
    print(f"validation: right statement first {top:.3f}, answered before open questions (AUROC) {area:.3f}")
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.out / "weights.pt")


def train(
    model: PairModel, batch: Batches, rows: Sequence[Judged], rate: float, chance: random.Random, half: bool = False
) -> None:
    """One pass, the learning rate rising for a short while and then falling to nothing."""
    steps = list(_steps(rows, chance))
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    groups = [{"params": encoder, "lr": rate}, {"params": model.head.parameters(), "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    risen = WARMUP * len(steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / risen, (len(steps) - k) / (len(steps) - risen))
    )
    model.train()
    begun, mean = time.time(), 0.0
    for k, step in enumerate(steps, 1):
        with torch.autocast("cpu", torch.bfloat16, enabled=half):  # for one step: it keeps the weights as they were
            loss = _loss(model, batch, step, chance)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        mean += (loss.item() - mean) / min(k, 30)
        if k % 20 == 0:
            print(f"{k}/{len(steps)} loss {mean:.3f} {time.time() - begun:.0f} s", flush=True)


def _steps(rows: Sequence[Judged], chance: random.Random) -> Iterator[Sequence[Judged]]:
    """Questions of like length together, so that little is spent on padding."""
    size = A_STEP * ALIKE
    for start in range(0, len(rows), size):
        alike = sorted(rows[start : start + size], key=lambda row: len(row.question))
        steps = [alike[i : i + A_STEP] for i in range(0, len(alike), A_STEP)]
        yield from chance.sample(steps, len(steps))


def _loss(model: PairModel, batch: Batches, step: Sequence[Judged], chance: random.Random) -> Tensor:
    pairs: list[tuple[str, str]] = []
    labels: list[float] = []
    first: list[tuple[int, int]] = []  # where a question's pairs begin and end; the first one answers
    for row in step:
        wrong = row.texts[row.answering :]
        wrong = chance.sample(wrong, min(len(wrong), WRONG + (row.answering == 0)))
        right = [chance.choice(row.texts[: row.answering])] if row.answering else []
        if right:
            first.append((len(pairs), len(pairs) + 1 + len(wrong)))
        pairs += [(row.question, text) for text in (*right, *wrong)]
        labels += [1.0] * len(right) + [0.0] * len(wrong)
    logits, wanted = model(**batch(pairs)).float(), torch.tensor(labels)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, wanted, weight=1 + wanted)
    within = [-nn.functional.log_softmax(logits[start:end], 0)[0] for start, end in first]
    return loss + torch.stack(within).mean() / 2 if within else loss


def evaluate(model: PairModel, batch: Batches, rows: Sequence[Judged]) -> tuple[float, float]:
    """How often the right statement comes first, and the AUROC of answered against open questions."""
    model.eval()
    with torch.inference_mode():
        scored = [(row, model(**batch([(row.question, text) for text in row.texts]))) for row in rows]
    answered = [logits for row, logits in scored if row.answering]
    right = [int(logits.argmax()) < row.answering for row, logits in scored if row.answering]
    best = torch.stack([logits.max() for logits in answered])
    unanswered = torch.stack([logits.max() for row, logits in scored if not row.answering])
    return sum(right) / len(right), float((best[:, None] > unanswered[None, :]).float().mean())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--text", type=Path, nargs="+", default=[TRAINING, OTHERS], help="folders of guides")
    parser.add_argument("--layers", type=int, default=LAYERS, help="layers of the embedding model that are taken")
    parser.add_argument("--steps", type=int, default=4000, help="steps of eight questions, while there are so many")
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate at its highest")
    parser.add_argument("--half", action="store_true", help="compute in bfloat16, which some processors do faster")
    return parser.parse_args()


if __name__ == "__main__":
    main()
