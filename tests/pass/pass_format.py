"""Reads and judges passes: docs/pass-format.md, cbor2 and cryptography, and no code of Tongxin."""

import hashlib
import unicodedata
import zlib
from datetime import datetime, timedelta, timezone

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
PREFIX = "TX1:"
KEYS_TYPE = "application/tongxin-keys+cwt"
STATUS_TYPE = "application/statuslist+cwt"
DELTA_TYPE = "application/tongxin-status-delta+cwt"
PRIVATE = -65537
STATUS_LIST = 65533
SECOND_MAX = 253_402_207_200
NUMBERS_MAX = 8_388_608
DAY = 86_400
WEEK = 7 * DAY
TOLERANCE = 120
HIDDEN = [(0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E)]
HIDDEN += [(0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFFB), (0xFFFD, 0xFFFD), (0xE0000, 0xE0FFF)]


class Refused(Exception):
    """A text or a file is not what it must be; the argument is the verdict's word."""


def need(condition, word="damaged"):
    if not condition:
        raise Refused(word)


# Base45 and zlib


def base45_decode(text):
    need(len(text) % 3 != 1)
    out = bytearray()
    for at in range(0, len(text), 3):
        digits = [BASE45.find(symbol) for symbol in text[at : at + 3]]
        need(-1 not in digits)
        value = sum(digit * 45**power for power, digit in enumerate(digits))
        size = len(digits) - 1
        need(value < 256**size)
        out += value.to_bytes(size, "big")
    return bytes(out)


def base45_encode(data):
    text = ""
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            text += BASE45[value % 45]
            value //= 45
    return text


LENGTHS = [(n, 0) for n in range(3, 11)]
LENGTHS += [(11 + 4 * (2**extra - 2) + step * 2**extra, extra) for extra in range(1, 6) for step in range(4)]
LENGTHS = LENGTHS[:28] + [(258, 0)]
DISTANCES = [(n, 0) for n in range(1, 5)]
DISTANCES += [(1 + 2 ** (extra + 1) + step * 2**extra, extra) for extra in range(1, 14) for step in range(2)]


def inflate(stream, most):
    """One final block of fixed codes, each bit of it as docs/pass-format.md says."""
    need(stream[:2] == b"\x78\x01" and len(stream) >= 7)
    body, checksum = stream[2:-4], stream[-4:]
    bits = [byte >> bit & 1 for byte in body for bit in range(8)]
    at = 0

    def low_first(count):
        nonlocal at
        need(at + count <= len(bits))
        value = sum(bit << power for power, bit in enumerate(bits[at : at + count]))
        at += count
        return value

    def high_first(count):
        nonlocal at
        need(at + count <= len(bits))
        value = int("".join(map(str, bits[at : at + count])) or "0", 2)
        at += count
        return value

    def symbol():
        code = high_first(7)
        if code < 0b0011000:
            return 256 + code
        code = code << 1 | high_first(1)
        if code < 0xC0:
            return code - 0x30
        if code < 0xC8:
            return 280 + code - 0xC0
        return 144 + (code << 1 | high_first(1)) - 0x190

    need(low_first(3) == 0b011)
    out = bytearray()
    while (found := symbol()) != 256:
        if found < 256:
            out.append(found)
        else:
            need(found - 257 < len(LENGTHS))
            base, extra = LENGTHS[found - 257]
            length = base + low_first(extra)
            need(length != 258 or extra == 0)
            code = high_first(5)
            need(code < len(DISTANCES))
            base, extra = DISTANCES[code]
            distance = base + low_first(extra)
            start = len(out)
            need(distance <= start and start + length <= most)
            for _ in range(length):
                out.append(out[-distance])
            same = out[start:]
            need(all(out[near : near + length] != same for near in range(start - distance + 1, start)))
        need(len(out) <= most)
    need(len(bits) - at < 8 and not any(bits[at:]))
    need(zlib.adler32(out).to_bytes(4, "big") == checksum)
    return bytes(out)


def deflate(data):
    """Without repetitions, so that it comes out alike with every zlib there is."""
    bits = [1, 1, 0]
    for byte in data:
        code, size = (0x30 + byte, 8) if byte < 144 else (0x190 + byte - 144, 9)
        bits += [code >> bit & 1 for bit in reversed(range(size))]
    bits += [0] * 7
    bits += [0] * (-len(bits) % 8)
    body = bytes(sum(bits[at + bit] << bit for bit in range(8)) for at in range(0, len(bits), 8))
    return b"\x78\x01" + body + zlib.adler32(data).to_bytes(4, "big")


def text_of(message):
    return PREFIX + base45_encode(deflate(message))


# CBOR and COSE


def encode(value):
    return cbor2.dumps(value, canonical=True)


def decode(data):
    """What the bytes say, if they are its one encoding."""
    try:
        value = cbor2.loads(data)
        is_exact = encode(value) == data
    except Exception as error:  # whatever a decoder stumbles over
        raise Refused("damaged") from error
    need(is_exact)
    return value


def is_map(value, needed, allowed=()):
    keys = [key for key in value] if hasattr(value, "keys") else None
    need(keys is not None and all(type(key) in (int, str) for key in keys))
    need(set(needed) <= set(keys) <= set(needed) | set(allowed))
    return value


def is_int(value, low, high):
    need(type(value) is int and low <= value <= high)
    return value


def is_bytes(value, sizes):
    need(type(value) is bytes and len(value) in sizes)
    return value


def is_list(value, sizes):
    need(isinstance(value, (list, tuple)) and len(value) in sizes)
    return value


def is_short_text(value, most):
    need(type(value) is str and 1 <= len(value.encode()) <= most)
    return value


def is_plain(value, most):
    is_short_text(value, most)
    need(not value[0].isspace() and not value[-1].isspace())
    for char in value:
        need(unicodedata.category(char) != "Cc")
        need(not any(low <= ord(char) <= high for low, high in HIDDEN))
    return value


def key_id(public):
    return hashlib.sha256(public).digest()[:8]


def signed_part(protected, payload):
    return encode(["Signature1", protected, b"", payload])


def sign(payload, secret, kind=None, header=None):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public = private.public_key().public_bytes_raw()
    if header is None:
        header = {1: -8, 4: key_id(public)} | ({16: kind} if kind else {})
    protected = encode(header)
    return encode(cbor2.CBORTag(18, [protected, {}, payload, private.sign(signed_part(protected, payload))]))


def open_message(message, kind=None):
    """The key's id, what was signed, the payload and the signature."""
    tagged = decode(message)
    need(isinstance(tagged, cbor2.CBORTag) and tagged.tag == 18)
    protected, unprotected, payload, signature = is_list(tagged.value, [4])
    need(type(protected) is bytes and type(payload) is bytes)
    is_map(unprotected, [])
    is_bytes(signature, [64])
    header = is_map(decode(protected), [1, 4] + ([16] if kind else []))
    need(type(header[1]) is int and header[1] == -8)
    need(header.get(16) == kind)
    return is_bytes(header[4], [8]), signed_part(protected, payload), payload, signature


def is_signed(public, signed, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


# Public keys of small order: under them anybody can sign

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P


def double(x, y):
    product = D * x * x * y * y
    return (
        2 * x * y * pow(1 + product, P - 2, P) % P,
        (y * y + x * x) * pow(1 - product, P - 2, P) % P,
    )


def is_strong(public):
    y = int.from_bytes(public, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return False
    for _ in range(3):
        x, y = double(x, y)
    return (x, y % P) != (0, 1)


# Claims


def read_end(value):
    if type(value) is str:
        return "area:" + is_plain(value, 16)
    digits = is_bytes(value, range(1, 13)).hex()
    digits = digits[:-1] if digits.endswith("f") else digits
    need(digits.isdecimal())
    return digits


def read_pass(payload):
    claims = is_map(decode(payload), [1, 4, 5, 7, PRIVATE])
    private = is_map(claims[PRIVATE], [1, 4, 6], [2, 3, 5, 7, 8, 9, 10])
    need((2 in private) != (3 in private))
    surname = id_end = plate = None
    if 2 in private:
        surname, id_end = is_list(private[2], [2])
        is_plain(surname, 24)
        need(type(id_end) is str and len(id_end) == 4)
        need(all(char in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for char in id_end))
    else:
        plate = is_plain(private[3], 16)
        need(not any(char.isspace() for char in plate))
    number = is_bytes(claims[7], range(1, 5))
    need(len(number) == 1 or number[0] != 0)
    number = is_int(int.from_bytes(number, "big"), 0, NUMBERS_MAX - 1)
    hours = is_list(private.get(10, [0, 1440]), [2])
    if 10 in private:
        is_int(hours[0], 0, 1439)
        is_int(hours[1], 1, 1440)
        need(hours[0] != hours[1] and list(hours) != [0, 1440])
    if 7 in private:
        is_int(private[7], 1, 1)
    if 9 in private:
        is_int(private[9], 1, 126)
    said = {
        "issuer": is_plain(claims[1], 16),
        "number": number,
        "kind": is_int(private[1], 1, 65_535),
        "surname": surname,
        "id_end": id_end,
        "plate": plate,
        "org": is_plain(private[4], 48),
        "from": [read_end(end) for end in is_list(private[5], range(1, 9))] if 5 in private else [],
        "to": [read_end(end) for end in is_list(private[6], range(1, 9))],
        "both_ways": 7 in private,
        "corridor": is_plain(private[8], 48) if 8 in private else None,
        "days": private.get(9, 127),
        "hours": list(hours),
        "not_before": is_int(claims[5], 0, SECOND_MAX),
        "expires": is_int(claims[4], 0, SECOND_MAX),
    }
    need(0 < said["expires"] - said["not_before"] <= 92 * DAY)
    return said


# Key sets and status lists


def may_follow(held, offered):
    if held is not None:
        need(offered["issue"] > held["issue"] or offered == held, "rollback")


def read_key_set(file, root, held=None):
    need(len(file) <= 64 * 1024)
    _, signed, payload, signature = open_message(file, KEYS_TYPE)
    need(is_signed(root, signed, signature), "forged")
    claims = is_map(decode(payload), [1, 4, 6, PRIVATE])
    private = is_map(claims[PRIVATE], [1, 2])
    keys, last = {}, b""
    for entry in is_list(private[2], range(257)):
        is_map(entry, [1, 2, 3, 4, 5])
        cose = is_map(entry[1], [1, 2, 3, -1, -2])
        public = is_bytes(cose[-2], [32])
        need((cose[1], cose[2], cose[3], cose[-1]) == (1, key_id(public), -8, 6) and is_strong(public))
        need(cose[2] > last)
        last = cose[2]
        keys[last] = {
            "public": public,
            "issuer": is_short_text(entry[2], 16),
            "from": is_int(entry[3], 0, SECOND_MAX),
            "until": is_int(entry[4], entry[3] + 1, SECOND_MAX),
            "status": is_int(entry[5], 1, 3),
        }
    offered = {
        "authority": is_short_text(claims[1], 16),
        "exp": is_int(claims[4], 0, SECOND_MAX),
        "iat": is_int(claims[6], 0, claims[4] - 1),
        "issue": is_int(private[1], 0, 2**64 - 1),
        "keys": keys,
    }
    may_follow(held, offered)
    return offered


def read_about(claims, keys, signer):
    key = keys["keys"][signer]
    about = {
        "issuer": is_short_text(claims[1], 16),
        "uri": is_short_text(claims[2], 128),
        "exp": is_int(claims[4], 0, SECOND_MAX),
        "iat": is_int(claims[6], 0, claims[4] - 1),
        "issue": is_int(claims[PRIVATE][1], 0, 2**64 - 1),
    }
    need(about["issuer"] == key["issuer"] and key["from"] <= about["iat"] < key["until"], "forged")
    return about


def open_status_file(file, kind, keys):
    need(len(file) <= 2 * 1024 * 1024)
    signer, signed, payload, signature = open_message(file, kind)
    need(signer in keys["keys"] and keys["keys"][signer]["status"] == 1, "unknown_key")
    need(is_signed(keys["keys"][signer]["public"], signed, signature), "forged")
    return signer, decode(payload)


def read_status_list(file, keys, held=None):
    signer, claims = open_status_file(file, STATUS_TYPE, keys)
    is_map(claims, [1, 2, 4, 6, STATUS_LIST, PRIVATE])
    inner = is_map(claims[STATUS_LIST], ["lst", "bits"])
    is_int(inner["bits"], 1, 1)
    is_map(claims[PRIVATE], [1])
    inflater = zlib.decompressobj()
    try:
        bits = inflater.decompress(inner["lst"], NUMBERS_MAX // 8 + 1)
    except (zlib.error, TypeError) as error:
        raise Refused("damaged") from error
    need(inflater.eof and not inflater.unused_data and len(bits) <= NUMBERS_MAX // 8)
    offered = {**read_about(claims, keys, signer), "bits": bits}
    if held is not None:
        need((held["issuer"], held["uri"]) == (offered["issuer"], offered["uri"]), "other_list")
    may_follow(held, offered)
    return offered


def read_gaps(data):
    number, at = -1, 0
    while at < len(data):
        size = 1
        while at + size <= len(data) and data[at + size - 1] & 0x80:
            size += 1
        group = data[at : at + size]
        need(len(group) == size <= 4 and (size == 1 or group[-1] != 0))
        gap = sum((byte & 0x7F) << 7 * power for power, byte in enumerate(group))
        need(gap >= 1)
        number, at = number + gap, at + size
        yield number


def write_gaps(numbers):
    out, last = bytearray(), -1
    for number in sorted(numbers):
        gap, last = number - last, number
        while gap >= 0x80:
            out.append(gap & 0x7F | 0x80)
            gap >>= 7
        out.append(gap)
    return bytes(out)


def apply_delta(file, keys, held):
    signer, claims = open_status_file(file, DELTA_TYPE, keys)
    is_map(claims, [1, 2, 4, 6, PRIVATE])
    private = is_map(claims[PRIVATE], [1, 2, 3, 4, 5])
    about = read_about(claims, keys, signer)
    need((held["issuer"], held["uri"]) == (about["issuer"], about["uri"]), "other_list")
    need(about["issue"] > held["issue"], "rollback")
    need(is_int(private[2], 0, 2**64 - 1) == held["issue"], "wrong_base")
    size = is_int(private[3], len(held["bits"]), NUMBERS_MAX // 8)
    bits = bytearray(held["bits"].ljust(size, b"\0"))
    for number in read_gaps(private[4]):
        need(number < size * 8)
        bits[number // 8] ^= 1 << number % 8
    need(hashlib.sha256(bits).digest() == is_bytes(private[5], [32]))
    return {**about, "bits": bytes(bits)}


# The verdict


def is_inside(code, outer):
    return code.startswith(outer)


def touches(end, gate):
    if end.startswith("area:"):
        return end[5:] in gate["areas_around"] + gate["areas_within"]
    return is_inside(end, gate["place"]) or is_inside(gate["place"], end)


def is_in(end, gate):
    if end.startswith("area:"):
        return end[5:] in gate["areas_within"]
    return is_inside(end, gate["place"])


def leads(start, goal, gate, direction):
    inner, outer = (goal, start) if direction == "enter" else (start, goal)
    touching = not inner or any(touches(end, gate) for end in inner)
    return touching and (not outer or any(not is_in(end, gate) for end in outer))


def place_rule(said, gate):
    def is_open(direction):
        there = leads(said["from"], said["to"], gate, direction)
        return there or said["both_ways"] and leads(said["to"], said["from"], gate, direction)

    if said["corridor"] is not None and said["corridor"] == gate["corridor"]:
        return None
    if is_open(gate["direction"]):
        return None
    other = "leave" if gate["direction"] == "enter" else "enter"
    return "not_this_direction" if is_open(other) else "not_this_place"


def hours_rule(said, at, gate, slack):
    if (said["days"], said["hours"]) == (127, [0, 1440]):
        return None
    if slack > DAY:
        return "clock_unsure"
    wall = datetime.fromtimestamp(0, timezone(timedelta(minutes=gate["utc_offset_minutes"]))) + timedelta(seconds=at)
    now = wall.weekday() * DAY + wall.hour * 3_600 + wall.minute * 60 + wall.second + wall.microsecond / 1e6
    first, last = now - slack, now + slack
    opens, closes = (60 * minute for minute in said["hours"])
    length = closes - opens if closes > opens else closes - opens + DAY
    windows = [
        (day * DAY + opens - TOLERANCE, day * DAY + opens + length + TOLERANCE)
        for day in range(-7, 14)
        if said["days"] >> day % 7 & 1
    ]
    reached = first
    for start, end in windows:
        if start <= reached < end:
            reached = end
    if reached > last:
        return None
    if any(start <= last and first < end for start, end in windows):
        return "clock_unsure"
    return "not_this_hour" if said["days"] >> wall.weekday() & 1 else "not_this_day"


def judge(said, keys, statuses, gate):
    at = datetime.fromisoformat(gate["at"].replace("Z", "+00:00")).timestamp()
    slack = max(gate["clock_uncertainty_seconds"] - TOLERANCE, 0)
    earliest, latest = at - slack, at + slack
    is_its_list = statuses["issuer"] == said["issuer"]
    number, reach = said["number"], len(statuses["bits"]) * 8
    if is_its_list and number < reach and statuses["bits"][number // 8] >> number % 8 & 1:
        return "revoked"
    if earliest >= said["expires"] + TOLERANCE:
        return "expired"
    if latest < said["not_before"] - TOLERANCE:
        return "not_yet"
    if word := place_rule(said, gate):
        return word
    hours = hours_rule(said, at, gate, slack)
    if hours and hours != "clock_unsure":
        return hours
    files = [statuses, keys]
    if not is_its_list or number >= reach or any(latest >= file["exp"] + TOLERANCE for file in files):
        return "list_too_old"
    is_near = latest >= said["expires"] + TOLERANCE or earliest < said["not_before"] - TOLERANCE
    if any(latest < file["iat"] - TOLERANCE for file in files) or is_near or hours:
        return "clock_unsure"
    return "valid"


def open_text(text):
    need(len(text.encode()) <= 1_100 and text.startswith(PREFIX))
    return inflate(base45_decode(text[len(PREFIX) :]), 640)


def check(text, keys, statuses, gate):
    """The verdict's word, and what a true pass says."""
    try:
        signer, signed, payload, signature = open_message(open_text(text))
        key = keys["keys"].get(signer)
        need(key is not None and key["status"] != 3, "unknown_key")
        need(is_signed(key["public"], signed, signature), "forged")
        said = read_pass(payload)
        need(key["issuer"] == said["issuer"] and key["from"] <= said["not_before"] < key["until"], "unknown_key")
    except Refused as refused:
        return refused.args[0], None
    return judge(said, keys, statuses, gate), said
