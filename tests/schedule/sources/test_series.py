"""Which conference a file's name or the addresses in it tell."""

from __future__ import annotations

import pytest

from planner.schedule.sources.series import (
    DAYS,
    SERIES,
    Edition,
    edition_of_addresses,
    edition_of_place,
)


@pytest.mark.parametrize(
    ("place", "edition"),
    [
        ("icml-2026-orals-posters.json", Edition("icml", 2026)),
        ("/home/ada/neurips-2023/icml-2026-orals-posters (1).json", Edition("icml", 2026)),
        ("C:\\Downloads\\ICML-2026-abstracts.json", Edition("icml", 2026)),
        ("https://icml.cc/static/virtual/data/icml-2024-abstracts.json?v=2", Edition("icml", 2024)),
        ("https://otter.example/otterconf-2031-orals-posters.json", Edition("otterconf", 2031)),
        ("nips2023.json", Edition("neurips", 2023)),
        ("papers_iclr_2025.json", Edition("iclr", 2025)),
        ("otterconf2031.json", None),
        ("icml20261.json", None),
        ("download.json", None),
        ("", None),
        ("https://[", None),
    ],
)
def test_a_name_tells_series_and_year(place: str, edition: Edition | None) -> None:
    assert edition_of_place(place) == edition


@pytest.mark.parametrize(
    ("addresses", "edition"),
    [
        (["https://openreview.net/group?id=ICML.cc/2026/Conference"], Edition("icml", 2026)),
        (["https://cvpr.thecvf.com//virtual/2023/poster/22138"], Edition("cvpr", 2023)),
        (["https://nips.cc/virtual/2022/poster/1"], Edition("neurips", 2022)),
        (["/virtual/2026/poster/60472"], None),
        (["https://icml.cc/about", "", "2026"], None),
        (
            ["https://iclr.cc/virtual/2025/poster/1"] * 2 + ["https://icml.cc/virtual/2024/oral/2"],
            Edition("iclr", 2025),
        ),
        ([], None),
    ],
)
def test_the_addresses_inside_tell_it_by_majority(
    addresses: list[str], edition: Edition | None
) -> None:
    assert edition_of_addresses(addresses) == edition


def test_a_known_series_has_a_name_and_an_address_for_its_data() -> None:
    assert Edition("neurips", 2025).name == "NeurIPS 2025"
    assert Edition("neurips", 2025).id == "neurips2025"
    assert Edition("eccv", 2024).data_address == (
        "https://eccv.ecva.net/static/virtual/data/eccv-2024-orals-posters.json"
    )
    assert Edition("otterconf", 2031).data_address is None


def test_the_known_days_lie_in_their_year_and_in_order() -> None:
    for (series, year), (first, last) in DAYS.items():
        assert series in SERIES
        assert f"{year}-01-01" <= first < last <= f"{year}-12-31"
