"""One record for each thing that a build can be told."""

from pkgutil import resolve_name

import pytest

from geo_ent.cli.build_command import build_command
from geo_ent.errors import InputError
from geo_ent.project.build_options import INPUTS, OPTIONS, Project
from geo_ent.project.option_records import naming_input


def test_each_record_is_an_option_of_build():
    """The command's arguments are the records, in their order, then the project file."""
    arguments = [option.parameter for option in OPTIONS.values()]
    assert list(build_command.__signature__.parameters) == [*arguments, "project"]


@pytest.mark.parametrize("key", INPUTS)
def test_a_record_names_functions_that_exist(key):
    """What reads a file, and what adds its columns, can be imported."""
    record = INPUTS[key]
    assert callable(resolve_name(record.reader))
    assert not record.adder or callable(resolve_name(record.adder))


def test_what_a_reader_takes_is_a_field():
    """A reader is only given what a project has."""
    fields = Project.__dataclass_fields__
    assert all(set(record.takes) <= set(fields) for record in INPUTS.values())


def test_an_option_is_typed_with_hyphens():
    """The option is the key's name, or the name of its own."""
    assert INPUTS["college_sectors"].flag == "--college-sectors"
    assert OPTIONS["departements"].flag == "--departement"


def test_a_fault_says_which_input_it_is_of():
    """The innermost name is kept: what read the file knows best."""
    refusal = InputError("illisible")
    with pytest.raises(InputError) as fault, naming_input("schools"), naming_input("ips"):
        raise refusal
    assert (str(fault.value), fault.value.key) == ("illisible", "ips")
