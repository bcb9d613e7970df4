"""Pictures from outside: told by their bytes, measured before they are unpacked, and drawn anew."""

from __future__ import annotations

import pytest

from omnistock.kernel.pictures import NotAPicture, Size, TooManyPixels, drawn_anew, size_of
from tests.support.pictures import jpeg, png


def test_a_picture_is_drawn_anew_and_nothing_that_hid_in_it_is_kept():
    content = png(400, 100, comment=b"taken at 18.5204, 73.8567") + b"PK\x03\x04 another file"
    made = drawn_anew(content, most_width=1200, most_height=320)
    assert size_of(made) == Size(400, 100)
    assert not any(hidden in made for hidden in (b"tEXt", b"18.5204", b"another file"))


def test_a_large_one_is_made_smaller_in_its_proportions():
    assert size_of(drawn_anew(png(2400, 100), most_width=1200, most_height=320)) == Size(1200, 50)


def test_a_jpeg_is_measured_behind_its_other_segments():
    assert size_of(jpeg(640, 480)) == Size(640, 480)


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_by_its_head():
    with pytest.raises(TooManyPixels) as refused:
        drawn_anew(png(2, 2, says=(60000, 60000)), most_width=1200, most_height=320)
    assert refused.value.size == Size(60000, 60000)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(20, 20)[:40],
        png(20, 20)[:60],
        png(2, 2, says=(0, 7)),
        jpeg(20, 20),  # a head without a picture behind it
        b"\xff\xd8\xff\xe0\xff\xff",
        b"%PDF-1.7",
    ],
)
def test_anything_else_is_no_picture(content):
    with pytest.raises(NotAPicture):
        drawn_anew(content, most_width=1200, most_height=320)
