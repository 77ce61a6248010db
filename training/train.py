"""Fine-tune the embedding model on the training text.

    python -m training.train OUT [--rounds N] [--rate R] [--batch B] [--blend SHARE]

Sentence-transformers' trainer with in-batch negatives (MultipleNegativesRankingLoss; Henderson et al.,
2017). The weights that are written are a mean of the old and the new ones (Wortsman et al., 2022), so
that what the base model knows of other subjects is kept.
"""

import argparse
import random
from functools import partial
from pathlib import Path

import torch
from datasets import Dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

from advisor.embedding import BASE_MODEL, shipped_folder
from training.pairs import GuideBatches, Pair, passage_pairs, statement_pairs
from training.text import OTHERS, TRAINING, read

SEED = 7


def main() -> None:
    """Train, blend, save."""
    options = _options()
    random.seed(SEED)
    base = str(options.base or shipped_folder(BASE_MODEL))
    model = SentenceTransformer(base, device=options.device)
    model.max_seq_length = options.length
    chance = random.Random(SEED)
    found = [passage for folder in options.text for passage in read(folder)]
    rows = {
        "passages": passage_pairs(found, options.rounds, chance),
        "statements": statement_pairs(found, (options.rounds + 1) // 2, chance),
    }
    by_size = {len(pairs): pairs for pairs in rows.values()}  # all that a sampler is told of its dataset
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(options.out / "run"),
        num_train_epochs=1,  # the rounds are in the data, each cut anew
        per_device_train_batch_size=options.batch,
        learning_rate=options.rate,
        warmup_steps=0.1,
        batch_sampler=partial(_sampler, rows=by_size),
        logging_steps=10,
        save_strategy="no",
        report_to=[],
        seed=SEED,
        disable_tqdm=True,
        use_cpu=options.device == "cpu",
        bf16=options.half,
        dataloader_pin_memory=False,
    )
    trainer = SentenceTransformerTrainer(
        model=model,
        args=arguments,
        train_dataset={name: _dataset(pairs) for name, pairs in rows.items()},
        loss=MultipleNegativesRankingLoss(model, scale=options.scale),
    )
    trainer.train()
    model.max_seq_length = 256
    model.save(str(options.out / "tuned"))
    blend(Path(base), options.out / "tuned", options.out / "model", options.blend)


def blend(base: Path, tuned: Path, out: Path, share: float) -> None:
    """Write the weighted mean of two models of one shape; `share` is the tuned one's."""
    old = SentenceTransformer(str(base), device="cpu")
    new = SentenceTransformer(str(tuned), device="cpu")
    weights = dict(old.named_parameters())
    with torch.no_grad():
        for name, parameter in new.named_parameters():
            parameter.copy_(share * parameter + (1 - share) * weights[name])
    new.save(str(out))


def _sampler(dataset: Dataset, batch_size: int, *_: object, rows: dict[int, list[Pair]], **__: object) -> GuideBatches:
    return GuideBatches(rows[len(dataset)], batch_size, SEED)


def _dataset(pairs: list[Pair]) -> Dataset:
    columns = {"anchor": [p.anchor for p in pairs], "positive": [p.positive for p in pairs]}
    if pairs[0].negative:
        columns["negative"] = [p.negative for p in pairs]
    return Dataset.from_dict(columns)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--text", type=Path, nargs="+", default=[TRAINING, OTHERS], help="folders of guides")
    parser.add_argument("--base", type=Path, help="the model to start from; all-MiniLM-L6-v2 by default")
    parser.add_argument("--rounds", type=int, default=2, help="times that every question is seen in each form")
    parser.add_argument("--rate", type=float, default=7e-5, help="learning rate at its highest")
    parser.add_argument("--batch", type=int, default=64, help="questions a step")
    parser.add_argument("--scale", type=float, default=20.0, help="inverse temperature of the loss")
    parser.add_argument("--length", type=int, default=96, help="tokens that are read of a text while training")
    parser.add_argument("--blend", type=float, default=0.7, help="share of the new weights in the model")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--half", action="store_true", help="compute in bfloat16, which some processors do faster")
    return parser.parse_args()


if __name__ == "__main__":
    main()
