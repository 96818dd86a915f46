"""Names that several things share: each told by its article, or left open with the candidates. All sentences are our own."""

import pytest

from dragoman.assembly import load_gazetteer
from dragoman.gazetteer import Named
from dragoman.phrases import read_phrase
from dragoman.surroundings import look_around

CASES = [
    # name, text around it, state (or the candidates, or "" where no state is meant)
    ("Georgia", "Georgia asked Armenia to reopen the rail line, officials in Tbilisi said.", "GEO"),
    ("Georgia", "Voters in Georgia go to a runoff; the governor spoke in Atlanta on Monday.", "USA"),
    ("Georgia", "Georgia and its neighbours met.", "GEO"),
    ("Congo", "Congo's army shelled hills near Goma held by M23 fighters.", "COD"),
    ("Congo", "Congo's president Denis Sassou Nguesso left Brazzaville for talks.", "COG"),
    ("Congolese", "Congolese troops paraded in Brazzaville as Sassou Nguesso looked on.", "COG"),
    ("Congolese", "Congolese troops left Bukavu.", "COD"),
    ("Korea", "Korea will host the talks in Busan, the foreign ministry in Seoul said.", "KOR"),
    ("Korea", "Korea fired another missile, and Pyongyang's radio praised Kim Jong Un.", "PRK"),
    ("Korea", "The war in Korea ended with a truce.", ("KOR", "PRK")),
    ("Guinea", "Guinea's junta chief Doumbouya dissolved the cabinet in Conakry.", "GIN"),
    ("Guinea", "Guinea's president Embalo returned to Bissau.", "GNB"),
    ("Ireland", "Ireland's taoiseach flew to Brussels from Dublin.", "IRL"),
    ("Ireland", "A bomb was found in a Belfast street; parties in Stormont called it an attack on all Ireland.", "GBR"),
    ("Dominican", "Dominican police held twelve Haitians near Santo Domingo.", "DOM"),
    ("Dominican", "The Dominican prime minister, Roosevelt Skerrit, spoke in Roseau.", "DMA"),
    ("Samoa", "Samoa's prime minister opened the wharf in Apia.", "WSM"),
    ("Samoa", "The cannery in Pago Pago is the largest employer of Samoa's eastern islands.", "USA"),
    ("Macedonia", "Macedonia's parliament in Skopje voted on the name.", "MKD"),
    ("Macedonia", "The governor of Central Macedonia met farmers in Thessaloniki.", "GRC"),
    ("Luxembourg", "Luxembourg's prime minister Bettel called a summit.", "LUX"),
    ("Luxembourg", "Roads in the province of Luxembourg were closed between Arlon and Bastogne.", "BEL"),
    ("Niger", "Niger's generals closed the airspace over Niamey.", "NER"),
    ("Niger", "Bandits took 40 pupils in Niger, where the state government sits in Minna.", "NGA"),
    ("Granada", "The mayor of Granada welcomed the Spanish king to the Alhambra.", ""),
    ("Tripoli", "Haftar's forces shelled Tripoli, the Libyan health ministry said.", "LBY"),
    ("Tripoli", "The Lebanese army set up posts in Tripoli after sunni clashes.", "LBN"),
    ("Punjab", "Farmers in Punjab marched from Amritsar to New Delhi.", "IND"),
    ("Punjab", "The Punjab government in Lahore banned rallies.", "PAK"),
    ("Punjab", "Punjab grows wheat.", ("IND", "PAK")),
]


@pytest.mark.parametrize(("name", "text", "state"), CASES)
def test_a_name_is_what_its_article_makes_of_it(name, text, state):
    gazetteer = load_gazetteer()
    [made] = read_phrase(name, gazetteer, None, look_around(text, gazetteer))
    if isinstance(state, tuple):
        assert (made.state, made.reason, made.candidates) == (None, "ambiguous", state)
    else:
        assert (made.state or "") == state


def test_dateline_and_outlet_speak_for_a_namesake():
    gazetteer = load_gazetteer()

    def state(**told):
        return read_phrase("Georgia", gazetteer, None, look_around("Georgia votes on Sunday.", gazetteer, **told))[0].state

    assert state() == "GEO"
    assert state(dateline="ATLANTA") == "USA"
    text = "Punjab votes on Sunday."
    around = look_around(text, gazetteer, url="https://news.example.pk/1")
    assert read_phrase("Punjab", gazetteer, None, around)[0].state == "PAK"


def test_a_state_beside_the_name_decides_before_the_article():
    gazetteer = load_gazetteer()
    around = look_around("A court in Amritsar ruled.", gazetteer)
    assert read_phrase("the governor of Pakistan's Punjab", gazetteer, None, around)[0].state == "PAK"


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Michael Jordan met the king of Jordan.", ["JOR"]),
        ("Jordan Peterson spoke.", []),
        ("New Mexico and Mexico", ["USA", "MEX"]),
        ("He ate turkey in Turkey.", ["TUR"]),
        ("a chad that hung, and Chad", ["TCD"]),
        ("fine china from China", ["CHN"]),
        ("Nigerien and Nigerian envoys", ["NER", "NGA"]),
        ("North Korean and South Korean envoys", ["PRK", "KOR"]),
        ("Dominica and the Dominican Republic", ["DMA", "DOM"]),
        ("Northern Ireland", ["GBR"]),
        ("American Samoa", ["USA"]),
        ("North Macedonia", ["MKD"]),
        ("Papua New Guinea, Equatorial Guinea, Guinea-Bissau", ["PNG", "GNQ", "GNB"]),
        ("Republic of the Congo, Democratic Republic of the Congo", ["COG", "COD"]),
        ("the Niger Delta", ["NGA"]),
    ],
)
def test_longer_names_and_other_words_are_not_the_state(text, states):
    assert [f.entity.state for f in load_gazetteer().find(text)] == states


def test_every_namesake_is_known_and_has_cues():
    lexicon = load_gazetteer().lexicon
    for name in load_gazetteer().loose:
        [sense] = lexicon.known(name)
        assert isinstance(sense, Named)
        assert len(sense.among) > 1
        assert all(n.cues for n in sense.among)
        assert sum(n.usual for n in sense.among) <= 1
