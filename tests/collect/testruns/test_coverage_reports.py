"""Coverage reports of four formats: lines and branches per file, whatever the tool did to paths and totals."""

import json
from pathlib import Path
from typing import Any

import pytest

from kaizen.collect.testruns import cobertura, coverage_json, gocover, lcov
from kaizen.collect.testruns.model import ModuleCoverage
from kaizen.collect.testruns.places import Places
from kaizen.kit.errors import KaizenError
from tests.collect.testruns.files import report_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with two files."""
    made = tmp_path / "repo"
    for name in ("src/shop/cart.py", "src/shop/till.py"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text("x = 1\n")
    return made


def cobertura_xml(classes: str, sources: str = "") -> str:
    head = '<?xml version="1.0" ?><!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
    packages = f"<packages><package name='p'><classes>{classes}</classes></package></packages>"
    return f"{head}<coverage line-rate='0.99'><sources>{sources}</sources>{packages}</coverage>"


def one_class(filename: str, lines: str = "<line number='1' hits='1'/><line number='2' hits='0'/>") -> str:
    return f"<class name='c' filename='{filename}'><methods/><lines>{lines}</lines></class>"


PLACES = [
    pytest.param("<source></source>", "src/shop/cart.py", "src/shop/cart.py", id="an empty source"),
    pytest.param("", "src/shop/cart.py", "src/shop/cart.py", id="no source"),
    pytest.param("<source>{root}/src</source>", "shop/cart.py", "src/shop/cart.py", id="a source in the repository"),
    pytest.param("<source>src</source>", "shop/cart.py", "src/shop/cart.py", id="a relative source"),
    pytest.param(
        "<source>/nowhere</source><source>{root}/src</source>", "shop/cart.py", "src/shop/cart.py", id="several sources"
    ),
    pytest.param("<source>/app/src</source>", "shop/cart.py", "src/shop/cart.py", id="a source of another machine"),
    pytest.param("", "{root}/src/shop/cart.py", "src/shop/cart.py", id="an absolute path"),
    pytest.param("", "/app/src/shop/cart.py", "src/shop/cart.py", id="an absolute path of another machine"),
    pytest.param("", "src\\shop\\cart.py", "src/shop/cart.py", id="backslashes"),
    pytest.param("", "C:\\work\\src\\shop\\cart.py", "src/shop/cart.py", id="a drive"),
    pytest.param("", "./src//shop/cart.py", "src/shop/cart.py", id="an untidy path"),
    pytest.param("", "gone/cart2.py", "gone/cart2.py", id="a file that is not there keeps its name"),
    pytest.param("<source>/app</source>", "/app/gone.py", "gone.py", id="a source is taken off what is not there"),
    pytest.param("", "../../etc/passwd", "../../etc/passwd", id="a path out of the repository is only a name"),
]


@pytest.mark.parametrize(("sources", "filename", "expected"), PLACES)
def test_a_file_is_found_whatever_machine_wrote_its_path(
    sources: str, filename: str, expected: str, root: Path, tmp_path: Path
) -> None:
    xml = cobertura_xml(one_class(filename.format(root=root)), sources.format(root=root))
    found = cobertura.read(report_file(tmp_path, xml), Places(root))

    assert [entry.module for entry in found.modules] == [expected]


LINE = "<line number='{}' hits='{}'/>"
COBERTURA = [
    pytest.param(one_class("a.py"), [ModuleCoverage("a.py", 1, 2)], id="lines are counted, rates are not believed"),
    pytest.param(
        one_class("a.py", "<line number='1' hits='1' branch='true' condition-coverage='50% (1/2)'/>"),
        [ModuleCoverage("a.py", 1, 1, 1, 2)],
        id="branches stand apart from lines",
    ),
    pytest.param(
        one_class("a.py", LINE.format(1, 0)) + one_class("a.py", LINE.format(1, 3) + LINE.format(2, 0)),
        [ModuleCoverage("a.py", 1, 2)],
        id="classes of one file are one module",
    ),
    pytest.param(
        "<class filename='a.py'><methods><method><lines><line number='1' hits='1'/></lines></method></methods>"
        "<lines><line number='1' hits='1'/><line number='2' hits='0'/></lines></class>",
        [ModuleCoverage("a.py", 1, 2)],
        id="lines of methods do not count twice",
    ),
    pytest.param(
        "<class filename='a.py'><methods><method><lines><line number='5' hits='1'/></lines></method></methods>"
        "<lines/></class>",
        [ModuleCoverage("a.py", 1, 1)],
        id="lines of methods count where the class lists none",
    ),
    pytest.param(one_class("a.py", ""), [ModuleCoverage("a.py", 0, 0)], id="a file without lines"),
    pytest.param(
        one_class("a.py", LINE.format(1, 99999999999999999999) + LINE.format(2, -4)),
        [ModuleCoverage("a.py", 1, 2)],
        id="hits beyond all numbers, and below them",
    ),
]


@pytest.mark.parametrize(("classes", "expected"), COBERTURA)
def test_cobertura(classes: str, expected: list[ModuleCoverage], tmp_path: Path) -> None:
    assert list(cobertura.read(report_file(tmp_path, cobertura_xml(classes)), Places(None)).modules) == expected


def test_cobertura_tells_lines_that_it_could_not_use(tmp_path: Path) -> None:
    xml = cobertura_xml(one_class("a.py", "<line hits='1'/><line number='2' hits='many'/><line number='3' hits='1'/>"))
    found = cobertura.read(report_file(tmp_path, xml), Places(None))

    assert found.modules == (ModuleCoverage("a.py", 1, 1),)
    assert found.warnings == ("2 lines without a number or a count of hits were left out",)


@pytest.mark.parametrize(
    ("root_tag", "found"),
    [
        pytest.param("<coverage clover='4.0' generated='1'/>", "Clover", id="Clover"),
        pytest.param("<coverage version='1'><file path='a'/></coverage>", "SonarQube", id="SonarQube"),
        pytest.param("<report name='jacoco'/>", "<report>", id="JaCoCo"),
    ],
)
def test_other_formats_of_coverage_are_told_apart(root_tag: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(KaizenError, match=found) as refused:
        cobertura.read(report_file(tmp_path, root_tag), Places(None))

    assert refused.value.code == "testruns.report_format"


LCOV = [
    pytest.param("SF:a.js\nDA:1,5\nDA:2,0\nLF:2\nLH:1\nend_of_record\n", [ModuleCoverage("a.js", 1, 2)], id="a record"),
    pytest.param("SF:a.js\nDA:1,5\nDA:2,0\nend_of_record\n", [ModuleCoverage("a.js", 1, 2)], id="without LF and LH"),
    pytest.param(
        "SF:a.js\nDA:1,5\nLF:90\nLH:90\nend_of_record\n", [ModuleCoverage("a.js", 1, 1)], id="wrong LF and LH"
    ),
    pytest.param("SF:a.js\nLF:4\nLH:3\nend_of_record\n", [ModuleCoverage("a.js", 3, 4)], id="LF and LH alone"),
    pytest.param(
        "SF:a.js\nDA:1,5,a0b1\nend_of_record\n", [ModuleCoverage("a.js", 1, 1)], id="a checksum behind the hits"
    ),
    pytest.param(
        "SF:a.js\nFN:1,9,f\nFN:3,g\nFNDA:2,f\nFNF:2\nFNH:1\nDA:1,1\nend_of_record\n",
        [ModuleCoverage("a.js", 1, 1)],
        id="functions with and without an end",
    ),
    pytest.param(
        "TN:one\nSF:a.js\nDA:1,1\nDA:2,0\nend_of_record\nTN:two\nSF:a.js\nDA:2,3\nDA:3,0\nend_of_record\n",
        [ModuleCoverage("a.js", 2, 3)],
        id="records of several tests are one file",
    ),
    pytest.param(
        "SF:a.js\nBRDA:1,0,0,1\nBRDA:1,0,1,-\nBRDA:1,0,2,0\nDA:1,1\nend_of_record\n",
        [ModuleCoverage("a.js", 1, 1, 1, 3)],
        id="branches: a dash was never reached",
    ),
    pytest.param("SF:a.js\r\nDA:1,1\r\nend_of_record\r\n", [ModuleCoverage("a.js", 1, 1)], id="Windows line ends"),
    pytest.param(
        "SF:./a.js\nDA:1,1\nend_of_record\nSF:a.js\nDA:2,0\nend_of_record\n",
        [ModuleCoverage("a.js", 1, 2)],
        id="one file by two names",
    ),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), LCOV)
def test_lcov(text: str, expected: list[ModuleCoverage], tmp_path: Path) -> None:
    assert list(lcov.read(report_file(tmp_path, text), Places(None)).modules) == expected


def test_lcov_tells_negative_hits(tmp_path: Path) -> None:
    found = lcov.read(report_file(tmp_path, "SF:a.c\nDA:1,-3\nend_of_record\n"), Places(None))

    assert (found.modules, found.warnings) == (
        (ModuleCoverage("a.c", 0, 1),),
        ("1 negative counts of hits were read as 0",),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("SF:a.js\nDA:1,1\n", 2, id="a record that breaks off"),
        pytest.param("SF:a.js\nDA:one,1\nend_of_record\n", 2, id="a word for a line"),
        pytest.param("SF:a.js\nDA:1\nend_of_record\n", 2, id="a line without hits"),
        pytest.param("SF:a.js\nDA:99999999999,1\nend_of_record\n", 2, id="a line that no file has"),
        pytest.param("DA:1,1\n", 1, id="hits of no file"),
        pytest.param("end_of_record\n", 1, id="an end of nothing"),
        pytest.param("SF:a.js\nSF:b.js\n", 2, id="a record in a record"),
        pytest.param("SF:a.js\nBRDA:1,2\nend_of_record\n", 2, id="half a branch"),
    ],
)
def test_a_damaged_tracefile_is_refused_with_the_line(text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        lcov.read(report_file(tmp_path, text), Places(None))

    assert (refused.value.code, refused.value.values["line"]) == ("testruns.report_broken", line)


def summary(**numbers: Any) -> dict[str, Any]:
    return {"summary": {"covered_lines": 3, "num_statements": 4, "percent_covered": 37.2, **numbers}}


def test_coverage_py_keeps_lines_and_branches_apart(tmp_path: Path) -> None:
    files = {"b.py": summary(num_branches=10, covered_branches=1), "a.py": summary()}
    report = {"meta": {"version": "7.9", "branch_coverage": True}, "files": files, "totals": {}}
    found = coverage_json.read(report_file(tmp_path, json.dumps(report)), Places(None))

    assert found.modules == (ModuleCoverage("a.py", 3, 4), ModuleCoverage("b.py", 3, 4, 1, 10))


def test_coverage_py_places_files_from_where_it_ran(root: Path, tmp_path: Path) -> None:
    report = {"files": {"shop/cart.py": summary()}}
    found = coverage_json.read(report_file(tmp_path, json.dumps(report)), Places(root), "src")

    assert [entry.module for entry in found.modules] == ["src/shop/cart.py"]


@pytest.mark.parametrize(
    ("numbers", "detail"),
    [
        pytest.param({"covered_lines": 5}, "5 of 4 lines", id="more covered than there is"),
        pytest.param({"covered_lines": -1}, "-1 of 4 lines", id="less than none"),
        pytest.param({"num_branches": 1, "covered_branches": 2}, "2 of 1 branches", id="more branches than there are"),
        pytest.param({"num_statements": 10**18}, "lines", id="more lines than files have"),
    ],
)
def test_impossible_numbers_are_refused(numbers: dict[str, int], detail: str, tmp_path: Path) -> None:
    report = {"meta": {"branch_coverage": True}, "files": {"a.py": summary(**numbers)}}
    with pytest.raises(KaizenError, match=detail) as refused:
        coverage_json.read(report_file(tmp_path, json.dumps(report)), Places(None))

    assert refused.value.code == "testruns.report_numbers"


def test_a_go_profile_becomes_lines_of_files_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("// a comment\nmodule example.org/shop\n\ngo 1.22\n")
    (tmp_path / "cart.go").write_text("package shop\n")
    profile = (
        "mode: set\nexample.org/shop/cart.go:3.10,5.2 2 1\nexample.org/shop/cart.go:7.1,8.2 1 0\n"
        "example.org/shop/cart.go:8.1,8.9 1 1\n"
    )
    found = gocover.read(report_file(tmp_path, profile), Places(tmp_path), gocover.module_path(tmp_path))

    assert found.modules == (ModuleCoverage("cart.go", 4, 5),)


@pytest.mark.parametrize("line", ["nonsense", "a.go:1.1,999999999.1 1 1", "a.go:9.1,2.1 1 1"])
def test_a_go_profile_with_an_impossible_block_is_refused(line: str, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        gocover.read(report_file(tmp_path, f"mode: set\n{line}\n"), Places(None))

    assert (refused.value.code, refused.value.values["line"]) == ("testruns.report_broken", 2)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SF:a\n" + "".join(f"DA:{n},1\n" for n in range(1_000_002)), id="lines of one file"),
        pytest.param("".join(f"SF:{n}\nend_of_record\n" for n in range(200_002)), id="files"),
    ],
)
def test_a_tracefile_without_end_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(KaizenError) as refused:
        lcov.read(report_file(tmp_path, text), Places(None))

    assert refused.value.code == "testruns.report_cases"
