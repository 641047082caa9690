"""The vectors that are made here: an authority of its own, its passes, and what somebody may try with them."""

import hashlib
import zlib
from datetime import datetime

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pass_format import (
    DELTA_TYPE,
    KEYS_TYPE,
    PRIVATE,
    STATUS_LIST,
    STATUS_TYPE,
    base45_encode,
    deflate,
    encode,
    key_id,
    sign,
    text_of,
    write_gaps,
)

NAMES = ["root", "signer", "retired", "withdrawn", "other", "stranger"]
SECRETS = {name: hashlib.sha256(f"python {name}".encode()).digest() for name in NAMES}
ISSUER, OTHER = "Haiwan", "Shanbei"
URI = "https://haiwan.example/statuses"


def public(name):
    return Ed25519PrivateKey.from_private_bytes(SECRETS[name]).public_key().public_bytes_raw()


def second(text):
    return int(datetime.fromisoformat(text).timestamp())


def place(code):
    return bytes.fromhex(code + "f" * (len(code) % 2))


MONDAY = second("2022-11-28T00:00:00+08:00")
TUESDAY_NOON = second("2022-11-29T12:00:00+08:00")


def key_set(issue, names=("signer", "retired", "withdrawn", "other"), root="root"):
    status = {"signer": 1, "retired": 2, "withdrawn": 3, "other": 1}
    keys = [
        {
            1: {1: 1, 2: key_id(public(name)), 3: -8, -1: 6, -2: public(name)},
            2: OTHER if name == "other" else ISSUER,
            3: second("2022-11-01T00:00:00+08:00"),
            4: second("2022-12-31T00:00:00+08:00"),
            5: status[name],
        }
        for name in names
    ]
    keys.sort(key=lambda key: key[1][2])
    claims = {1: "Port Office", 4: MONDAY + 7 * 86_400, 6: MONDAY, PRIVATE: {1: issue, 2: keys}}
    return sign(encode(claims), SECRETS[root], KEYS_TYPE)


def bits_of(size, revoked):
    bits = bytearray(size)
    for number in revoked:
        bits[number // 8] |= 1 << number % 8
    return bytes(bits)


def about(issue):
    return {1: ISSUER, 2: URI, 4: MONDAY + 3 * 86_400, 6: MONDAY, PRIVATE: {1: issue}}


def stored(data):
    """A zlib stream of stored blocks, which comes out alike with every zlib there is."""
    out = b"\x78\x01"
    blocks = [data[at : at + 65_535] for at in range(0, len(data), 65_535)] or [b""]
    for block in blocks:
        size = len(block)
        out += bytes([block is blocks[-1]]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + block
    return out + zlib.adler32(data).to_bytes(4, "big")


def status_list(issue, bits, name="signer", **changed):
    claims = about(issue) | {STATUS_LIST: {"lst": stored(bits), "bits": 1}}
    claims |= {int(key[1:]): value for key, value in changed.items()}
    return sign(encode(claims), SECRETS[name], STATUS_TYPE)


def delta(base, issue, before, after, gaps=None):
    size = max(len(before), len(after))
    old, new = before.ljust(size, b"\0"), after.ljust(size, b"\0")
    turned = [n for n in range(size * 8) if (old[n // 8] ^ new[n // 8]) >> n % 8 & 1]
    private = {1: issue, 2: base, 3: len(after), 4: write_gaps(turned) if gaps is None else gaps}
    claims = about(issue) | {PRIVATE: private | {5: hashlib.sha256(after).digest()}}
    return sign(encode(claims), SECRETS["signer"], DELTA_TYPE)


BITS = bits_of(250, [9, 1_999])


def claims_of(private=None, **changed):
    own = {1: 2, 2: ["O'Neil", "77AZ"], 4: "Harbour Market", 5: [place("9001")], 6: [place("900010102")]}
    own |= private or {}
    own = {key: value for key, value in own.items() if value is not None}
    claims = {1: ISSUER, 4: MONDAY + 5 * 86_400, 5: MONDAY, 7: b"\x03", PRIVATE: own}
    return claims | {int(key[1:]): value for key, value in changed.items()}


def usual(**changed):
    gate = {
        "place": "9000101",
        "areas_around": [],
        "areas_within": [],
        "corridor": None,
        "direction": "enter",
        "at": "2022-11-29T04:00:00Z",
        "clock_uncertainty_seconds": 5,
        "zone": "Asia/Shanghai",
        "utc_offset_minutes": 480,
    }
    return gate | changed


def said_of(claims):
    """What claims say, in the vectors' words; not by way of the reader."""
    own = claims[PRIVATE]

    def codes(ends):
        return ["area:" + end if type(end) is str else end.hex().rstrip("f") for end in ends]

    surname, id_end = own.get(2, (None, None))
    return {
        "issuer": claims[1],
        "number": int.from_bytes(claims[7], "big"),
        "kind": own[1],
        "surname": surname,
        "id_end": id_end,
        "plate": own.get(3),
        "org": own[4],
        "from": codes(own.get(5, [])),
        "to": codes(own[6]),
        "both_ways": 7 in own,
        "corridor": own.get(8),
        "days": own.get(9, 127),
        "hours": own.get(10, [0, 1440]),
        "not_before": claims[5],
        "expires": claims[4],
    }


def case(name, claims, verdict, gate=None, signed_by="signer", text=None):
    is_true = verdict not in ("damaged", "forged", "unknown_key")
    return {
        "name": name,
        "signed_by": signed_by,
        "text": text_of(sign(encode(claims), SECRETS[signed_by])) if text is None else text,
        "gate": gate or usual(),
        "verdict": verdict,
        "pass": said_of(claims) if is_true else None,
    }


def true_cases():
    truck = {1: 3, 2: None, 3: "海A·12345", 5: None, 7: 1, 8: "Coast Road"}
    area = {6: ["New Port", place("9002")]}
    night = {9: 0b0000001, 10: [1_320, 300]}
    day = {10: [480, 1_080]}
    yield case("staff on the way to work", claims_of(), "valid")
    yield case("a building's gate inside the goal", claims_of(), "valid", usual(place="900010102003"))
    yield case("back home one way", claims_of(), "not_this_direction", usual(direction="leave"))
    yield case("back home both ways", claims_of({7: 1}), "valid", usual(direction="leave"))
    yield case("somewhere else", claims_of(), "not_this_place", usual(place="9003"))
    yield case("around both ends", claims_of({5: [place("900010101")]}), "not_this_place", usual(direction="leave"))
    yield case("a truck from anywhere", claims_of(truck), "valid")
    yield case("on the corridor", claims_of(truck), "valid", usual(place="9004", corridor="Coast Road"))
    yield case("on another road", claims_of({**truck, 7: None}), "not_this_direction", usual(place="9004", corridor="Hill Road"))
    yield case("an area within the gate's place", claims_of(area), "valid", usual(areas_within=["New Port"]))
    yield case("an area around the gate", claims_of(area), "valid", usual(place="9005", areas_around=["New Port"]))
    yield case("an area the gate does not know", claims_of(area), "not_this_place")
    yield case("number 0", claims_of(_7=b"\x00"), "valid")
    yield case("the last number of the list", claims_of(_7=b"\x07\xcf"), "revoked")
    yield case("the first number after it", claims_of(_7=b"\x07\xd0"), "list_too_old")
    yield case("revoked", claims_of(_7=b"\x09"), "revoked")
    yield case("revoked and ended", claims_of(_7=b"\x09"), "revoked", usual(at="2022-12-20T04:00:00Z"))
    yield case("a kind without a name", claims_of({1: 4_000}), "valid")
    yield case("24 digits", claims_of({6: [place("900010102003004005006007")]}), "valid")
    yield case("the list has ended", claims_of(), "list_too_old", usual(at="2022-11-30T16:02:00Z"))
    yield case("the list's last moment", claims_of(), "valid", usual(at="2022-11-30T16:01:59.999Z"))
    yield case("ended", claims_of(_4=TUESDAY_NOON - 120), "expired")
    yield case("about to end", claims_of(_4=TUESDAY_NOON - 119), "valid")
    yield case("not begun", claims_of(_5=TUESDAY_NOON + 121), "not_yet")
    yield case("about to begin", claims_of(_5=TUESDAY_NOON + 120), "valid")
    poor = usual(clock_uncertainty_seconds=1_200)
    yield case("a poor clock near the end", claims_of(_4=TUESDAY_NOON + 900), "clock_unsure", poor)
    yield case("a poor clock near the start", claims_of(_5=TUESDAY_NOON - 900), "clock_unsure", poor)
    yield case("a poor clock far from both", claims_of(), "valid", poor)
    yield case("the clock is before the list", claims_of(_5=MONDAY - 86_400), "clock_unsure", usual(at="2022-11-27T15:57:59Z"))
    yield case("inside the hours", claims_of(day), "valid")
    yield case("two minutes before the hours", claims_of(day), "valid", usual(at="2022-11-28T23:58:00Z"))
    yield case("three minutes before the hours", claims_of(day), "not_this_hour", usual(at="2022-11-28T23:57:00Z"))
    yield case("the hours' end", claims_of(day), "not_this_hour", usual(at="2022-11-29T10:02:00Z"))
    yield case("Monday's night on Tuesday morning", claims_of(night), "valid", usual(at="2022-11-28T20:00:00Z"))
    yield case("Monday's night on Tuesday noon", claims_of(night), "not_this_day")
    yield case("Monday's night on Monday noon", claims_of(night), "not_this_hour", usual(at="2022-11-28T04:00:00Z"))
    yield case("a poor clock near the hours", claims_of(day), "clock_unsure", usual(at="2022-11-29T09:50:00Z", clock_uncertainty_seconds=1_200))
    yield case("a clock that may be days off", claims_of(day), "clock_unsure", usual(clock_uncertainty_seconds=90_000))
    yield case("by the retired key", claims_of(), "valid", signed_by="retired")


def false_cases():
    message = sign(encode(claims_of()), SECRETS["signer"])
    good = text_of(message)

    def wrong(name, verdict="damaged", text=None, signed_by="signer", claims=None, header=None, payload=None):
        if text is None:
            payload = encode(claims or claims_of()) if payload is None else payload
            text = text_of(sign(payload, SECRETS[signed_by], header=header))
        return case(name, None, verdict, signed_by=signed_by, text=text)

    known = {1: -8, 4: key_id(public("signer"))}
    yield wrong("by a stranger", "unknown_key", signed_by="stranger")
    yield wrong("by the withdrawn key", "unknown_key", signed_by="withdrawn")
    yield wrong("by another issuer's key", "unknown_key", signed_by="other")
    yield wrong("begins as its key ends", "unknown_key", claims=claims_of(_4=second("2023-01-01T00:00:00+08:00"), _5=second("2022-12-31T00:00:00+08:00")))
    yield wrong("the signer's id over a stranger's signature", "forged", signed_by="stranger", header=known)
    changed = message.replace(b"Harbour", b"harbour")
    yield wrong("a changed letter", "forged", text=text_of(changed))
    yield wrong("two claims under one signature", "forged", text=text_of(message[:-64] + bytes(64)))
    for name, header in [
        ("ES256", known | {1: -7}),
        ("the fully specified Ed25519", known | {1: -19}),
        ("an algorithm as text", known | {1: "EdDSA"}),
        ("no algorithm", {4: known[4]}),
        ("a key id of nine bytes", known | {4: known[4] + b"x"}),
        ("a content type", known | {3: "application/cwt"}),
        ("a critical header", known | {2: [99], 99: 1}),
        ("a key set's type", known | {16: KEYS_TYPE}),
    ]:
        yield wrong(name, header=header)
    for name, private in [
        ("no kind", {1: None}),
        ("kind 65,536", {1: 65_536}),
        ("no holder", {2: None}),
        ("both holders", {3: "AB1"}),
        ("an id's end in lower case", {2: ["O", "77az"]}),
        ("an id's end of five", {2: ["O", "77AZZ"]}),
        ("a plate with a space", {2: None, 3: "AB 1"}),
        ("a space in front", {4: " Market"}),
        ("writing turned round", {4: "Mar\u202eket"}),
        ("a line feed", {4: "Mar\nket"}),
        ("a name of 49 bytes", {4: "x" * 49}),
        ("nowhere to go", {6: None}),
        ("nine ends", {6: [place("90")] * 9}),
        ("a place of 26 digits", {6: [bytes(13)]}),
        ("a place with a letter", {6: [b"\x9a"]}),
        ("a place of half a byte F", {6: [b"\xff"]}),
        ("a place as text is an area, one of 17 bytes", {6: ["x" * 17]}),
        ("from an empty list", {5: []}),
        ("ways 2", {7: 2}),
        ("days 0", {9: 0}),
        ("days 128", {9: 128}),
        ("hours of one minute", {10: [60]}),
        ("hours from 1440", {10: [1_440, 60]}),
        ("hours as floats", {10: [1.5, 60]}),
        ("true for a number", {7: True}),
        ("a restriction nobody knows", {11: 1}),
    ]:
        yield wrong(name, claims=claims_of(private))
    for name, more in [
        ("a life of 93 days", {"_4": MONDAY + 93 * 86_400}),
        ("an end as a tagged date", {"_4": cbor2.CBORTag(1, MONDAY + 86_400)}),
        ("a number of five bytes", {"_7": b"\1\0\0\0\0"}),
        ("an issuer of 17 bytes", {"_1": "x" * 17}),
        ("a subject", {"_2": "x"}),
    ]:
        yield wrong(name, claims=claims_of(**more))
    plain = encode(claims_of())
    yield wrong("an indefinite map", payload=b"\xbf" + plain[1:] + b"\xff")
    yield wrong("a length in two bytes", payload=plain.replace(b"\x01\x66Haiwan", b"\x01\x78\x06Haiwan"))
    yield wrong("claims out of order", payload=b"\xa5" + plain[9:15] + plain[1:9] + plain[15:])
    yield wrong("a claim twice", payload=b"\xa6" + plain[1:9] + plain[1:])
    yield wrong("text that is not UTF-8", payload=plain.replace(b"Haiwan", b"Haiwa\xff"))
    yield wrong("a byte behind the claims", payload=plain + b"\0")
    yield wrong("a MAC's tag", text=text_of(b"\xd1" + message[1:]))
    yield wrong("a CWT's tag around it", text=text_of(b"\xd8\x3d" + message))
    yield wrong("a thousand lists", text=text_of(b"\x81" * 500))
    yield wrong("stored, not in fixed codes", text="TX1:" + base45_encode(stored(message)))
    yield wrong("another level in the header", text="TX1:" + base45_encode(b"\x78\xda" + deflate(message)[2:]))
    yield wrong("a wrong checksum", text="TX1:" + base45_encode(deflate(message)[:-1] + b"\0"))
    yield wrong("a byte behind the stream", text="TX1:" + base45_encode(deflate(message) + b"\0"))
    yield wrong("641 bytes", text=text_of(bytes(641)))
    yield wrong("too long", text=good + "0" * 1_100)
    yield wrong("a line feed behind", text=good + "\n")
    yield wrong("version 2", text=good.replace("TX1:", "TX2:"))


def files():
    after = bits_of(260, [9, 10, 2_077])
    entries = [
        ("the key set again", "key_set", key_set(7), True),
        ("the next key set", "key_set", key_set(8, ["signer"]), True),
        ("the key set before", "key_set", key_set(6), False),
        ("the same issue with fewer keys", "key_set", key_set(7, ["signer", "retired"]), False),
        ("a key set by the signer", "key_set", key_set(8, root="signer"), False),
        ("the list again", "status_list", status_list(40, BITS), True),
        ("the next list", "status_list", status_list(41, after), True),
        ("the list before", "status_list", status_list(39, after), False),
        ("the same issue with other bits", "status_list", status_list(40, after), False),
        ("a list by the other issuer's key", "status_list", status_list(41, after, "other"), False),
        ("a list by the retired key", "status_list", status_list(41, after, "retired"), False),
        ("a list from another address", "status_list", status_list(41, after, _2="https://haiwan.example/2"), False),
        ("two bits a pass", "status_list", status_list(41, after, _65533={"lst": stored(after), "bits": 2}), False),
        ("a stream with a byte behind", "status_list", status_list(41, after, _65533={"lst": stored(after) + b"\0", "bits": 1}), False),
        ("a delta", "status_delta", delta(40, 41, BITS, after), True),
        ("a delta from the issue before", "status_delta", delta(39, 41, BITS, after), False),
        ("a delta to the same issue", "status_delta", delta(40, 40, BITS, after), False),
        ("a delta to a shorter list", "status_delta", delta(40, 41, BITS, BITS[:200]), False),
        ("a delta with other bits", "status_delta", delta(40, 41, after, BITS), False),
        ("a gap of nothing", "status_delta", delta(40, 41, BITS, after, b"\x00"), False),
        ("a gap in more bytes than it needs", "status_delta", delta(40, 41, BITS, BITS, b"\x81\x00"), False),
        ("a gap beyond the list", "status_delta", delta(40, 41, BITS, BITS, b"\xff\xff\xff\x7f"), False),
        ("a gap that never ends", "status_delta", delta(40, 41, BITS, BITS, b"\xff"), False),
    ]
    return [{"name": n, "kind": k, "file": f.hex(), "is_accepted": a} for n, k, f, a in entries]


def make():
    return {
        "format": "tongxin-pass-vectors",
        "version": 1,
        "secrets": {name: SECRETS[name].hex() for name in sorted(NAMES)},
        "root": public("root").hex(),
        "key_set": key_set(7).hex(),
        "status_list": status_list(40, BITS).hex(),
        "cases": [*true_cases(), *false_cases()],
        "files": files(),
    }
