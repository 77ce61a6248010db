"""Write the ONNX file that the advisor serves from a trained reranker's weights.

python -m training.export_reranker WEIGHTS [--out FOLDER]
"""

import argparse
import shutil
import warnings
from pathlib import Path

import torch

from advisor.embedding import shipped_folder
from advisor.onnx import TOKENIZER, WEIGHTS, digest_of
from advisor.reranking import FOLDER
from training.export import fuse, quantise, take_apart
from training.rerank import Batches, PairModel

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def main() -> None:
    """Export, fuse, quantise; print the digest to be shipped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("weights", type=Path, help="what training.rerank has written")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to")
    options = parser.parse_args()
    base = shipped_folder()
    weights = torch.load(options.weights)
    model = PairModel(base, layers=len({name.split(".")[3] for name in weights if ".layer." in name}))
    model.load_state_dict(weights)
    options.out.mkdir(parents=True, exist_ok=True)
    _export(model.eval(), Batches(base), options.out / WEIGHTS)
    fuse(options.out / WEIGHTS, model.encoder.config)
    quantise(options.out / WEIGHTS)
    take_apart(options.out / WEIGHTS)
    shutil.copy(base / TOKENIZER, options.out / TOKENIZER)
    print(f"digest {digest_of(options.out)}")


def _export(model: PairModel, batch: Batches, file: Path) -> None:
    sample = batch([("two pairs of", "unlike length"), ("a question", "and a statement")])
    model.encoder.config._attn_implementation = "eager"  # what onnxruntime's optimizer knows how to fuse
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated, but five times as fast as the other
        torch.onnx.export(
            model,
            tuple(sample[name] for name in INPUTS),
            str(file),
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in INPUTS} | {"logits": {0: "pairs"}},
            opset_version=17,
            dynamo=False,
        )


if __name__ == "__main__":
    main()
