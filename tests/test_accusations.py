"""An accusation must never become a war by itself: a hundred articles in which an act is told by one side alone."""

import json
from pathlib import Path

from dragoman.models import Article

CASES = [json.loads(line) for line in (Path(__file__).parent / "data" / "accusations.jsonl").read_text(encoding="utf-8").splitlines()]
HOSTILE = {"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"}


def reported(case, pipeline):
    """Hostile acts of the accused that are told as happened, by the outlet's word or the accused's own."""
    reading = pipeline(Article(id=case["id"], text=case["text"], language="en", published=case["published"]))
    return [
        event
        for event in reading.events
        if event.type in HOSTILE
        and event.polarity == "affirmed"
        and event.modality in {"past", "ongoing"}
        and event.asserted_by in {"outlet", "actor"}
        and any(reading.actor(a).state == case["accused"] for a in event.actors)
        and any(reading.actor(a).state not in {case["accused"], None} for a in event.recipients)
    ]


# Still read wrongly; the aim is none. A claim told as a noun whose source stands in a clause of its own (35, 51), and a
# minister of Guinea taken for one of Guinea-Bissau, of which the article speaks (52).
OPEN = {"acc35", "acc51", "acc52"}


def test_none_but_the_known_ones_comes_out_as_reported(pipeline):
    wrong = {case["id"]: [e.type for e in found] for case in CASES if (found := reported(case, pipeline))}
    assert len(CASES) == 100
    assert set(wrong) <= OPEN, wrong
