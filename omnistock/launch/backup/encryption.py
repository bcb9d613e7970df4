"""Encrypting a stream of any length with a passphrase: AES-256-GCM in chunks that cannot be cut, swapped or left out.

Each chunk's nonce holds its number and whether it is the last one (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015). The key comes from the passphrase by scrypt with a salt of its own for each file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from omnistock.launch.errors import StartRefused

MAGIC: Final = b"OMNISTOCK-BACKUP-1\n"
SALT_BYTES: Final = 16
PREFIX_BYTES: Final = 7
CHUNK_BYTES: Final = 1 << 20
TAG_BYTES: Final = 16


def encrypted(chunks: Iterator[bytes], *, passphrase: str) -> Iterator[bytes]:
    """The pieces of the encrypted file, from pieces of the plain one of any length."""
    salt, prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
    cipher = AESGCM(_key(passphrase, salt))
    yield MAGIC + salt + prefix
    for number, (chunk, is_last) in enumerate(_even(chunks)):
        yield cipher.encrypt(_nonce(prefix, number, is_last), chunk, MAGIC)


def decrypted(file: IO[bytes], *, passphrase: str) -> Iterator[bytes]:
    """The pieces of the plain file. Raises StartRefused where the passphrase is another or a byte was changed."""
    head = file.read(len(MAGIC) + SALT_BYTES + PREFIX_BYTES)
    salt, prefix = head[len(MAGIC) : -PREFIX_BYTES], head[-PREFIX_BYTES:]
    cipher = AESGCM(_key(passphrase, salt))
    number = 0
    chunk = file.read(CHUNK_BYTES + TAG_BYTES)
    while True:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(prefix, number, not following), chunk, MAGIC)
        except InvalidTag:
            raise StartRefused(
                "the backup cannot be read: BACKUP_KEY is another one, or the file was changed"
            ) from None
        if not following:
            return
        number, chunk = number + 1, following


def is_encrypted(file: IO[bytes]) -> bool:
    """Whether the file begins as an encrypted one does. The file is left at its beginning."""
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found


def _key(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << 15, r=8, p=1, maxmem=64 << 20, dklen=32)


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([is_last])


def _even(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of CHUNK_BYTES, the last one marked (it may be shorter, or empty)."""
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        while len(kept) > CHUNK_BYTES:
            yield bytes(kept[:CHUNK_BYTES]), False
            del kept[:CHUNK_BYTES]
    yield bytes(kept), True
