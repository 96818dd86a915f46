import pytest

from factories import scene


def statements(source):
    made = scene(source)
    return made, made.statements


def test_direct_and_indirect_are_told_apart():
    _, (one, two) = statements(
        "[q1 \u201cWe will pay,\u201d] [s1 [a the Omani minister]] [c1 said]. [s2 [a He]] [c2 added] [q2 that it was late]."
    )
    assert (one.direct, two.direct) == (True, False)
    assert one.speaker == two.speaker is not None


def test_a_quotation_is_whole():
    made, (one,) = statements(
        "\u201cWe stand firm. [q1 We always have stood firm here. And we will stay,\u201d] [s1 [a the Omani minister]] [c1 said]."
    )
    assert one.content[0].of(made.text) == "\u201cWe stand firm. We always have stood firm here. And we will stay,\u201d"


def test_an_open_quotation_goes_on_in_the_next_paragraph():
    made, (one,) = statements(
        "[s1 [a The Omani minister]] [c1 said]: [q1 \u201cWe have waited long enough for this.]\n\n\u201cNow we will act on our own.\u201d\n\nIt rained."
    )
    assert [c.of(made.text)[:9] for c in one.content] == ["\u201cWe have ", "\u201cNow we w"]


def test_this_was_told_by_gives_the_speaker_what_stands_before():
    made, (one,) = statements("Laos helps Oman with its roads.\n\nThis was stated by [a the Laotian ambassador to Oman], on Monday.")
    assert one.content[0].of(made.text) == "Laos helps Oman with its roads"
    assert made.cast.actor(one.speaker).accredited_to == "OMN"


def test_speech_in_speech():
    _, (outer, inner) = statements("[s1 [a Oman]] [c1 said] [q1 that [s2 [a Laos]] [c2 had claimed] [q2 the island]].")
    assert inner.within == outer.id
    assert outer.within is None


def test_the_occasion_of_a_statement():
    made, (one,) = statements("Speaking at a reception in Muscat, [s1 [a the Omani minister]] [c1 said] [q1 that it would rain].")
    assert one.occasion.of(made.text) == "at a reception in Muscat"


@pytest.mark.parametrize(
    ("words", "state"),
    [("we", "CHL"), ("our country", "CHL")],
)
def test_we_is_the_state_of_whoever_speaks_for_it(words, state):
    made, _ = statements(f"[s1 [a Chile's ambassador]] [c1 said] [q1 that [a {words}] would help [a Oman]].")
    mention = next(m for m in made.cast.mentions if m.span.of(made.text) == words)
    [actor] = [made.cast.actor(a) for a in mention.actors]
    assert (actor.kind, actor.state) == ("state", state)


def test_i_is_the_speaker_and_not_the_state():
    made, (one,) = statements("[q1 \u201c[a I] am glad to be here,\u201d] [s1 [a Chile's ambassador]] [c1 said].")
    mention = next(m for m in made.cast.mentions if m.span.of(made.text) == "I")
    assert mention.actors == (one.speaker,)


def test_we_without_a_speaker_stays_open():
    made, _ = statements("[a We] will help [a Oman].")
    assert next(m for m in made.cast.mentions if m.how == "unresolved").actors == ()


@pytest.mark.parametrize("text", ["\u201c", '"', "\u201c\u201c\u201c \u201d", "\u00ab a b c d e", ""])
def test_odd_quote_marks_are_survived(text):
    scene(text + " Oman left.")
