"""From the trained network to what ships: int8 ONNX, tokenizer, labels and calibration, in `src/dragoman/data/model/`.

python train/export.py [CHECKPOINT]      a name in runs/, default: final
"""

from __future__ import annotations

import json
import pathlib
import random
import sys
import tempfile

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

import corpus
import data
from dragoman.encode import FORMAT, cut_windows
from dragoman.sentences import sentences
from net import LABELS, MENTIONS, OUTPUTS, PAIR_HEADS, SPEECH, START_WEIGHTS, Net
from recipe import load, macro_f1, type_scores

TARGET = pathlib.Path(__file__).parents[1] / "src" / "dragoman" / "data" / "model"


class Exported(nn.Module):
    """The network for one sequence, where every position holds a token."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        """Give the outputs in the order of `OUTPUTS`."""
        out = self.net(ids, torch.ones_like(ids), marks)
        return tuple(out[name] for name in OUTPUTS)


def to_onnx(net: Net, target: pathlib.Path) -> None:
    """Write fp32 ONNX with a free number of tokens, then int8 weights (7 bits, so that no processor saturates)."""
    net.eval()
    ids, marks = torch.randint(1000, 2000, (1, 24)), torch.tensor([[3, 9]])
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "fp32.onnx"
        torch.onnx.export(
            Exported(net).eval(), (ids, marks), plain, input_names=["ids", "marks"], output_names=list(OUTPUTS),
            dynamic_shapes={"ids": {1: torch.export.Dim("tokens", min=2, max=512)}, "marks": None},
            dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip
        quantize_dynamic(
            plain,
            target,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


def session(path: pathlib.Path) -> onnxruntime.InferenceSession:
    """Open a model on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def onnx_scores(run: onnxruntime.InferenceSession, pairs: list[data.Pair]) -> np.ndarray:
    """Logits of the type by the exported model, N x 17."""
    rows = [run.run(["type"], {"ids": np.array([p.ids]), "marks": np.array([p.marks])})[0][0] for p in pairs]
    return np.array(rows)


def temperature(scores: np.ndarray, gold: np.ndarray) -> float:
    """Give the temperature with the least log loss, from 0.5 to 3 by hundredths."""

    def loss(t: float) -> float:
        shifted = scores / t - (scores / t).max(-1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
        return -float(logs[np.arange(len(gold)), gold].mean())

    return float(min(np.arange(0.5, 3.0, 0.01), key=loss))


def main(arguments: list[str]) -> int:
    """Export, compare with the network, calibrate, write."""
    net = Net(attention="eager")
    load(net, arguments[0] if arguments else "final")
    TARGET.mkdir(parents=True, exist_ok=True)
    to_onnx(net, TARGET / "encoder.onnx")
    tok = data.tokenizer()
    tok.save(str(TARGET / "tokenizer.json"))
    held = data.corpus_pairs(corpus.load(development=True), tok, random.Random(0))
    scores = onnx_scores(session(TARGET / "encoder.onnx"), held)
    gold = np.array([max(p.types, key=p.types.get) for p in held])
    fp32 = type_scores(net, held)
    for name, found in (("fp32", fp32), ("int8", scores)):
        labels = [LABELS[x] for x in gold], [LABELS[x] for x in found.argmax(-1)]
        print(f"{name}: dev corpus accuracy {(found.argmax(-1) == gold).mean():.3f}, macro F1 {macro_f1(*labels)[0]:.3f}")
    print(f"int8 decides as fp32 in {(fp32.argmax(-1) == scores.argmax(-1)).mean():.3f} of {len(held)} pairs")
    config = {
        "format": FORMAT,
        "temperature": round(temperature(scores, gold), 2),
        "mentions": MENTIONS,
        "speech": SPEECH,
        "heads": {name: list(labels) for name, labels in PAIR_HEADS.items()},
        "about_an_act": sorted(corpus.ABOUT_AN_ACT),
        "start_weights": START_WEIGHTS.parent.name,
    }
    (TARGET / "model.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(f"temperature {config['temperature']}; {(TARGET / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")
    # One window through the shipped file, as a check that it answers in the shapes it should.
    window = cut_windows("Chile and Ghana met in Accra.", tok, sentences)[0]
    outputs = session(TARGET / "encoder.onnx").run(None, {"ids": np.array([window.ids]), "marks": np.zeros((1, 2), np.int64)})
    print({name: value.shape for name, value in zip(OUTPUTS, outputs, strict=True)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
