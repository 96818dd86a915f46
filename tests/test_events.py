from dragoman.assembly import load_gazetteer
from dragoman.events import read_events
from dragoman.ontology import load_ontology
from factories import acts_by, scene


def read(source, *rules, published="2021-03-08"):
    made = scene(source, published)
    return made, read_events(made, acts_by(made, *rules), load_ontology(), load_gazetteer())


def states(made, ids):
    return [made.cast.actor(a).state or made.cast.actor(a).code for a in ids]


def test_every_field_that_is_not_empty_has_its_span():
    made, (event,) = read(
        "[a Norway] sent doctors to [a Malawi] on Friday in [p Blantyre].", ("sent doctors", "Norway", "Malawi", "AID", {"confidence": 0.8})
    )
    assert (event.type, event.confidence, states(made, event.actors), states(made, event.recipients)) == ("AID", 0.8, ["NOR"], ["MWI"])
    assert (event.date.start, event.date.basis, event.place.name) == ("2021-03-05", "text", "Blantyre")
    fields = {e.field for e in event.evidence}
    assert {"type", "actors", "recipients", "modality", "polarity", "aspect", "date", "place"} <= fields
    assert all(made.text[e.start : e.end].strip() for e in event.evidence)


def test_told_twice_is_one_event_with_more_evidence():
    _, events = read(
        "[a Norway] sent doctors to [a Malawi]. It rained. [a Norway] also sent tents to [a Malawi].",
        ("sent doctors", "Norway", "Malawi", "AID"),
        ("sent tents", "Norway", "Malawi", "AID"),
    )
    assert len(events) == 1
    assert len([e for e in events[0].evidence if e.field == "type"]) == 2


def test_two_dates_are_two_events():
    _, events = read(
        "[a Norway] sent doctors to [a Malawi] in 2019. [a Norway] sent tents to [a Malawi] in 2020.",
        ("sent doctors", "Norway", "Malawi", "AID"),
        ("sent tents", "Norway", "Malawi", "AID"),
    )
    assert [e.date.start for e in events] == ["2019-01-01", "2020-01-01"]


def test_intended_and_ongoing_are_told_apart():
    _, events = read(
        "[a Norway] is helping [a Malawi]. [a Norway] is keen to help [a Malawi].",
        ("is helping", "Norway", "Malawi", "AID", {"modality": "ongoing", "aspect": "standing"}),
        ("keen to help", "Norway", "Malawi", "AGREE", {"act": "AID", "modality": "intended"}),
    )
    assert [(e.type, e.act, e.modality, e.intensity) for e in events] == [
        ("AID", None, "ongoing", 10.0),
        ("AGREE", "AID", "intended", None),
    ]


def test_a_mutual_act_is_one_reciprocal_event():
    made, (event,) = read(
        "[a Fiji] and [a Tonga] support each other.",
        ("support each other", "Fiji+Tonga", "Fiji+Tonga", "SUPPORT", {"mutual": 0.9}),
    )
    assert (event.reciprocal, states(made, event.actors), event.recipients) == (True, ["FJI", "TON"], ())
    assert len(event.dyads()) == 2


def test_several_doers_are_one_event():
    made, (event,) = read("[a Fiji] and [a Tonga] condemned [a Oman].", ("condemned", "Fiji+Tonga", "Oman", "ACCUSE"))
    assert states(made, event.actors) == ["FJI", "TON"]


def test_an_official_acts_for_the_state():
    made, (event,) = read(
        "[a Laos] waited. [a The Laotian minister] accused [a Oman].", ("accused", "The Laotian minister", "Oman", "ACCUSE")
    )
    assert made.cast.actor(event.actors[0]).kind == "state"


def test_a_former_official_does_not():
    made, (event,) = read(
        "[a Laos] waited. [a Former Laotian minister Bo Vong] accused [a Oman].",
        ("accused", "Former Laotian minister Bo Vong", "Oman", "ACCUSE"),
    )
    assert made.cast.actor(event.actors[0]).sectors == ("ELI",)


ACCUSED = (("shelled", "Laos", "Oman", "ASSAULT"),)


def test_who_asserts_it():
    cases = {
        "[a Laos] shelled [a Oman].": "outlet",
        "[s1 [a Oman]] [c1 said] [q1 [a Laos] shelled [a Oman]].": "recipient",
        "[s1 [a Laos]] [c1 admitted] [q1 that [a Laos] shelled [a Oman]].": "actor",
        "[s1 [a Fiji]] [c1 said] [q1 [a Laos] shelled [a Oman]].": "third",
        "It [c1 was reported] [q1 that [a Laos] shelled [a Oman]].": "unknown",
    }
    for source, asserted in cases.items():
        _, (event,) = read(source, *ACCUSED)
        assert event.asserted_by == asserted, source


def test_a_denial_beside_the_claim_disputes_it():
    _, events = read(
        "[s1 [a Oman]] [c1 said] [q1 [a Laos] shelled [a Oman]]. [s2 [a Laos]] [c2 said] [q2 [a Laos] had not fired at [a Oman]].",
        *ACCUSED,
        ("not fired", "Laos", "Oman", "ASSAULT", {"polarity": "negated"}),
    )
    assert [(e.polarity, len(e.denied_by)) for e in events] == [("affirmed", 1)]


def test_a_denial_alone_stays_a_negated_act_without_intensity():
    _, (event,) = read(
        "[s2 [a Laos]] [c2 said] [q2 [a Laos] had not fired at [a Oman]].",
        ("not fired", "Laos", "Oman", "ASSAULT", {"polarity": "negated"}),
    )
    assert (event.polarity, event.intensity, event.denied_by) == ("negated", None, ())


def test_two_unknown_sides_are_nothing():
    _, events = read("[a Bo Vong] beat [a Al Zed].", ("beat", "Bo Vong", "Al Zed", "ASSAULT"))
    assert events == ()


def test_aid_without_a_recipient_is_nothing():
    _, events = read("[a Norway] gave.", ("gave", "Norway", None, "AID"))
    assert events == ()


def test_a_doer_alone():
    _, (event,) = read("[a Norway] mobilised troops.", ("mobilised", "Norway", None, "MOBILIZE"))
    assert event.recipients == ()


def test_dates_of_news_are_those_of_publication_and_standing_states_have_none():
    rule = ("backs", "Norway", "Malawi", "SUPPORT")
    _, (news,) = read("[a Norway] backs [a Malawi].", rule)
    _, (standing,) = read("[a Norway] backs [a Malawi].", (*rule, {"aspect": "standing", "modality": "ongoing"}))
    assert (news.date.start, news.date.basis) == ("2021-03-08", "publication")
    assert (standing.date.start, standing.date.basis) == (None, "none")


def test_where_the_text_is_about_sport_an_act_takes_more_evidence():
    from dataclasses import replace

    from dragoman.models import Topic
    from dragoman.spans import Span

    made = scene("[a Norway] attacked [a Malawi] down the left.")
    sport = replace(made, topics=(Topic(Span(0, len(made.text)), -1.0),))
    politics = replace(made, topics=(Topic(Span(0, len(made.text)), 4.0),))
    for confidence, expected in ((0.8, (1, 0, 1)), (0.9999, (1, 1, 1))):
        acts = acts_by(made, ("attacked", "Norway", "Malawi", "ASSAULT", {"confidence": confidence}))
        found = tuple(len(read_events(s, acts, load_ontology(), load_gazetteer())) for s in (made, sport, politics))
        assert found == expected


def test_unlikely_sides_are_none():
    made, (event,) = read("[a Laos] accused [a Oman].", ("accused", "Laos", "Oman", "ACCUSE", {"sure": 0.7}))
    assert (states(made, event.actors), event.confidence) == (["LAO"], 0.441)
    assert read("[a Laos] accused [a Oman].", ("accused", "Laos", "Oman", "ACCUSE", {"sure": 0.4}))[1] == ()


def test_a_second_type_nearly_as_likely_is_an_event_of_its_own():
    both = {"confidence": 0.5, "second": {"AID": 0.45}}
    _, events = read("[a Fiji] stood by [a Oman].", ("stood by", "Fiji", "Oman", "SUPPORT", both))
    assert [e.type for e in events] == ["AID", "SUPPORT"]


def test_modes_and_contexts_are_the_likelier_ones():
    told = {"modes": {"": 0.2, "CONSULT visit": 0.7, "AID none": 0.1}, "contexts": {"economic": 0.8, "military": 0.2}}
    _, (event,) = read("[a Fiji] received [a Oman].", ("received", "Fiji", "Oman", "CONSULT", told))
    assert (event.mode, event.contexts) == ("visit", ("economic",))
    assert {"mode", "contexts"} <= {e.field for e in event.evidence}


def test_planned_cooperation_is_agreement_to_it_and_a_planned_withdrawal_a_concession():
    for kind, expected in {
        "CONSULT": ("AGREE", "CONSULT"),
        "AID": ("AGREE", "AID"),
        "RETREAT": ("CONCEDE", None),
        "SANCTION": ("SANCTION", None),
    }.items():
        _, (event,) = read("[a Norway] plans it with [a Malawi].", ("plans it", "Norway", "Malawi", kind, {"modality": "intended"}))
        assert (event.type, event.act) == expected


def test_a_ministry_acts_for_its_state_though_only_it_is_named():
    made, (event,) = read(
        "[a The Laotian foreign ministry] accused [a Oman].", ("accused", "The Laotian foreign ministry", "Oman", "ACCUSE")
    )
    assert (made.cast.actor(event.actors[0]).kind, states(made, event.actors)) == ("state", ["LAO"])
