"""Tokens as an attacker would make them, and as the server does: with its own key, for contrast."""

import base64
import hashlib
import hmac
import json
import time


def signing_key(secret):
    """The key of access tokens that a server derives from its secret (HKDF-SHA256, RFC 5869, no salt)."""
    root = hmac.new(bytes(32), bytes.fromhex(secret), hashlib.sha256).digest()
    return hmac.new(root, b"scrip/access-token/1" + b"\x01", hashlib.sha256).digest()


def claims(account, **changes):
    """What a token of the server says, with changes; a change to None leaves a claim out."""
    now = int(time.time())
    usual = {"iss": "scrip", "aud": "scrip", "sub": account, "iat": now, "exp": now + 600}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def header(**changes):
    """The header of a token of the server, with changes; a change to None leaves a field out."""
    usual = {"alg": "HS256", "kid": "scrip-1", "typ": "JWT"}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def encoded(data):
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def signed(head, payload, key, digest=hashlib.sha256):
    """A token with whatever header and claims, signed all the same."""
    text = f"{encoded(head)}.{encoded(payload)}"
    return f"{text}.{encoded(hmac.new(key, text.encode(), digest).digest())}"
