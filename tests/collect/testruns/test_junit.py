"""JUnit XML as tools really write it, and as nobody should."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.collect.testruns import rules
from kaizen.collect.testruns.junit import read
from kaizen.collect.testruns.model import Case, Outcome, Report, Totals
from kaizen.kit.errors import KaizenError
from tests.collect.testruns.files import report_file

P, F, E, S = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED


def reading(folder: Path, content: str | bytes) -> Report:
    return read(report_file(folder, content))


def suite(inside: str, attributes: str = 'name="s"') -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites><testsuite {attributes}>{inside}</testsuite></testsuites>'
    )


CASES = [
    pytest.param("<testcase classname='c' name='n' time='1.5'/>", Case("c", "n", None, None, 1.5), id="a plain case"),
    pytest.param("<testcase name='n'/>", Case("s", "n"), id="without a class it belongs to its suite"),
    pytest.param("<testcase classname='' name='n'/>", Case("s", "n"), id="an empty class is none"),
    pytest.param("<testcase class='c' name='n'/>", Case("c", "n"), id="the class may be called class"),
    pytest.param("<testcase/>", Case("s", "(no name)"), id="without any attribute it still counts"),
    pytest.param(
        "<testcase classname='c' name='n' file='a.py' line='7'/>",
        Case("c", "n", "a.py", 7),
        id="file and line are kept",
    ),
    pytest.param("<testcase name='n' time='1,234.5'/>", Case("s", "n", None, None, 1234.5), id="commas mark thousands"),
    pytest.param("<testcase name='n' time='0,25'/>", Case("s", "n", None, None, 0.25), id="a lone comma is decimal"),
    pytest.param("<testcase name='n' time='1.2s'/>", Case("s", "n", None, None, 1.2), id="a unit is no trouble"),
    pytest.param("<testcase name='n' time='NaN'/>", Case("s", "n"), id="not a number is unknown, not 0"),
    pytest.param("<testcase name='n' time='-1'/>", Case("s", "n"), id="a negative time is unknown"),
    pytest.param("<testcase name='n' time='inf'/>", Case("s", "n"), id="an endless time is unknown"),
    pytest.param("<testcase name='n' time='1e999'/>", Case("s", "n"), id="a time beyond all numbers is unknown"),
    pytest.param("<testcase name='n' time='soon'/>", Case("s", "n"), id="a word is no time"),
    pytest.param("<testcase name='n' line='x'/>", Case("s", "n"), id="a word is no line"),
    pytest.param("<testcase name='a&lt;b&gt; &#x1F600;'/>", Case("s", "a<b> 😀"), id="entities of XML are resolved"),
    pytest.param("<testcase name='n'></testcase>", Case("s", "n"), id="open and close tags instead of one"),
    pytest.param(
        "<testcase name='n'><failure message='m'>text\nmore</failure></testcase>",
        Case("s", "n", outcome=F, message="m", output="text\nmore"),
        id="a failure with message and text",
    ),
    pytest.param(
        "<testcase name='n'><failure>first\nsecond</failure></testcase>",
        Case("s", "n", outcome=F, message="first", output="first\nsecond"),
        id="without a message the first line serves",
    ),
    pytest.param("<testcase name='n'><error/></testcase>", Case("s", "n", outcome=E), id="an empty error"),
    pytest.param(
        "<testcase name='n'><skipped message='why'/></testcase>",
        Case("s", "n", outcome=S, message="why"),
        id="skipped with the reason",
    ),
    pytest.param(
        "<testcase name='n'><skipped/><failure message='f'>a</failure><error message='e'>b</error></testcase>",
        Case("s", "n", outcome=E, message="e", output="a\nb"),
        id="of several children the worst decides, and all texts are kept",
    ),
    pytest.param(
        "<testcase name='n'><failure message='one'/><failure message='two'/></testcase>",
        Case("s", "n", outcome=F, message="one"),
        id="of two failures the first is told",
    ),
    pytest.param(
        "<testcase name='n'><flakyFailure message='m'>t</flakyFailure></testcase>",
        Case("s", "n", message="m", output="t", flaky=True),
        id="passed when repeated is passed and flaky",
    ),
    pytest.param(
        "<testcase name='n'><flakyError message='m'/></testcase>",
        Case("s", "n", message="m", flaky=True),
        id="a flaky error too",
    ),
    pytest.param(
        "<testcase name='n'><failure message='m'/><rerunFailure message='again'/></testcase>",
        Case("s", "n", outcome=F, message="m"),
        id="failed each time it was repeated is failed, not flaky",
    ),
    pytest.param(
        "<testcase name='n'><failure message='m'>t</failure><system-out>out</system-out></testcase>",
        Case("s", "n", outcome=F, message="m", output="t\n[system-out]\nout"),
        id="the output of a failure is kept",
    ),
    pytest.param(
        "<testcase name='n'><system-out>out</system-out></testcase>",
        Case("s", "n"),
        id="the output of a pass is not",
    ),
    pytest.param("<testcase name='n' status='disabled'/>", Case("s", "n", outcome=S), id="disabled never ran"),
    pytest.param("<testcase name='n' status='notrun'/>", Case("s", "n", outcome=S), id="notrun never ran"),
    pytest.param(
        "<testcase name='n' status='run' result='skipped'/>", Case("s", "n", outcome=S), id="skipped while run"
    ),
    pytest.param("<testcase name='n' status='failed'/>", Case("s", "n", outcome=F), id="failed without a child"),
    pytest.param("<testcase name='n' status='run'/>", Case("s", "n"), id="run has passed"),
    pytest.param(
        "<testcase name='n' outcome='failed' flaky='yes'/>", Case("s", "n", outcome=F), id="our own words, misused"
    ),
    pytest.param(
        "<x:testcase xmlns:x='urn:x' name='n'><x:failure message='m'/></x:testcase>",
        Case("s", "n", outcome=F, message="m"),
        id="with a namespace prefix",
    ),
]


@pytest.mark.parametrize(("xml", "expected"), CASES)
def test_a_case_is_read_as_it_was_meant(xml: str, expected: Case, tmp_path: Path) -> None:
    alone = reading(tmp_path, suite(xml))
    # Behind equal cases the reader takes its short way, which must say the same.
    plain = '<testcase classname="c" name="before"/>'
    crowd = reading(tmp_path, suite(plain * 3 + xml.replace("'", '"') * 3))

    if "outcome=" in xml:
        assert [case.name for case in alone.cases] == ["n"]
        return
    assert alone.cases == (expected,)
    assert crowd.cases == (*[Case("c", "before")] * 3, *[expected] * 3)


def test_names_repeat_and_every_case_counts(tmp_path: Path) -> None:
    found = reading(tmp_path, suite("<testcase name='n'/>" * 2 + "<testcase name='n'><failure/></testcase>"))

    assert [(case.name, case.outcome) for case in found.cases] == [("n", P), ("n", P), ("n", F)]


def test_suites_in_suites_keep_their_cases_and_count_once(tmp_path: Path) -> None:
    xml = """<testsuite name="all" tests="3" time="4.5">
      <testsuite name="one" tests="2" time="2"><testcase name="a"/><testcase name="b"/></testsuite>
      <testcase name="c"/>
    </testsuite>"""
    found = reading(tmp_path, xml)

    assert [(case.group, case.name) for case in found.cases] == [("one", "a"), ("one", "b"), ("all", "c")]
    assert (found.suites, found.duration_s, found.known, found.warnings) == (2, 4.5, 3, ())


def test_totals_without_cases_are_totals(tmp_path: Path) -> None:
    xml = "<testsuites><testsuite tests='6' failures='1' errors='0' skipped='2' disabled='1' time='1'/></testsuites>"
    found = reading(tmp_path, xml)

    assert found.cases == ()
    assert (found.uncounted, found.known) == (Totals(passed=2, failed=1, errors=0, skipped=3), 6)


def test_totals_of_outer_suites_do_not_count_again(tmp_path: Path) -> None:
    xml = """<testsuites tests="4"><testsuite tests="4">
      <testsuite tests="3" failures="1"/><testsuite tests="1"><testcase name="a"/></testsuite>
    </testsuite></testsuites>"""
    found = reading(tmp_path, xml)

    assert rules.totals_of(found) == Totals(passed=3, failed=1)


def test_a_suite_that_lists_less_than_it_states_is_told(tmp_path: Path) -> None:
    found = reading(tmp_path, suite("<testcase name='a'/>", "tests='5'"))

    assert found.warnings == ("1 suites state more cases than they list",)


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        pytest.param("2026-03-01T10:00:00+02:00", datetime(2026, 3, 1, 8, tzinfo=UTC), id="with a zone"),
        pytest.param("2026-03-01T10:00:00", None, id="without a zone it could be hours off"),
        pytest.param("yesterday", None, id="a word is no instant"),
    ],
)
def test_a_time_stamp_counts_where_it_has_a_zone(timestamp: str, expected: datetime | None, tmp_path: Path) -> None:
    assert reading(tmp_path, suite("", f"timestamp='{timestamp}'")).started_at == expected


def test_pytest_counts_lines_from_0_and_others_do_not(tmp_path: Path) -> None:
    case = "<testcase name='n' file='a.py' line='0'/>"

    assert reading(tmp_path, suite(case, "name='pytest'")).cases[0].line == 1
    assert reading(tmp_path, suite(case, "name='other'")).cases[0].line == 0


ENCODED = [
    pytest.param(suite("<testcase name='é'/>").encode("utf-8-sig"), "é", 0, id="UTF-8 with a mark"),
    pytest.param(suite("<testcase name='é'/>").replace("utf-8", "utf-16").encode("utf-16"), "é", 0, id="UTF-16"),
    pytest.param(suite("<testcase name='é'/>").replace("utf-8", "latin-1").encode("latin-1"), "é", 0, id="Latin-1"),
    pytest.param(
        suite("<testcase name='é'/>").replace("utf-8", "windows-1252").encode("cp1252"),
        "é",
        0,
        id="a Windows code page",
    ),
    pytest.param(
        suite("<testcase name='本'/>").replace("utf-8", "shift_jis").encode("shift_jis"), "本", 0, id="Shift JIS"
    ),
    pytest.param(suite("<testcase name='é'/>").encode("latin-1"), "\ufffd", 1, id="Latin-1 that claims to be UTF-8"),
    pytest.param(
        suite("<testcase name='é'/>").replace("utf-8", "utf-16").encode(), "é", 0, id="UTF-8 that claims to be UTF-16"
    ),
    pytest.param(suite("<testcase name='a\x1b[31m'/>"), "a\ufffd[31m", 1, id="a control character"),
    pytest.param(suite("<testcase name='a&#27;'/>"), "a\ufffd", 1, id="a reference to a control character"),
    pytest.param(suite("<testcase name='a&#x0;'/>"), "a\ufffd", 1, id="a reference to nothing"),
]


@pytest.mark.parametrize(("content", "name", "replaced"), ENCODED)
def test_encodings_are_read_or_repaired(content: str | bytes, name: str, replaced: int, tmp_path: Path) -> None:
    found = reading(tmp_path, content)

    assert [case.name for case in found.cases] == [name]
    assert [warning.split()[0] for warning in found.warnings] == ([str(replaced)] if replaced else [])


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><testsuite name="&b;"/>'
REFUSED = [
    pytest.param("<html><body/></html>", "report_format", id="XML of another kind"),
    pytest.param("<suites><suite/></suites>", "report_format", id="nearly JUnit"),
    pytest.param(BOMB, "report_unsafe", id="entities of its own"),
    pytest.param(
        '<!DOCTYPE x SYSTEM "file:///etc/passwd" [<!ELEMENT x ANY>]><testsuite/>', "report_unsafe", id="a subset"
    ),
    pytest.param(
        '<!DOCTYPE t [<!ATTLIST testcase x CDATA "y">]><testsuite/>', "report_unsafe", id="default attributes"
    ),
    pytest.param("<testsuite><testcase name='a'>", "report_broken", id="it breaks off"),
    pytest.param(suite("<testcase name='a'/>")[:-5], "report_broken", id="it breaks off at the end"),
    pytest.param("<testsuite><testcase name='a'/></testsuites>", "report_broken", id="tags that do not match"),
    pytest.param("<testsuite>&nbsp;</testsuite>", "report_broken", id="an entity that nobody declared"),
    pytest.param("<testsuite/><testsuite/>", "report_broken", id="two roots"),
    pytest.param("<testsuite><testcase name='a' name='b'/></testsuite>", "report_broken", id="an attribute twice"),
    pytest.param("<testsuite>" * 300 + "</testsuite>" * 300, "report_deep", id="suites in suites without end"),
    pytest.param("<testsuite><testcase><testcase/></testcase></testsuite>", "report_deep", id="cases in cases"),
    pytest.param('<?xml version="1.0" encoding="klingon"?><testsuite/>', "report_encoding", id="no such encoding"),
    pytest.param(
        '<?xml version="1.0" encoding="zlib_codec"?><testsuite/>', "report_encoding", id="a codec, no encoding"
    ),
    pytest.param('{"not": "xml"}', "report_broken", id="no XML at all"),
    pytest.param(f"<testsuite name='{'x' * 6_000_000}'/>", "report_tag", id="a tag of megabytes"),
    pytest.param(f"<testsuite><!--{'x' * 6_000_000}--></testsuite>", "report_tag", id="a comment of megabytes"),
    pytest.param(f"<testsuites>{'<testsuite/>' * 200_001}</testsuites>", "report_cases", id="suites without end"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED)
def test_what_is_no_report_is_refused_with_the_reason(content: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        reading(tmp_path, content)

    assert refused.value.code == f"testruns.{code}"
    assert "report" in refused.value.sentence()


def test_damage_is_told_with_its_place_also_behind_cases_that_were_read_the_short_way(tmp_path: Path) -> None:
    content = suite(
        "\n"
        + '<testcase classname="c" name="n"/>\n' * 50
        + "<testcase classname='c' name='n'>\n</oops>".replace("'", '"')
    )
    with pytest.raises(KaizenError) as refused:
        reading(tmp_path, content)

    assert (refused.value.values["line"], refused.value.values["column"]) == (54, 3)


def test_an_external_document_type_is_no_danger(tmp_path: Path) -> None:
    found = reading(tmp_path, '<!DOCTYPE testsuite SYSTEM "http://example.org/junit.dtd"><testsuite tests="0"/>')

    assert found.cases == ()


def test_endless_output_and_names_are_cut_at_both_ends(tmp_path: Path) -> None:
    text = "begin " + "x" * 3_000_000 + " end"
    found = reading(
        tmp_path, suite(f"<testcase name='{'n' * 5000}'><failure message='{'m' * 50000}'>{text}</failure></testcase>")
    )
    case = found.cases[0]

    assert len(case.name) == 500
    assert case.output is not None
    assert case.output.startswith("begin ")
    assert case.output.endswith(" end")
    assert len(case.output) < 20_000
    assert case.message is not None
    assert len(case.message) < 2_100


def test_two_long_names_that_differ_at_the_end_stay_two(tmp_path: Path) -> None:
    found = reading(tmp_path, suite(f"<testcase name='{'n' * 600}1'/><testcase name='{'n' * 600}2'/>"))

    assert len({case.name for case in found.cases}) == 2


def test_output_of_all_cases_together_is_limited(tmp_path: Path) -> None:
    failing = f"<testcase name='n'><failure>{'x' * 16_000}</failure></testcase>"
    found = reading(tmp_path, suite(failing * 2200))

    assert sum(len(case.output or "") for case in found.cases) <= 32 * 1024 * 1024
    assert len(found.cases) == 2200
    assert found.warnings == ("output beyond 32 MiB was left out",)


@pytest.mark.parametrize(
    ("inside", "cases"),
    [
        pytest.param("<testcase name='" + "> " * 500_000 + "'/>", 1, id="a value full of brackets"),
        pytest.param("<!-- > -->" * 100_000, 0, id="nothing but comments"),
        pytest.param("<testcase n='" + "a" * 2_000_000 + "'/>", 1, id="one endless value"),
        pytest.param("<testcase " + "".join(f"a{n}='' " for n in range(20_000)) + "/>", 1, id="a crowd of attributes"),
        pytest.param(
            "<testcase><failure>" + "]]&gt;<![CDATA[>]]>" * 60_000 + "</failure></testcase>",
            1,
            id="sections and text in turn",
        ),
        pytest.param(
            "<testcase name='x'><properties>" + "<p/>" * 100_000 + "</properties></testcase>", 1, id="properties"
        ),
    ],
)
def test_what_no_tool_writes_is_read_to_its_end(inside: str, cases: int, tmp_path: Path) -> None:
    found = reading(tmp_path, suite(inside + "<testcase name='last'/>"))

    assert (len(found.cases), found.cases[-1].name) == (cases + 1, "last")


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)
NAMES = st.sampled_from(["classname", "name", "file", "line", "time", "status", "x"])
CHILDREN = st.sampled_from(["failure", "error", "skipped", "flakyFailure", "system-out", "properties"])
PIECES = st.sampled_from(
    [
        "<!-- </testcase> <testcase name='no'/> -->",
        "<![CDATA[</testcase><testcase name='no'/>]]>",
        "<?p > ?>",
        "\n ",
        ">",
    ]
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@st.composite
def _case(draw: st.DrawFn) -> str:
    attributes = "".join(f' {name}="{_escaped(draw(TEXT))}"' for name in draw(st.lists(NAMES, unique=True)))
    if draw(st.booleans()):
        return f"<testcase{attributes}{draw(st.sampled_from(['', ' ']))}/>"
    inside = ""
    for tag in draw(st.lists(CHILDREN, max_size=2)):
        inside += f'<{tag} message="{_escaped(draw(TEXT))}">{_escaped(draw(TEXT))}{draw(PIECES)}</{tag}>'
    return f"<testcase{attributes}>{inside}{draw(PIECES)}</testcase{draw(st.sampled_from(['', ' ']))}>"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_case(), PIECES, st.just("<testsuite name='in'>"), st.just("</testsuite>")), max_size=14))
def test_the_short_way_says_what_the_long_way_says(parts: list[str]) -> None:
    # A UTF-16 file is never read the short way.
    with tempfile.TemporaryDirectory() as folder:
        text = suite("".join(parts))
        short = _answer(Path(folder), text.encode())
        long = _answer(Path(folder), text.replace("utf-8", "utf-16").encode("utf-16"))

    assert short == long


def _answer(folder: Path, content: bytes) -> tuple[Report | None, str]:
    try:
        return reading(folder, content), ""
    except KaizenError as refused:
        return None, refused.code
