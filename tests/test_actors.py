import pytest

from factories import scene


def who(source, mention, published="2021-03-08"):
    """States (or codes, or names) of whom a mention stands for."""
    made = scene(source, published)
    at = made.text.rindex(mention)
    for item in made.cast.mentions:
        if item.span.start == at and item.span.of(made.text) == mention:
            actors = [made.cast.actor(a) for a in item.actors]
            return [a.state or a.code or a.name for a in actors]
    return None


@pytest.mark.parametrize(
    ("source", "mention", "expected"),
    [
        ("[a Chad] sent troops.", "Chad", ["TCD"]),
        ("[a The Peruvian minister] left. [a He] flew home.", "He", ["PER"]),
        ("[a Ana Soto, Chile's ambassador to Ghana,] spoke. [a Soto] left.", "Soto", ["CHL"]),
        ("[a Ghana's ambassador to Chile] spoke. Later [a the ambassador] left.", "the ambassador", ["GHA"]),
        ("[a Oman] said [a it] would pay.", "it", ["OMN"]),  # the subject
        ("[a Oman] helps [a Qatar] to build [a its] fleet.", "its", []),  # whose is not told
        ("[a Fiji] and [a Tonga] met. [a Both sides] agreed.", "Both sides", ["FJI", "TON"]),
        ("[a Fiji], [a Tonga] met.", "Tonga", ["TON"]),
        ("[a Police] beat students in Nairobi, Kenya.", "Police", ["KEN"]),  # the only state of the sentence
        ("[a Police] beat students.", "Police", ["Police"]),  # nobody says whose
        ("[a He] left.", "He", []),
    ],
)
def test_who_is_meant(source, mention, expected):
    assert who(source, mention) == expected


def test_names_that_the_encoder_missed_are_found_unless_they_are_places():
    made = scene("Mongolia thanked Nepal. It rained in Bhutan.")
    assert [m.span.of(made.text) for m in made.cast.mentions] == ["Mongolia", "Nepal"]


def test_ids_follow_the_text():
    made = scene("[a Laos] wrote to [a Oman].")
    assert [(a.id, a.state) for a in made.cast.actors] == [("a1", "LAO"), ("a2", "OMN")]


def test_what_is_talked_about_does_not_act():
    made = scene("[a Fiji] backs [a Serbia] on the issue of [a Kosovo].")
    assert [m.span.of(made.text) for m in made.cast.mentions] == ["Fiji", "Serbia"]
