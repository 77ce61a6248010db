"""Write the ONNX file that the advisor serves from the trained weights.

    python -m training.export [MODEL] [--out FOLDER] [--full]

The graph is fused by onnxruntime's BERT optimizer, and its weights are stored in eight bits, a scale
for each column; activations are scaled as they come. `--full` leaves both in single precision. The fused
layer normalisation is taken apart again, which makes a text a quarter faster.
"""

import argparse
import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model

from advisor.conversion import export, least_cosine, sentence_transformer
from advisor.embedding import shipped_folder
from advisor.engines import OnnxEngine, TorchEngine
from advisor.onnx import TOKENIZER, WEIGHTS, Encoder, digest_of

EPSILON = 1e-12  # of BERT's layer normalisation


def main() -> None:
    """Export, fuse, quantise; print how near the vectors are to the original's, and the digest to be shipped."""
    options = _options()
    logging.getLogger().setLevel(logging.ERROR)
    original = TorchEngine(sentence_transformer(str(options.model), options.model))
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch)
        export(original.model, draft)
        fuse(draft / WEIGHTS, original.model[0].auto_model.config)
        if not options.full:
            quantise(draft / WEIGHTS)
        take_apart(draft / WEIGHTS)
        options.out.mkdir(parents=True, exist_ok=True)
        shutil.copy(draft / WEIGHTS, options.out / WEIGHTS)
        if options.out != options.model:
            shutil.copy(draft / TOKENIZER, options.out / TOKENIZER)
    served = OnnxEngine(Encoder(options.out, original.window))
    print(f"{options.out / WEIGHTS}: {(options.out / WEIGHTS).stat().st_size / 1e6:.1f} MB")
    print(f"least cosine to the original {least_cosine(served, original):.4f}")
    print(f"digest {digest_of(options.out)}")


def fuse(weights: Path, config: object) -> None:
    """Replace an exported BERT's small steps by onnxruntime's fused ones, in place."""
    heads, size = getattr(config, "num_attention_heads", 0), getattr(config, "hidden_size", 0)
    fused = optimize_model(str(weights), "bert", num_heads=heads, hidden_size=size, opt_level=0)
    fused.save_model_to_file(str(weights))


def quantise(weights: Path) -> None:
    """Store the weights in eight bits, in place."""
    quantize_dynamic(
        weights,
        weights,
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # the fused steps name no type
    )


def take_apart(weights: Path) -> None:
    """Replace fused layer normalisations by their steps, in place.

    onnxruntime runs the fused one number by number, and each of the steps with the processor's vector
    instructions: a quarter of the time. It would fuse the steps again if they divided by the deviation.
    """
    model = onnx.load(weights)
    nodes = [step for node in model.graph.node for step in _steps(node)]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.append(numpy_helper.from_array(np.float32(EPSILON), "epsilon"))
    onnx.save(model, weights)


def _steps(node: onnx.NodeProto) -> Iterator[onnx.NodeProto]:
    """The steps of a layer normalisation of a sum; any other node as it is."""
    if node.op_type != "SkipLayerNormalization":
        yield node
        return
    text, skipped, gain, shift, *bias = node.input
    out = node.output[0]

    def step(kind: str, *inputs: str, to: str, **attributes: list[int]) -> onnx.NodeProto:
        return helper.make_node(kind, inputs, [to], name=to, **attributes)

    if bias:
        yield step("Add", text, bias[0], to=f"{out}/biased")
        text = f"{out}/biased"
    yield step("Add", text, skipped, to=f"{out}/sum")
    yield step("ReduceMean", f"{out}/sum", to=f"{out}/mean", axes=[-1])
    yield step("Sub", f"{out}/sum", f"{out}/mean", to=f"{out}/centred")
    yield step("Mul", f"{out}/centred", f"{out}/centred", to=f"{out}/squares")
    yield step("ReduceMean", f"{out}/squares", to=f"{out}/variance", axes=[-1])
    yield step("Add", f"{out}/variance", "epsilon", to=f"{out}/positive")
    yield step("Sqrt", f"{out}/positive", to=f"{out}/deviation")
    yield step("Reciprocal", f"{out}/deviation", to=f"{out}/scale")
    yield step("Mul", f"{out}/centred", f"{out}/scale", to=f"{out}/normal")
    yield step("Mul", f"{out}/normal", gain, to=f"{out}/gained")
    yield step("Add", f"{out}/gained", shift, to=out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=shipped_folder(), help="sentence-transformers folder")
    parser.add_argument("--out", type=Path, default=shipped_folder(), help="folder to write to")
    parser.add_argument("--full", action="store_true", help="single precision")
    return parser.parse_args()


if __name__ == "__main__":
    main()
