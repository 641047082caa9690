//! Bodies: too large, of another type, in another encoding, or not what they say they are.

use crate::town::{BUILDING, COMMUNITY, PHOTO, Town, refused};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

pub async fn what_is_too_large_is_refused_in_words(town: &Town) {
    let needs = "/api/v1/needs";
    let photos = format!("/api/v1/needs/{}/attachments", town.need);
    for bytes in [513 * KIB, 9 * MIB] {
        let body = vec![b'x'; bytes];
        let json = town.post_bytes(&town.resident, needs, JSON, body.clone());
        assert_eq!(town.refuses("JSON", json).await, refused(413, "too-large", &[]));
        let form = town.post_bytes(&town.worker, "/sign-in", FORM, body);
        assert_eq!(town.refuses("a form", form).await.status, 413);
    }
    for bytes in [5 * MIB + 1, 9 * MIB] {
        let photo = town.post_bytes(&town.resident, &photos, "image/png", vec![0; bytes]);
        assert_eq!(town.refuses("a photo", photo).await, refused(413, "too-large", &[]));
    }
    for bytes in [9 * MIB, 100_000_000] {
        for media_type in [
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ] {
            let path = "/api/v1/supply/applications/import";
            let table = town.post_bytes(&town.officer, path, media_type, vec![b'x'; bytes]);
            assert_eq!(town.refuses("a table", table).await, refused(413, "too-large", &[]));
        }
        let table = || {
            let part = Part::bytes(vec![b'x'; bytes]).file_name("firms.xlsx");
            let form = Form::new()
                .text("csrf", town.officer.csrf.clone())
                .text("key", town.key());
            town.officer
                .request(Method::POST, "/supply/import/applications")
                .multipart(form.part("file", part))
        };
        assert_eq!(town.refuses_each("a table of a form", table).await.status, 413);
    }
    let form = town.post_bytes(&town.worker, "/sign-in", FORM, vec![b'x'; 64 * KIB + 1]);
    assert_eq!(town.refuses("a form", form).await.status, 413);
    let attach = format!("/needs/{}/attach", town.need);
    for bytes in [5 * MIB + 1, 20 * MIB] {
        let photo = || {
            let form = form_in_parts(town, vec![0; bytes]);
            town.worker.request(Method::POST, &attach).multipart(form)
        };
        assert_eq!(town.refuses_each("a photo of a form", photo).await.status, 413);
    }
}

pub async fn another_type_than_expected_is_named_with_the_right_one(town: &Town) {
    let good = json!({ "kind": "household_request", "topic": "food", "title": "Rice" }).to_string();
    for media_type in [
        FORM,
        "text/plain",
        "application/json5",
        "",
        "multipart/form-data; boundary=x",
    ] {
        let request = town.post_bytes(&town.resident, "/api/v1/needs", media_type, good.clone().into());
        assert_eq!(town.refuses(media_type, request).await, refused(415, "wrong-type", &[]));
    }
    let bare = town.resident.request(Method::POST, "/api/v1/needs").body(good);
    let bare = bare.header("idempotency-key", town.key());
    assert_eq!(town.refuses("no type", bare).await, refused(415, "wrong-type", &[]));
    let path = format!("/places/{COMMUNITY}/add");
    for media_type in [JSON, "text/plain", ""] {
        let request = town.post_bytes(&town.worker, &path, media_type, b"names=1".to_vec());
        assert_eq!(town.refuses(media_type, request).await.status, 415);
    }
    let in_parts = || {
        let form = form_in_parts(town, PHOTO.to_vec());
        town.worker.request(Method::POST, &path).multipart(form)
    };
    assert_eq!(town.refuses_each("a form in parts", in_parts).await.status, 415);
    let photos = format!("/api/v1/needs/{}/attachments", town.need);
    for (media_type, bytes, code) in [
        ("image/gif", PHOTO, "wrong-type"),
        (JSON, PHOTO, "wrong-type"),
        ("image/png", b"not a photo".as_slice(), "photo-wrong-type"),
        ("image/jpeg", b"GIF89a-and-more".as_slice(), "photo-wrong-type"),
    ] {
        let request = town.post_bytes(&town.resident, &photos, media_type, bytes.to_vec());
        assert_eq!(town.refuses(code, request).await, refused(415, code, &[]));
    }
    for (what, bytes) in [("nothing", &PHOTO[..0]), ("half a photo", &PHOTO[..PHOTO.len() / 2])] {
        let request = town.post_bytes(&town.resident, &photos, "image/png", bytes.to_vec());
        assert_eq!(town.refuses(what, request).await.status, 422);
    }
}

fn form_in_parts(town: &Town, photo: Vec<u8>) -> Form {
    let form = Form::new().text("csrf", town.worker.csrf.clone());
    let form = form.text("key", town.key());
    form.part("photo", Part::bytes(photo).file_name("photo.png"))
}

pub async fn what_is_not_utf8_says_so(town: &Town) {
    let body = b"{\"kind\":\"household_request\",\"topic\":\"food\",\"title\":\"\xc3\xd7\"}";
    let request = town.post_bytes(&town.resident, "/api/v1/needs", JSON, body.to_vec());
    assert_eq!(
        town.refuses("GB 18030 in JSON", request).await,
        refused(400, "not-utf8", &[])
    );
    let path = format!("/places/{COMMUNITY}/add");
    let start = format!("csrf={}&key={}&names=", town.worker.csrf, town.key());
    for (what, name) in [
        ("raw", b"\xc3\xd7".as_slice()),
        ("escaped", b"%C3%D7"),
        ("cut off", b"%E7%B1"),
    ] {
        let body = [start.as_bytes(), name].concat();
        let request = town.post_bytes(&town.worker, &path, FORM, body);
        assert_eq!(town.refuses(what, request).await.status, 400, "{what}");
    }
    for address in ["/api/v1/places?q=%C3%D7", "/api/v1/needs?q=%FF"] {
        let request = town.officer.request(Method::GET, address);
        assert_eq!(town.refuses(address, request).await, refused(400, "not-utf8", &[]));
    }
}

pub async fn json_that_can_not_be_read_names_where(town: &Town) {
    let rows = |row: &str| format!("{{\"rows\":[{row}]}}");
    let door = |rest: &str| rows(&format!("{{\"building\":\"{BUILDING}\",{rest}}}"));
    for (path, body, field) in [
        ("/api/v1/households", String::new(), ""),
        ("/api/v1/households", "{".into(), ""),
        ("/api/v1/households", "null".into(), ""),
        ("/api/v1/households", "[]".into(), ""),
        ("/api/v1/households", "{} {}".into(), ""),
        ("/api/v1/households", "{\"rows\":7}".into(), "rows"),
        ("/api/v1/households", rows("7"), "rows[0]"),
        ("/api/v1/households", door("\"door\":7"), "rows[0].door"),
        (
            "/api/v1/households",
            door("\"door\":\"1-2\",\"people\":\"2\""),
            "rows[0].people",
        ),
        (
            "/api/v1/households",
            door("\"door\":\"1-2\",\"people\":1e400"),
            "rows[0].people",
        ),
        (
            "/api/v1/households",
            rows("{\"building\":\"9000A\",\"door\":\"1-2\"}"),
            "rows[0].building",
        ),
        (
            "/api/v1/households",
            door("\"door\":\"1-2\",\"pets\":2"),
            "rows[0].pets",
        ),
        ("/api/v1/households", door("\"people\":2"), "rows[0]"),
        (
            "/api/v1/orgs",
            rows("{\"kind\":\"zoo\",\"name\":\"Z\",\"place\":\"900\"}"),
            "rows[0].kind",
        ),
        (
            "/api/v1/invitations",
            "{\"role\":\"king\",\"place\":\"900\"}".into(),
            "role",
        ),
        ("/api/v1/tokens", "{\"name\":null,\"days\":1}".into(), "name"),
        ("/api/v1/tokens", "{\"name\":\"\\ud800\",\"days\":1}".into(), "name"),
    ] {
        let request = town.post_bytes(&town.administrator, path, JSON, body.clone().into_bytes());
        let what: String = body.chars().take(80).collect();
        assert_eq!(
            town.refuses(&what, request).await,
            refused(400, "unreadable", &[field]),
            "{what}"
        );
    }
    for start in ["[", "{\"rows\":["] {
        let deep = format!("{start}{}", "[".repeat(20_000));
        let request = town.post_bytes(&town.administrator, "/api/v1/households", JSON, deep.into_bytes());
        assert_eq!(town.refuses("a bottomless list", request).await.code, "unreadable");
    }
}
