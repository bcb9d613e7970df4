"""Tags that draw once what does not change: `{% kept %}`, and Django's own `{% translate %}` and `{% url %}` where what they
print is known by the language, or by the page's name and the ids, alone. Loaded everywhere as builtins, after Django's."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.conf import settings
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from omnistock.interfaces.web.links import address_of

register = template.Library()

DRAWINGS_KEPT: Final = 256
"""Of one place in a template; then it begins anew."""


class Kept(Node):
    """What it holds is drawn with the named values and the reader's language, and nothing else is at hand: no request, no
    person, no workspace. So it cannot hold what is another's."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.drawn: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        values = [value.resolve(context) for value in self.values.values()]
        # 1 is True, and a text that is safe is equal to one that is not: they are drawn differently.
        key = (get_language(), *values, *map(type, values))
        found = self.drawn.get(key)
        if found is None:
            found = self._draw(context, dict(zip(self.values, values, strict=True)))
            if len(self.drawn) >= DRAWINGS_KEPT:
                self.drawn.clear()
            if not settings.DEBUG:  # a built file may change meanwhile, and its address with it
                self.drawn[key] = found
        return found

    def _draw(self, context: Context, values: dict[str, Any]) -> str:
        bare, page = Context(values), context.template
        assert page is not None  # it is being drawn
        with bare.render_context.push_state(page), bare.bind_template(page):
            return self.nodelist.render(bare)


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept label=label tone=tone %} … {% endkept %}`: drawn once for each label and tone in each language. What is
    named is hashable, and takes few values."""
    bits = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"kept takes name=value alone: {' '.join(bits)}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, values)


class Translated(TranslateNode):
    """A text without a variable."""

    def __init__(self, node: TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop)
        self.words: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        found = self.words.get(language)
        if found is None:
            found = self.words[language] = super().render(context)
        return found


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    is_still = isinstance(node.filter_expression.var.literal, str) and not node.filter_expression.filters
    return Translated(node) if is_still and not node.asvar and not node.message_context else node


class Address(URLNode):
    """The address of a page, named as it is and by nothing but ids."""

    def render(self, context: Context) -> str:
        parts = [arg.resolve(context) for arg in self.args]
        try:
            found = address_of(self.view_name.var, *parts)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found)


@register.tag("url")
def url(parser: Parser, token: Token) -> Node:
    node = parse_url(parser, token)
    is_named = isinstance(node.view_name.var, str) and not node.view_name.filters and ":" not in node.view_name.var
    return node if node.kwargs or not is_named else Address(node.view_name, node.args, {}, node.asvar)
