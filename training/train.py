"""Fine-tune the embedding model on the training text.

    python -m training.train OUT [--general FOLDER] [--rounds N] [--rate R] [--batch B] [--blend SHARE]

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
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import nn

from advisor.embedding import BASE_MODEL, shipped_folder
from training.general import RUN, InOrder, SameNeighbours, explanations, runs
from training.pairs import GuideBatches, Pair, passage_pairs, statement_pairs
from training.text import OTHERS, TRAINING, read

SEED = 7
GENERAL = 0.3  # texts a pair, where general text is given


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
    by_size = {len(pairs): pairs for pairs in rows.values()}  # its size is all that a sampler is told of its dataset
    datasets = {name: _dataset(pairs) for name, pairs in rows.items()}
    losses: dict[str, nn.Module] = dict.fromkeys(datasets, MultipleNegativesRankingLoss(model, scale=options.scale))
    if options.general:
        datasets["general"] = _general(base, options.general, GENERAL * sum(map(len, rows.values())), chance)
        losses["general"] = SameNeighbours(model, options.scale)
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
        train_dataset=datasets,
        loss=losses,
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


def _sampler(
    dataset: Dataset, batch_size: int, *_: object, rows: dict[int, list[Pair]], **__: object
) -> DefaultBatchSampler:
    pairs = rows.get(len(dataset))
    return GuideBatches(pairs, batch_size, SEED) if pairs else InOrder(len(dataset), batch_size)


def _general(base: str, folder: Path, number: float, chance: random.Random) -> Dataset:
    """General text with the base model's vectors."""
    texts = runs(explanations(folder), round(number / RUN), chance)
    vectors = SentenceTransformer(base, device="cpu").encode(texts, batch_size=64)
    return Dataset.from_dict({"text": texts, "label": vectors.tolist()})


def _dataset(pairs: list[Pair]) -> Dataset:
    columns = {"anchor": [p.anchor for p in pairs], "positive": [p.positive for p in pairs]}
    if pairs[0].negative:
        columns["negative"] = [p.negative for p in pairs]
    return Dataset.from_dict(columns)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--text", type=Path, nargs="+", default=[TRAINING, OTHERS], help="folders of guides")
    parser.add_argument("--general", type=Path, help="folder of WordNet's data files, so that less is forgotten")
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
