"""Which GS1 element strings need or exclude each other.

Source: the GS1 Barcode Syntax Dictionary, release 2026-01-27, attributes `req` and `ex`. In a pattern "n" stands for
any digit; in a requirement the commas are alternatives and "+" joins what must stand together. An application
identifier never excludes itself, but a range may hold only one of its kind ("310n" appears once).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

_TRADE_MEASURES: Final = (
    "310n 311n 312n 313n 314n 315n 316n 320n 321n 322n 323n 324n 325n 326n 327n 328n 329n 350n 351n 352n 356n 357n "
    "360n 361n 364n 365n 366n"
)
_LOGISTIC_MEASURES: Final = (
    "330n 331n 332n 333n 334n 335n 336n 340n 341n 342n 343n 344n 345n 346n 347n 348n 349n 353n 354n 355n 362n 363n "
    "367n 368n 369n"
)
_ONE_OF_EACH: Final = f"{_TRADE_MEASURES} {_LOGISTIC_MEASURES} 337n 390n 391n 392n 393n 394n 395n".split()

# (application identifiers, needs, excludes)
_TABLE: Final = (
    ("01", "", "255,37"),
    ("02", "37", "01,03"),
    ("03", "", "01,02,37,235"),
    ("10 11 13 15 16 20 240 241", "01,02,03,8006,8026", ""),
    ("12 391n 415", "8020", ""),
    ("17", "01,02,03,255,8006,8026", ""),
    ("21", "01,03,8006", "235"),
    ("22 235 337n 710 711 712 713 714 715 716 717 8001 8014 8200", "01", ""),
    ("242 7001", "01,02,8006,8026", ""),
    ("243", "01,03", ""),
    ("250", "01+21,03+21,8006+21", ""),
    ("251 7021 8012", "01,03,8006", ""),
    ("254", "414", ""),
    ("255", "", "01,02,415,8006,8020,8026"),
    (f"30 {_TRADE_MEASURES} 7002 7005 7006 7007 7008 7009 8005", "01,02", ""),
    ("7030 7031 7032 7033 7034 7035 7036 7037 7038 7039", "01,02", ""),
    (_LOGISTIC_MEASURES, "00,01", ""),
    ("37", "00+02,00+8026", ""),
    ("390n", "255,8020", "391n,394n,8111"),
    ("392n", "01+30,01+31nn,01+32nn,01+35nn,01+36nn", "393n"),
    ("393n", "30,31nn,32nn,35nn,36nn", ""),
    ("394n", "255", "8111"),
    ("395n", "30,31nn,32nn,35nn,36nn", "392n,393n,8005"),
    ("403 4300 4301 4302 4304 4305 4306 4307 4308 4309 4310 4311 4312 4314 4315 4316 4317 4318 4319", "00", ""),
    ("4320 4321 4322 4323 4324 4325 4326 7041", "00", ""),
    ("420", "", "421"),
    ("421", "", "4307"),
    ("422", "01,02,03,8006,8026", "426"),
    ("423 424 425", "01,02,03", "426"),
    ("426 7003 7010 7011 8008", "01,02,03", ""),
    ("427", "01+422,02+422,03+422", ""),
    ("4303", "4302", ""),
    ("4313", "4312", ""),
    ("4330", "00", "4331"),
    ("4331", "00", "4330"),
    ("4332", "00", "4333"),
    ("4333", "00", "4332"),
    ("7004", "01+10,03+10", ""),
    ("7020", "01+416,03+416,8006+416", ""),
    ("7022", "01+7021,03+7021,8006+7021", ""),
    ("7230 7231 7232 7233 7234 7235 7236 7237 7238 7239", "01,8004", ""),
    ("7240", "01,8006", "03"),
    ("7241 7242 7256 8019", "8017,8018", ""),
    ("7250", "8018", "7251"),
    ("7251", "8018", "7250"),
    ("7252 7257", "8018", ""),
    ("7253 7254 7255", "8017,8018", "7256,7259"),
    ("7258", "8018+7259", ""),
    ("7259", "8018", "7256"),
    ("8006", "", "01,03,37"),
    ("8007 8020", "415", ""),
    ("8009", "00,01,03", ""),
    ("8011", "8010", ""),
    ("8017", "", "8018"),
    ("8018", "", "8017"),
    ("8026", "37", "02,03,8006"),
    ("8030", "00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018", ""),
    ("8040", "01+21", ""),
    ("8041 8042 8043", "01+21+8040", ""),
    ("8111", "255", ""),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """`needs`: one of these groups must stand beside it, whole; `excludes`: none of these may."""

    needs: tuple[tuple[str, ...], ...]
    excludes: tuple[str, ...]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


RULES: Final[dict[str, Rule]] = {
    pattern: Rule(needs=tuple(tuple(group.split("+")) for group in _split(needs)), excludes=_split(excludes))
    for patterns, needs, excludes in _TABLE
    for pattern in patterns.split()
}


def rule_of(identifier: str) -> Rule | None:
    """The rule of an application identifier, its own or that of its range."""
    return RULES.get(identifier) or RULES.get(f"{identifier[:3]}n")


def matches(identifier: str, pattern: str) -> bool:
    """Whether `identifier` is one of those that `pattern` stands for."""
    return len(identifier) == len(pattern) and all(
        wanted in ("n", digit) for digit, wanted in zip(identifier, pattern, strict=True)
    )


def missing_for(identifier: str, present: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of which one must be added for `identifier` to mean anything; empty where all is well."""
    rule = rule_of(identifier)
    if rule is None or not rule.needs:
        return ()
    fulfilled = any(all(any(matches(other, part) for other in present) for part in group) for group in rule.needs)
    return () if fulfilled else rule.needs


def excluded_by(identifier: str, present: Collection[str]) -> list[str]:
    """Those of `present` that may not stand beside `identifier`, among them a second one of its own range."""
    rule = rule_of(identifier)
    unwanted = rule.excludes if rule else ()
    own_range = f"{identifier[:3]}n"
    if own_range in _ONE_OF_EACH:
        unwanted = (*unwanted, own_range)
    return sorted(
        other for other in present if other != identifier and any(matches(other, pattern) for pattern in unwanted)
    )
