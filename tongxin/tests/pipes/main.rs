//! `tongxin pass` in pipes: JSON lines in, texts and square codes out, judged again by the same binary.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../system/mod.rs"]
#[allow(dead_code)]
mod system;

use reqwest::Method;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use system::client::{Visitor, send};
use system::{NOON, System, place};
use tongxin_account::{Over, Role};

const DISTRICT: &str = "90001";
const COMMUNITY: &str = "900010101";
/// A credit code whose check character fits.
const CODE: &str = "91350100M000100Y43";

/// The binary over a copy of a system.
struct Pipe<'f> {
    folder: &'f Path,
}

impl Pipe<'_> {
    fn run(&self, args: &[&str], input: &str) -> Output {
        let (db, keys) = (self.folder.join("city.db"), self.folder.join("keys"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_tongxin"))
            .arg("pass")
            .args(args)
            .env("TONGXIN_DB", format!("sqlite:{}", db.display()))
            .env("TONGXIN_KEYS", keys)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// Its lines, when it did what was asked.
    fn lines(&self, args: &[&str], input: &str) -> Vec<Value> {
        let output = self.run(args, input);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {errors}");
        parsed(&output)
    }
}

fn parsed(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A listed carrier with two trucks; answers its id.
async fn listed_firm(system: &System) -> String {
    let first = system.administrator().await;
    let over = Over::Place(place(DISTRICT));
    let officer = system.person(&first, "officer", "Officer", Role::Officer, over).await;
    let officer = Visitor::program(&system.address, Some(&officer.token));
    let mut number = 0;
    let mut post = async |path: &str, body: Value| {
        number += 1;
        let request = officer.request(Method::POST, path).json(&body);
        let answer = send(request.header("idempotency-key", format!("firm-{number:04}"))).await;
        assert!(answer.status < 300, "{path}: {}", answer.body);
        answer.json()
    };
    let application = json!({
        "credit_code": CODE, "kind": "carrier", "name": "渝海运输", "place": COMMUNITY, "service_places": [DISTRICT],
        "orders_a_day": 10, "contact_name": "Chen", "contact_phone": "023-6789 1234",
    });
    let applied = post("/api/v1/supply/applications", application).await;
    let path = format!("/api/v1/supply/applications/{}/list", applied["id"].as_str().unwrap());
    let listed = post(&path, json!({ "valid_until": "2023-02-28" })).await;
    let org = listed["org"].as_str().unwrap().to_owned();
    for plate in ["渝A00001", "渝A00002"] {
        let vehicle = json!({"org": org, "plate": plate, "kind": "van", "payload_kg": 1_000});
        post("/api/v1/supply/vehicles", vehicle).await;
    }
    org
}

fn row(plate: &str) -> String {
    let row = json!({
        "kind": "key_goods", "plate": plate, "from": [DISTRICT], "to": [COMMUNITY], "last_day": "2022-12-10",
    });
    format!("{row}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_are_issued_verified_and_revoked_in_pipes() {
    let system = System::sqlite().await;
    let org = listed_firm(&system).await;
    system.settle().await;
    let folder = tempfile::tempdir().unwrap();
    system.copy_to(folder.path()).await;
    let pipe = Pipe { folder: folder.path() };
    let at = NOON.to_string();
    let issued = pipe.lines(
        &["issue", "--org", &org, "--at", &at],
        &(row("渝A00001") + &row("渝A99999")),
    );
    assert_eq!(
        (&issued[0]["state"], &issued[0]["number"]),
        (&json!("valid"), &json!(0))
    );
    assert_eq!(
        (&issued[1]["state"], &issued[1]["rule"]),
        (&json!("waiting"), &json!("not_in_fleet"))
    );
    let text = issued[0]["text"].as_str().unwrap();
    let verify = ["verify", "--place", COMMUNITY, "--at", &at];
    let verdict = pipe.lines(&verify, &format!("{text}\n"));
    assert_eq!(
        (&verdict[0]["verdict"], &verdict[0]["holder"]["plate"]),
        (&json!("valid"), &json!("渝A00001"))
    );
    let judged = pipe.run(&verify, &format!("{{\"text\": \"{text}\"}}\nTX1:NOTHING\n"));
    assert!(!judged.status.success(), "one of two is not valid");
    assert_eq!(parsed(&judged)[1]["verdict"], "damaged");

    let files = folder.path().join("gate");
    let export = pipe.run(&["keys", "export", files.to_str().unwrap(), "--at", &at], "");
    assert!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
    let root = pipe.lines(&["keys", "list", "--at", &at], "")[0]["root"]
        .as_str()
        .unwrap()
        .to_owned();
    let (keys, status) = (files.join("keys.cwt"), files.join("status.cwt"));
    let gate = [
        "--key-file",
        keys.to_str().unwrap(),
        "--status-file",
        status.to_str().unwrap(),
        "--root",
        &root,
    ];
    let verdict = pipe.lines(&[&verify[..], &gate[..]].concat(), text);
    assert_eq!(verdict[0]["verdict"], "valid", "with nothing but the published files");

    let revoked = pipe.lines(
        &["revoke", "--reason", "The truck was sold.", "--at", &at],
        "{\"number\": 0}\n",
    );
    assert_eq!(revoked[0]["state"], "revoked");
    let judged = pipe.run(&verify, text);
    assert_eq!(parsed(&judged)[0]["verdict"], "revoked");
    let again = pipe.run(&["revoke", "--reason", "Again.", "--at", &at, "0"], "");
    assert!(!again.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn square_codes_come_out_as_files_and_what_is_wrong_is_said() {
    let system = System::sqlite().await;
    let org = listed_firm(&system).await;
    system.settle().await;
    let folder = tempfile::tempdir().unwrap();
    system.copy_to(folder.path()).await;
    let pipe = Pipe { folder: folder.path() };
    let at = NOON.to_string();
    let codes = folder.path().join("codes");
    let issue = [
        "issue",
        "--org",
        &org,
        "--at",
        &at,
        "--out",
        codes.to_str().unwrap(),
        "--format",
    ];
    let png = pipe.run(&[&issue[..], &["png"]].concat(), &row("渝A00001"));
    assert!(png.status.success(), "{}", String::from_utf8_lossy(&png.stderr));
    let bytes = std::fs::read(codes.join("0.png")).unwrap();
    assert!(bytes.starts_with(b"\x89PNG"));
    let svg = pipe.run(&[&issue[..], &["svg"]].concat(), &row("渝A00002"));
    assert!(svg.status.success());
    assert!(
        std::fs::read_to_string(codes.join("1.svg"))
            .unwrap()
            .starts_with("<svg")
    );
    let wrong = pipe.run(&[&issue[..], &["json"]].concat(), &row("no plate"));
    assert!(!wrong.status.success());
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(said.contains("rows.0.plate"), "{said}");
    let rotated = pipe.lines(&["keys", "rotate", "--at", &at], "");
    let keys = pipe.lines(&["keys", "list", "--at", &at], "");
    assert_eq!(keys.len(), 3, "the root and two keys: {keys:?}");
    assert_eq!(keys[2]["id"], rotated[0]["added"]);
    assert_eq!(
        (&keys[1]["is_signing"], &keys[2]["is_signing"]),
        (&json!(true), &json!(false))
    );
}
