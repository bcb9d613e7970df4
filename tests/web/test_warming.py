"""What a web process makes ready before it says that it is up."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.template import engines
from django.template.base import Template

from omnistock.interfaces.web.warming import warm
from tests import make
from tests.personas import ASHA

pytestmark = pytest.mark.django_db


def test_the_first_look_of_the_day_compiles_no_template(pharma: make.Company) -> None:
    asha = pharma.client(ASHA)
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        loader.reset()
    warm()
    with patch.object(Template, "compile_nodelist", autospec=True, side_effect=Template.compile_nodelist) as compiled:
        assert asha.get("/app/").status_code == 200
    assert [call.args[0].name for call in compiled.call_args_list] == []
