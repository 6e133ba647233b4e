"""Every problem of a list is said in words and says where it is."""

import re
from pathlib import Path

import pytest

from locales.model import Language
from residents.importing import columns
from residents.importing.service import Report, line, lines
from residents.importing.sheet import Problem, SheetKind
from residents.model import PhoneFault, TextFault

VALUES = {
    "header.unknown": {"number": "3"},
    "header.twice": {"number": "3"},
    "choice": {"allowed": "고, 중, 저"},
    "number": {"low": "0", "high": "20"},
    "district_close": {"meant": "지좌동"},
    "consent": {"statute": columns.BY_STATUTE},
    "state_consent": {"column": "동의(수집)"},
    "repeated": {"row": "2"},
}
NOTED = re.compile(
    r'(?:\.note\(\s*[^,]+,|_Refused\(|_deputy_problem\(|_header_problem\()\s*"([a-z_.]+)"'
    r'|"import\.problem\.([a-z_.]+)"'
)


def keys_in_the_code() -> set[str]:
    folder = Path(columns.__file__).parent
    source = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    found = {first or second for first, second in NOTED.findall(source)}
    assert {"district_close", "file_big", "deputy_self", "conflict", "unknown"} <= found
    found -= {"unknown", "twice"}
    found |= {"header.unknown", "header.twice", "header.missing"}
    found |= {f"phone.{fault}" for fault in PhoneFault}
    return found | {f"text.{fault}" for fault in TextFault}


KEYS = sorted(keys_in_the_code())


@pytest.mark.parametrize("key", KEYS)
def test_each_problem_has_words(key: str) -> None:
    for language in (Language.ko, Language.en):
        problem = Problem(f"import.problem.{key}", 7, "전화", VALUES.get(key, {}))
        said = line(problem, language)
        assert "7" in said
        assert "전화" in said


def test_where_a_problem_is_comes_first() -> None:
    required = "import.problem.required"
    assert line(Problem(required, 12, "이름")).startswith("12행 「이름」: ")
    assert line(Problem("import.problem.keyless", 12)).startswith("12행: ")
    assert line(Problem("import.problem.file_empty")).startswith("명단이 비어 있습니다.")


def test_a_report_ends_with_what_was_done() -> None:
    kind = SheetKind.RESIDENTS
    checked = Report(kind, applied=False, new=1_200, changed=2, unchanged=3)
    assert lines(checked) == (
        "새로 1,200명, 바뀐 2명, 그대로 3명입니다. 아직 저장하지 않았습니다.",
    )
    done = Report(kind, applied=True, new=1, changed=2, unchanged=3)
    assert lines(done) == ("새로 1명, 바뀐 2명을 저장했습니다. 그대로 3명입니다.",)
    problems = (Problem("import.problem.required", 2, "이름"),)
    stopped = lines(Report(kind, applied=False, problems=problems))
    assert stopped[-1] == "고칠 곳이 1개 있습니다. 아직 아무것도 저장하지 않았습니다."
    assert len(stopped) == 2
