"""Making a board in the page, without scripts: every change is a form."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from vigie.web.boards.declaration import load_dashboard
from vigie.web.boards.shelf import SHIPPED

from .conftest import Visitor, open_company
from .signing import person_of


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A director of a company of the module's own."""
    workspace = open_company(tmp_path_factory.mktemp("making"))
    yield Visitor(workspace, "director")
    workspace.close()


def made(maker: Visitor, **fields: str) -> str:
    """The name of a new board."""
    answer = maker.post("/boards", data=fields)
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/boards/(b-[0-9a-f]+)/edit", answer.headers["location"])
    assert found, answer.headers["location"]
    return found[1]


def version(maker: Visitor, name: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', maker.get(f"/boards/{name}/edit").text)
    assert found
    return found[1]


def do(maker: Visitor, name: str, word: str, **fields: object) -> str:
    """Presses a button of the editor as it stands; where it leads."""
    seen = {"seen": version(maker, name), "do": word}
    answer = maker.post(f"/boards/{name}/edit", data=seen | fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def board(maker: Visitor, name: str) -> dict[str, object]:
    """What the board's file holds."""
    held: dict[str, object] = yaml.safe_load(maker.get(f"/boards/{name}.yaml").text)
    return held


@pytest.fixture
def mine(maker: Visitor) -> str:
    """A board with two figures and two charts."""
    return made(
        maker,
        yaml="""\
label: {en: Mine, fr: Le mien}
tiles: [revenue, win_rate]
panels:
  - {id: months, chart: columns, metric: revenue, by: month, label: {en: Months, fr: Mois}}
  - {id: regions, chart: map, metric: revenue, by: region, columns: 6, label: {en: Map, fr: Carte}}
""",
    )


def test_a_shipped_board_is_edited_as_a_copy(maker: Visitor) -> None:
    assert 'name="copy_of" value="home"' in maker.get("/").text

    name = made(maker, copy_of="home")

    page = maker.get(f"/boards/{name}?lang=en").text
    assert "Sales cockpit (copy)" in page
    assert f'href="/boards/{name}/edit"' in page
    assert maker.get("/boards/home/edit").status_code == 403
    shipped = load_dashboard(SHIPPED / "home.yaml")
    held = board(maker, name)
    assert held["tiles"] == [tile.metric for tile in shipped.tiles]


def test_an_empty_board_asks_for_a_name_only(maker: Visitor) -> None:
    name = made(maker, name="Lundi")

    assert "No figure yet" in maker.get(f"/boards/{name}/edit?lang=en").text
    assert maker.get(f"/boards/{name}").status_code == 200
    assert maker.post("/boards", data={"name": " "}).status_code == 422


def test_figures_charts_and_texts_are_added(maker: Visitor, mine: str) -> None:
    do(maker, mine, "figure", metric="orders")
    do(maker, mine, "figure", metric="orders")
    opened = do(maker, mine, "chart", metric="orders")
    do(maker, mine, "text")

    held = board(maker, mine)
    assert held["tiles"] == [
        "revenue",
        "win_rate",
        "orders",
        {"metric": "orders", "id": "orders_2"},
    ]
    assert [panel["chart"] for panel in held["panels"]] == ["columns", "map", "columns", "text"]
    assert "part=orders_by_month" in opened


@pytest.mark.parametrize(
    ("word", "order"),
    [("later", ["regions", "months"]), ("earlier", ["months", "regions"])],
)
def test_a_chart_moves_by_buttons(maker: Visitor, mine: str, word: str, order: list[str]) -> None:
    do(maker, mine, word, part="months")

    assert [panel["id"] for panel in board(maker, mine)["panels"]] == order


def test_a_part_is_placed_before_another(maker: Visitor, mine: str) -> None:
    do(maker, mine, "place", part="regions", before="months")
    do(maker, mine, "place", part="revenue", before="")

    held = board(maker, mine)
    assert [panel["id"] for panel in held["panels"]] == ["regions", "months"]
    assert held["tiles"] == ["win_rate", "revenue"]


def test_a_chart_grows_within_the_grid(maker: Visitor, mine: str) -> None:
    for word in ("wider", "taller", "taller", "taller"):
        do(maker, mine, word, part="months")
    do(maker, mine, "size", part="regions", columns="1", rows="9")

    months, regions = board(maker, mine)["panels"]
    assert (months["columns"], months["rows"]) == (4, 3)
    assert (regions["columns"], regions["rows"]) == (2, 3)


def test_a_part_is_removed_and_brought_back(maker: Visitor, mine: str) -> None:
    do(maker, mine, "remove", part="revenue")
    assert board(maker, mine)["tiles"] == ["win_rate"]

    do(maker, mine, "undo")
    assert board(maker, mine)["tiles"] == ["revenue", "win_rate"]

    do(maker, mine, "redo")
    assert board(maker, mine)["tiles"] == ["win_rate"]


SET = {
    "part": "regions",
    "set-chart": "bridge",
    "set-metric": ["revenue"],
    "set-by": "region",
    "set-against": "target",
    "set-title-en": "From plan",
    "set-period": "quarter",
    "set-compare": "target",
    "set-where-channel": ["online"],
    "set-filters": "1",
}


def test_settings_make_another_chart_with_a_question_of_its_own(maker: Visitor, mine: str) -> None:
    do(maker, mine, "set", **SET)

    panel = board(maker, mine)["panels"][1]
    assert panel == {
        "id": "regions",
        "label": {"en": "From plan", "fr": "From plan"},
        "scope": {"period": "quarter", "compare": "target", "where": {"channel": ["online"]}},
        "chart": "bridge",
        "metric": "revenue",
        "by": "region",
        "against": "target",
        "filters": "region",
    }


def test_settings_are_tried_before_they_are_kept(maker: Visitor, mine: str) -> None:
    question = {**SET, "set-title-en": "Just trying", "set-where-channel": []}
    page = maker.get(f"/boards/{mine}/edit", params={**question, "lang": "en"}).text

    assert "chart-bridge" in page
    assert "Just trying" in page
    assert board(maker, mine)["panels"][1]["chart"] == "map"


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"set-metric": ["revenue"], "set-by": "month"}, ["columns", "pace"]),
        ({"set-metric": ["win_rate"], "set-by": "month"}, ["columns"]),
        (
            {"set-metric": ["revenue"], "set-by": "region"},
            ["map", "ranking", "buckets", "bridge", "bullets"],
        ),
        ({"set-metric": ["revenue", "orders"], "set-by": "region"}, ["scorecard", "scatter"]),
        (
            {"set-metric": ["revenue"], "set-by": "region", "set-across": "month"},
            ["heatmap", "multiples", "curves", "stacked", "shares"],
        ),
        ({"set-metric": ["revenue"], "set-by": ""}, ["figure", "indicators", "list"]),
    ],
)
def test_only_charts_that_carry_the_question_are_offered(
    maker: Visitor, mine: str, asked: dict[str, object], kinds: list[str]
) -> None:
    page = maker.get(
        f"/boards/{mine}/edit", params={"part": "regions", "set-chart": "list", **asked}
    ).text

    assert re.findall(r'name="set-chart" value="([a-z]+)"', page) == kinds


def test_a_chart_becomes_a_figure(maker: Visitor, mine: str) -> None:
    do(maker, mine, "set", **{**SET, "set-chart": "figure", "set-by": "", "set-where-channel": []})

    held = board(maker, mine)
    assert held["tiles"][-1]["id"] == "regions"
    assert [panel["id"] for panel in held["panels"]] == ["months"]


def test_the_groups_of_a_list_of_indicators_stay(maker: Visitor) -> None:
    name = made(maker, copy_of="strategy")
    panel = next(p for p in board(maker, name)["panels"] if p["chart"] == "indicators")
    first, *others = panel["groups"]
    chosen = [*first["metrics"][1:], *(m for group in others for m in group["metrics"])]

    do(
        maker,
        name,
        "set",
        **{"part": panel["id"], "set-chart": "indicators", "set-metric": chosen, "set-by": ""},
    )

    after = next(p for p in board(maker, name)["panels"] if p["id"] == panel["id"])
    assert after["groups"] == [{**first, "metrics": first["metrics"][1:]}, *others]


def test_the_board_says_whether_it_is_read_at_a_glance(maker: Visitor, mine: str) -> None:
    page = maker.get(f"/boards/{mine}/edit?side=board&lang=en").text
    assert "2 tiles: 5 to 9 are read at a glance, 7 is best." in page

    full = made(maker, copy_of="home")
    for metric in ("orders", "visits", "calls", "meetings"):
        do(maker, full, "figure", metric=metric)
    page = maker.get(f"/boards/{full}/edit?side=board&lang=en").text
    assert "11 tiles" in page

    one = made(maker, yaml="label: {en: A, fr: A}\ntiles: [revenue, orders]")
    page = maker.get(f"/boards/{one}/edit?side=board&lang=en").text
    assert "All tiles are of one nature" in page


def test_the_catalogue_is_searched_in_both_languages(maker: Visitor, mine: str) -> None:
    for words in ("chiffre affaires", "invoiced excluding tax"):
        page = maker.get(f"/boards/{mine}/edit", params={"q": words, "lang": "en"}).text
        assert 'name="metric" value="revenue"' in page
        assert "Where to put people and effort this month." in page
        assert "on the board" in page


def test_an_indicator_without_data_says_what_it_waits_for(maker: Visitor, mine: str) -> None:
    page = maker.get(f"/boards/{mine}/edit?q=sessions&lang=en").text

    assert "Waits for data:" in page


def test_the_owner_the_decision_and_the_target_stand_in_the_settings(
    maker: Visitor, mine: str
) -> None:
    page = maker.get(f"/boards/{mine}/edit?part=revenue&lang=en").text

    assert "Sales director" in page
    assert "Where to put people and effort this month." in page
    assert re.search(r"<dt>Target</dt><dd>€", page)


def test_the_name_the_question_and_the_period_of_a_board_change(maker: Visitor, mine: str) -> None:
    do(
        maker,
        mine,
        "frame",
        **{"label-fr": "Lundi", "question-en": "What now?", "board-period": "month"},
    )

    held = board(maker, mine)
    assert held["label"] == {"en": "Lundi", "fr": "Lundi"}
    assert held["question"] == {"en": "What now?", "fr": "What now?"}
    assert held["period"] == "month"


def test_yaml_comes_back_as_it_was_written(maker: Visitor, mine: str) -> None:
    text = maker.get(f"/boards/{mine}.yaml").text
    other = made(maker, yaml=text)

    assert maker.get(f"/boards/{other}.yaml").text == text
    do(maker, other, "yaml", yaml=text.replace("Mine", "Yours"))
    assert board(maker, other)["label"]["en"] == "Yours"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "yaml", "yaml": "tiles: [revenue]"}, "label"),
        ({"do": "figure", "metric": "revenu"}, "did you mean"),
        ({"do": "remove", "part": "nothing"}, "no part"),
        ({"do": "dance"}, "button"),
        ({"do": "size", "part": "months", "columns": "x", "rows": "1"}, "size"),
        ({"do": "frame"}, "name"),
        ({"do": "set", "part": "months", "set-chart": "map", "set-by": "region"}, "No chart"),
        ({"do": "show", "number": "99"}, "no version"),
    ],
)
def test_what_cannot_be_done_is_said_in_the_editor(
    maker: Visitor, mine: str, fields: dict[str, str], words: str
) -> None:
    before = maker.get(f"/boards/{mine}.yaml").text
    answer = maker.post(f"/boards/{mine}/edit?lang=en", data={"seen": "1", **fields})

    assert 400 <= answer.status_code < 500
    assert words in answer.text
    assert 'class="note bad"' in answer.text
    assert maker.get(f"/boards/{mine}.yaml").text == before


def test_changes_of_two_editors_stand_side_by_side(maker: Visitor, mine: str) -> None:
    seen = version(maker, mine)
    colleague = Visitor(maker.workspace, "admin")
    share = {f"person-{person_of(maker.workspace, 'admin').id}": "edit"}
    assert maker.post(f"/boards/{mine}/share", data=share).status_code == 303
    do(colleague, mine, "remove", part="win_rate")

    answer = maker.post(
        f"/boards/{mine}/edit", data={"seen": seen, "do": "figure", "metric": "orders"}
    )
    page = maker.get(answer.headers["location"] + "&lang=en").text

    assert "your change was added to theirs" in page
    assert board(maker, mine)["tiles"] == ["revenue", "orders"]


def test_the_second_to_change_the_same_part_is_told_and_loses_nothing(
    maker: Visitor, mine: str
) -> None:
    seen = version(maker, mine)
    do(maker, mine, "set", **SET)

    answer = maker.post(
        f"/boards/{mine}/edit",
        data={**SET, "seen": seen, "do": "set", "set-chart": "ranking"},
    )
    page = maker.get(answer.headers["location"] + "&lang=en").text

    assert "Somebody else has changed this board meanwhile" in page
    assert board(maker, mine)["panels"][1]["chart"] == "bridge"
    number = re.search(r"overtaken=(\d+)", answer.headers["location"])
    assert number
    do(maker, mine, "show", number=number[1])
    assert board(maker, mine)["panels"][1]["chart"] == "ranking"


def test_every_change_is_written_down(maker: Visitor, mine: str) -> None:
    do(maker, mine, "remove", part="win_rate")

    entries = maker.workspace.people.audit.entries()
    changed, created = [one for one in entries if one.subject == mine]
    assert (changed.action, created.action) == ("board_changed", "board_made")
    assert '"part": ""' in changed.detail or "remove" in changed.detail


def test_a_copy_of_a_file_is_kept_out_of_reach_of_others(maker: Visitor, mine: str) -> None:
    rep = Visitor(maker.workspace, "rep")

    for address in (f"/boards/{mine}", f"/boards/{mine}/edit", f"/boards/{mine}.yaml"):
        assert rep.get(address).status_code == 404
    assert rep.post(f"/boards/{mine}/edit", data={"do": "remove"}).status_code == 404
    viewer = Visitor(maker.workspace, "viewer")
    assert viewer.post("/boards", data={"copy_of": "home"}).status_code == 403


def test_workspaces_keep_nothing_of_personal_boards(maker: Visitor, mine: str) -> None:
    folder: Path = maker.workspace.directory / "dashboards"

    assert not (folder / f"{mine}.yaml").exists()
