"""From the trained networks to what ships: int8 ONNX, tokenizer, labels and calibration, in `src/dragoman/data/model/`.

python train/export.py [READER ACTS PAIRS]      names in runs/, default: final acts pairs
"""

from __future__ import annotations

import hashlib
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
from dragoman.confidence import CHANCES, FLAGS
from dragoman.encode import FORMAT
from dragoman.evaluate import macro_f1
from net import HEADS, JUDGE_OUTPUTS, LABELS, READER_OUTPUTS, START_WEIGHTS, Judge, Reader
from recipe import load, type_scores

TARGET = pathlib.Path(__file__).parents[1] / "src" / "dragoman" / "data" / "model"


class ExportedReader(nn.Module):
    """The reader for one window, where every position holds a token."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        """Give the outputs in their order."""
        out = self.net(ids, torch.ones_like(ids))
        return tuple(out[name] for name in READER_OUTPUTS)


class ExportedJudge(nn.Module):
    """A judge for one marked sentence."""

    def __init__(self, net: Judge) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        """Give the outputs in their order."""
        out = self.net(ids, torch.ones_like(ids), marks)
        return tuple(out[name] for name in JUDGE_OUTPUTS)


def to_onnx(net: Reader | Judge, target: pathlib.Path) -> None:
    """Write fp32 ONNX with a free number of tokens, then int8 weights (7 bits, so that no processor saturates)."""
    net.eval()
    ids, marks = torch.randint(1000, 2000, (1, 24)), torch.tensor([[3, 9]])
    pair = isinstance(net, Judge)
    outputs = JUDGE_OUTPUTS if pair else READER_OUTPUTS
    tokens = {1: torch.export.Dim("tokens", min=2, max=512)}
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "fp32.onnx"
        torch.onnx.export(
            (ExportedJudge(net) if isinstance(net, Judge) else ExportedReader(net)).eval(), (ids, marks) if pair else (ids,), plain,
            input_names=["ids", "marks"] if pair else ["ids"], output_names=list(outputs),
            dynamic_shapes={"ids": tokens, "marks": None} if pair else {"ids": tokens},
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
    """Export, compare with the networks, calibrate, write."""
    names = arguments or ["final", "acts", "pairs"]
    reader, acts, judge = Reader(attention="eager"), Judge(attention="eager"), Judge(attention="eager")
    for net, name in zip((reader, acts, judge), names, strict=True):
        load(net, name)
    TARGET.mkdir(parents=True, exist_ok=True)
    to_onnx(reader, TARGET / "reader.onnx")
    to_onnx(acts, TARGET / "acts.onnx")
    to_onnx(judge, TARGET / "pairs.onnx")
    tok = data.tokenizer()
    tok.save(str(TARGET / "tokenizer.json"))
    held = data.corpus_pairs(corpus.load(development=True), tok, random.Random(0))
    scores = onnx_scores(session(TARGET / "pairs.onnx"), held)
    gold = np.array([max(p.types, key=p.types.get) for p in held])
    fp32 = type_scores(judge, held)
    for name, found in (("fp32", fp32), ("int8", scores)):
        both = [LABELS[x] for x in gold], [LABELS[x] for x in found.argmax(-1)]
        print(f"{name}: dev corpus accuracy {(found.argmax(-1) == gold).mean():.3f}, macro F1 {macro_f1(*both)[0]:.3f}")
    print(f"int8 decides as fp32 in {(fp32.argmax(-1) == scores.argmax(-1)).mean():.3f} of {len(held)} pairs")
    labels = {"heads": {name: list(several) for name, several in HEADS.items()}, "about_an_act": sorted(corpus.ABOUT_AN_ACT)}
    config = {
        "format": FORMAT,
        # A pair's confidence is calibrated here, an event's in calibrate.py.
        "acts": {"temperature": 1.0, **labels},
        "pairs": {"temperature": round(temperature(scores, gold), 2), **labels},
        "confidence": {name: float(name in CHANCES) for name in (*CHANCES, *FLAGS, "bias")},
        "floor": 0.0,
        "start_weights": START_WEIGHTS.parent.name,
        "digests": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(TARGET.glob("*")) if path.suffix == ".onnx"
        },
    }
    config["digests"]["tokenizer.json"] = hashlib.sha256((TARGET / "tokenizer.json").read_bytes()).hexdigest()
    (TARGET / "model.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(f"{sum(path.stat().st_size for path in TARGET.glob('*.onnx')) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
