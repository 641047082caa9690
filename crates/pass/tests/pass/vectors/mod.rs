//! The vectors that any second implementation can be held against: ours, and those of a program that was written from
//! the format's page alone (`tests/pass/check.py` in the repository's root).

mod cases;
mod false_texts;
mod files;
mod form;
mod true_passes;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use tongxin_city::Zone;
use tongxin_pass_format::pass::{AreaCode, End, Holder, Ways};
use tongxin_pass_format::{
    Direction, KeySet, Pass, PublicKey, SecretKey, Situation, StatusList, check, issue, message_of,
};

use crate::world::{at, place};
use form::{File, Gate, Vectors, from_hex};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)
}

fn read(name: &str) -> Vectors {
    serde_json::from_str(&fs::read_to_string(path(name)).unwrap()).unwrap()
}

fn written(vectors: &Vectors) -> String {
    serde_json::to_string_pretty(vectors).unwrap() + "\n"
}

/// What a verifier makes of the files before it looks at a pass.
struct Held {
    root: PublicKey,
    keys: KeySet,
    list: StatusList,
}

fn held(vectors: &Vectors) -> Held {
    let root = PublicKey::from_bytes(from_hex(&vectors.root).as_slice().try_into().unwrap()).unwrap();
    let keys = KeySet::read(&from_hex(&vectors.key_set), &root, None).unwrap();
    let list = StatusList::read(&from_hex(&vectors.status_list), &keys, None).unwrap();
    Held { root, keys, list }
}

fn key_of(verdict_of: &Held, text: &str, gate: &Gate) -> (String, Option<Pass>) {
    let areas = |codes: &[String]| {
        codes
            .iter()
            .map(|code| AreaCode::new(code).unwrap())
            .collect::<Vec<_>>()
    };
    let (around, within) = (areas(&gate.areas_around), areas(&gate.areas_within));
    let situation = Situation {
        place: place(&gate.place),
        areas_around: &around,
        areas_within: &within,
        corridor: gate.corridor.as_deref(),
        direction: if gate.direction == "enter" {
            Direction::Enter
        } else {
            Direction::Leave
        },
        at: at(&gate.at),
        clock_uncertainty: Duration::from_secs(gate.clock_uncertainty_seconds),
        zone: &Zone::named(&gate.zone).unwrap(),
    };
    let verdict = check(text, &verdict_of.keys, &verdict_of.list, &situation);
    (verdict.key().to_owned(), verdict.pass().cloned())
}

fn is_accepted(held: &Held, file: &File) -> bool {
    let bytes = from_hex(&file.file);
    match file.kind.as_str() {
        "key_set" => KeySet::read(&bytes, &held.root, Some(&held.keys)).is_ok(),
        "status_list" => StatusList::read(&bytes, &held.keys, Some(&held.list)).is_ok(),
        "status_delta" => held.list.apply(&bytes, &held.keys).is_ok(),
        kind => panic!("{kind}"),
    }
}

/// The fields as the vectors write them.
fn said(pass: &Pass) -> form::PassSaid {
    let ends = |ends: &[End]| {
        let code = |end: &End| match end {
            End::Place(code) => code.to_string(),
            End::Area(code) => format!("area:{code}"),
        };
        ends.iter().map(code).collect()
    };
    let (surname, id_end, plate) = match &pass.holder {
        Holder::Person { surname, id_end } => (Some(surname.clone()), Some(id_end.clone()), None),
        Holder::Vehicle { plate } => (None, None, Some(plate.clone())),
    };
    form::PassSaid {
        issuer: pass.issuer.clone(),
        number: pass.number.get(),
        kind: pass.kind.number(),
        surname,
        id_end,
        plate,
        org: pass.org.clone(),
        from: ends(&pass.scope.from),
        to: ends(&pass.scope.to),
        both_ways: pass.scope.ways == Ways::Both,
        corridor: pass.scope.corridor.clone(),
        days: pass.days.bits(),
        hours: (pass.hours.from_minute(), pass.hours.until_minute()),
        not_before: pass.not_before.millis() / 1_000,
        expires: pass.expires.millis() / 1_000,
    }
}

#[test]
fn each_vector_of_both_programs_has_its_verdict() {
    for name in ["made-by-tongxin.json", "made-by-python.json"] {
        let vectors = read(name);
        assert_eq!((vectors.format.as_str(), vectors.version), ("tongxin-pass-vectors", 1));
        let held = held(&vectors);
        for case in &vectors.cases {
            let (verdict, pass) = key_of(&held, &case.text, &case.gate);
            assert_eq!(verdict, case.verdict, "{name}: {}", case.name);
            assert_eq!(pass.as_ref().map(said), case.pass, "{name}: {}", case.name);
        }
        for file in &vectors.files {
            assert_eq!(is_accepted(&held, file), file.is_accepted, "{name}: {}", file.name);
        }
        println!(
            "{name}: {} passes and {} files",
            vectors.cases.len(),
            vectors.files.len()
        );
    }
}

#[test]
fn what_python_issued_is_issued_alike_here() {
    let vectors = read("made-by-python.json");
    let secret = vectors.secrets.get("signer").unwrap();
    let signer = SecretKey::from_random(from_hex(secret).as_slice().try_into().unwrap());
    let held = held(&vectors);
    let valid = vectors
        .cases
        .iter()
        .filter(|case| case.verdict == "valid" && case.signed_by == "signer");
    let mut count = 0;
    for case in valid {
        let (_, pass) = key_of(&held, &case.text, &case.gate);
        let ours = issue(&pass.unwrap(), &signer).unwrap();
        // The texts may be deflated otherwise; what is signed may not differ in a byte.
        assert_eq!(message_of(&ours), message_of(&case.text), "{}", case.name);
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn our_vectors_are_the_ones_that_are_kept() {
    let kept = fs::read_to_string(path("made-by-tongxin.json")).unwrap();
    assert!(
        kept == written(&cases::make()),
        "write them again: see write_our_vectors"
    );
}

/// `cargo test -p tongxin-pass-format --test pass -- --ignored write_our_vectors`
#[test]
#[ignore = "writes vectors/made-by-tongxin.json"]
fn write_our_vectors() {
    fs::write(path("made-by-tongxin.json"), written(&cases::make())).unwrap();
}

/// Texts and files as seeds of the fuzz targets: `… -- --ignored write_the_fuzzers_corpus`
#[test]
#[ignore = "writes fuzz/corpus"]
fn write_the_fuzzers_corpus() {
    let folder = |name: &str| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    };
    let (verify, decode) = (folder("verify"), folder("decode"));
    let vectors = cases::make();
    let file_name = |name: &str| name.replace(|char: char| !char.is_ascii_alphanumeric(), "-");
    // The first byte says as what the rest is read; see fuzz_targets/decode.rs.
    let chosen = |choice: u8, bytes: &[u8]| [&[choice], bytes].concat();
    for case in &vectors.cases {
        let name = file_name(&case.name);
        fs::write(verify.join(&name), &case.text).unwrap();
        if let Ok(message) = message_of(&case.text) {
            fs::write(decode.join(&name), chosen(0, &message)).unwrap();
        }
    }
    for file in &vectors.files {
        let (name, message) = (file_name(&file.name), from_hex(&file.file));
        let claims = cases::payload_of(&message);
        let choice = match file.kind.as_str() {
            "key_set" => 2,
            "status_list" => 3,
            _ => 4,
        };
        fs::write(decode.join(&name), chosen(0, &message)).unwrap();
        fs::write(decode.join(format!("claims-{name}")), chosen(choice, &claims)).unwrap();
    }
    for pass in crate::world::one_of_each() {
        let message = message_of(&crate::world::issued(&pass)).unwrap();
        let name = format!("claims-{}", pass.kind.key());
        fs::write(decode.join(name), chosen(1, &cases::payload_of(&message))).unwrap();
    }
}

#[test]
fn the_pages_example_is_the_vector_it_names() {
    let page = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/pass-format.md")).unwrap();
    let example = page.split_once("## Example").unwrap().1;
    let mut lines = example.lines().filter_map(|line| line.strip_prefix("    ")).peekable();
    let text: String = lines.by_ref().take(2).collect();
    let case = cases::make()
        .cases
        .into_iter()
        .find(|case| case.name == "the first second")
        .unwrap();
    assert_eq!(text, case.text);
    // Bytes stand first in each line, what they mean after a wide gap.
    let bytes = |line: &str| {
        line.trim_start()
            .split("  ")
            .next()
            .unwrap_or_default()
            .replace(' ', "")
    };
    let message: String = lines.map(bytes).collect();
    assert_eq!(from_hex(&message), message_of(&text).unwrap());
}
