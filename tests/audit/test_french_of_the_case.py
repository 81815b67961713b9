"""The French of everything that the real case writes."""

from french.rules import faults
from french.sentences import of_folder


def test_the_real_case_is_written_in_right_french(folder):
    """No rule of tools/french strikes anything out of its pages, tables, pictures and workbook."""
    sentences = list(of_folder(folder))
    wrong = [(name, fault) for name, sentence in sentences for fault in faults(sentence)]
    assert len(sentences) > 4000
    assert wrong == []
