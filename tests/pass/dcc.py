#!/usr/bin/env python3
"""Prints an invented certificate in the form of the EU's digital COVID certificates: crates/pass/vectors/dcc-form.txt.

The published test certificates come in no package, so this one follows the specification (eHealth Network,
Technical Specifications for EU Digital COVID Certificates, volumes 1 and 3; schema 1.3.0): it has the layers and the
length of a real one, and is signed with ES256, as nearly all are.
"""

import hashlib
import zlib

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pass_format import base45_encode

CERTIFICATE = {
    "v": [
        {
            "tg": "840539006",
            "vp": "1119349007",
            "mp": "EU/1/20/1528",
            "ma": "ORG-100030215",
            "dn": 2,
            "sd": 2,
            "dt": "2022-02-18",
            "co": "AT",
            "is": "Ministry of Health, Austria",
            "ci": "URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B",
        }
    ],
    "nam": {"fn": "Musterfrau-Gößinger", "fnt": "MUSTERFRAU<GOESSINGER", "gn": "Gabriele", "gnt": "GABRIELE"},
    "ver": "1.3.0",
    "dob": "1998-02-26",
}


def main():
    key = ec.derive_private_key(int.from_bytes(hashlib.sha256(b"dcc").digest(), "big"), ec.SECP256R1())
    payload = cbor2.dumps({1: "AT", 4: 1_700_000_000, 6: 1_668_000_000, -260: {1: CERTIFICATE}})
    protected = cbor2.dumps({1: -7, 4: bytes.fromhex("d919375fc1e7b6b2")})
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    signature = decode_dss_signature(key.sign(signed, ec.ECDSA(hashes.SHA256())))
    signature = b"".join(part.to_bytes(32, "big") for part in signature)
    message = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]))
    print("HC1:" + base45_encode(zlib.compress(message, 9)))


if __name__ == "__main__":
    main()
