"""Tags that draw once what does not change: what they keep is never another's."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import override

from omnistock.interfaces.web.templatetags import kept


def drawn(source: str | Template, **values: Any) -> str:
    template = Template(source) if isinstance(source, str) else source
    return template.render(Context(values))


class TestKept:
    def test_it_sees_what_is_named_alone(self) -> None:
        page = Template("{% kept name=name %}{{ name }} {{ actor }}{{ request }}{{ csrf_token }}{% endkept %}")
        assert drawn(page, name="Asha", actor="of one", request="one's", csrf_token="secret") == "Asha "
        assert drawn(page, name="Ravi", actor="of another") == "Ravi "

    def test_it_is_drawn_once_for_the_same(self) -> None:
        page = Template("{% kept tone=tone %}<i>{{ tone }}</i>{% endkept %}")
        with patch.object(kept.Kept, "_draw", autospec=True, side_effect=kept.Kept._draw) as draw:
            assert [drawn(page, tone=tone) for tone in ("ok", "bad", "ok")] == ["<i>ok</i>", "<i>bad</i>", "<i>ok</i>"]
        assert draw.call_count == 2

    @pytest.mark.parametrize(
        ("one", "other"), [(1, True), ("<b>", mark_safe("<b>")), (mark_safe("&"), "&"), ("1", 1), ("", None)]
    )
    def test_what_is_equal_and_drawn_differently(self, one: Any, other: Any) -> None:
        page, plain = Template("{% kept x=x %}{{ x }}{% endkept %}"), Template("{{ x }}")
        for value in (one, other, one):
            assert drawn(page, x=value) == drawn(plain, x=value)

    def test_each_language_has_its_own(self) -> None:
        page = Template("{% kept %}{% translate 'Today' %}{% endkept %}{% translate 'Today' %}")
        with override("hi"):
            hindi = drawn(page)
        with override("en"):
            assert drawn(page) == "TodayToday"
        assert "Today" not in hindi

    def test_it_is_bounded(self) -> None:
        page = Template("{% kept number=number %}{{ number }}{% endkept %}")
        for number in range(3 * kept.DRAWINGS_KEPT):
            assert drawn(page, number=number) == str(number)
        assert len(page.nodelist[0].drawn) <= kept.DRAWINGS_KEPT

    def test_it_is_told_values_with_names(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="name=value"):
            Template("{% kept tone %}{% endkept %}")


class TestAddress:
    def test_of_a_page_by_an_id(self) -> None:
        page = Template("{% url 'product' id %}")
        for _time in range(2):
            product_id = uuid4()
            assert drawn(page, id=product_id) == reverse("product", args=[product_id])

    def test_of_a_page_that_is_not_there(self) -> None:
        for _time in range(2):
            assert drawn("{% url 'no-such-page' id as href %}[{{ href }}]", id=uuid4()) == "[]"
            with pytest.raises(NoReverseMatch):
                drawn("{% url 'product' id %}", id="not an id")
