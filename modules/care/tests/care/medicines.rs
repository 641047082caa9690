//! Medicines: what has to be fetched, for whom, that it was brought; and photos of prescriptions.

use crate::browser::Browser;
use crate::street::{Street, asked, text};
use crate::world::{Answer, Person, World, answer};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder as _, Rgb, RgbImage};
use serde_json::{Value, json};
use std::io::Read as _;
use tongxin_account::Role;
use tongxin_storage::args;

/// What a telephone writes beside the picture.
const WHERE: &[u8] = b"POSITION 29.56N 106.55E";

/// A telephone's photo, with where it was taken.
pub fn photo() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    let mut exif = b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    exif.extend(WHERE);
    encoder.set_exif_metadata(exif).unwrap();
    let picture = RgbImage::from_fn(60, 80, |x, y| Rgb([(x * 4) as u8, (y * 3) as u8, 90]));
    encoder.encode_image(&picture).unwrap();
    bytes
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle)
}

impl Person<'_> {
    pub async fn send_photo(&self, world: &World, path: &str, bytes: &[u8]) -> Answer {
        let request = self.request("POST", path).header("idempotency-key", world.key());
        answer(request.header("content-type", "image/jpeg").body(bytes.to_vec())).await
    }
}

/// Somebody with two medicines, of which one runs out on the 29th.
pub async fn registered(street: &Street<'_>, door: &str) -> String {
    let (_, household) = street.door(door).await;
    let mut body = asked("陈婆婆", &["chronic_medicine"]);
    body["household"] = json!(household);
    body["record"]["medicines"] = json!([
        {"name": "缬沙坦", "left": 10, "a_day": 2, "counted_on": "2022-11-24"},
        {"name": "二甲双胍", "left": 300, "a_day": 3, "counted_on": "2022-11-24"},
    ]);
    let (status, done) = street.worker.post("/care/people", body).await;
    assert_eq!(status, 201, "{done}");
    text(&done["id"]).to_owned()
}

fn all(list: &Value, field: &str) -> Vec<Value> {
    list[field].as_array().unwrap_or_else(|| panic!("{list}")).clone()
}

pub async fn the_pharmacy_list_names_medicines_to_whoever_may_open_records(world: &World) {
    let street = Street::new(world).await;
    let id = registered(&street, "801").await;
    registered(&street, "802").await;
    street.person("803", &["alone_old"]).await;
    let (status, list) = street.worker.get("/care/medicines").await;
    assert_eq!((status, &list["buildings"][0]["count"]), (200, &json!(2)), "{list}");
    assert_eq!(list["buildings"][0]["people"][0]["by"], "2022-11-26", "{list}");
    assert!(!list.to_string().contains("缬沙坦"));
    let (_, none) = street.worker.get("/care/medicines?days=1").await;
    assert_eq!(none["buildings"], json!([]), "two days are left");
    let (status, refused) = street.worker.get("/care/medicines?days=15").await;
    assert_eq!(
        (status, text(&refused["errors"][0]["field"])),
        (422, "days"),
        "{refused}"
    );
    // A steward sees for whom and by when, an officer only how many.
    let (_, seen) = street.steward.get("/care/medicines").await;
    assert_eq!(seen["buildings"][0]["people"][0]["name"], "陈婆婆", "{seen}");
    let officer = world.person(Role::Officer, "90001").await;
    let (_, seen) = officer.get("/care/medicines").await;
    assert_eq!(
        (&seen["buildings"][0]["count"], &seen["buildings"][0]["people"]),
        (&json!(2), &json!([]))
    );
    for closed in [&street.steward, &officer] {
        assert_eq!(closed.post("/care/medicines/open", json!({"why": "取药"})).await.0, 403);
    }
    let elsewhere = world.person(Role::CommunityWorker, "900010102").await;
    let (_, none) = elsewhere.post("/care/medicines/open", json!({"why": "取药"})).await;
    assert_eq!(none["medicines"], json!([]), "{none}");
    let (status, refused) = street.worker.post("/care/medicines/open", json!({"why": " "})).await;
    assert_eq!(
        (status, text(&refused["errors"][0]["field"])),
        (422, "why"),
        "{refused}"
    );
    let (status, list) = street
        .worker
        .post("/care/medicines/open", json!({"why": "统一取药"}))
        .await;
    assert_eq!(status, 200, "{list}");
    let lines = all(&list, "medicines");
    assert_eq!(lines.len(), 2, "one of each two medicines lasts: {list}");
    assert_eq!(
        (&lines[0]["medicine"], &lines[0]["doses"], &lines[0]["runs_out_on"]),
        (&json!("缬沙坦"), &json!(28), &json!("2022-11-29"))
    );
    let (_, openings) = street.worker.get(&format!("/care/people/{id}/openings")).await;
    assert_eq!(openings["openings"][0]["why"], "统一取药", "{openings}");
}

pub async fn what_was_brought_moves_the_day_and_closes_the_need(world: &World) {
    let street = Street::new(world).await;
    let ids = [registered(&street, "801").await, registered(&street, "802").await];
    street.at(2, 9, 0).await;
    let refills = "/needs?kind=care_refill";
    let (_, list) = street.worker.get(refills).await;
    assert_eq!(all(&list, "needs").len(), 2, "{list}");
    let need = text(&list["needs"][0]["id"]).to_owned();
    let by_hand = street
        .worker
        .post(&format!("/needs/{need}/accept"), json!({"seq": 1}))
        .await;
    assert_eq!(by_hand.0, 200, "{by_hand:?}");
    let line = |id: &str, medicine: &str, doses: u32| json!({"person": id, "medicine": medicine, "doses": doses});
    // One bad line, and nothing is noted of the others.
    let bad =
        json!({"brought": [line(&ids[0], "缬沙坦", 28), line(&ids[1], "阿司匹林", 28), line(&ids[1], "缬沙坦", 0)]});
    let (status, refused) = street.worker.post("/care/medicines/brought", bad).await;
    let at: Vec<&str> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["field"]))
        .collect();
    assert_eq!(
        (status, at),
        (422, vec!["brought.1.medicine", "brought.2.doses"]),
        "{refused}"
    );
    let (_, list) = street.worker.get(refills).await;
    assert_eq!(all(&list, "needs").len(), 2, "{list}");
    let brought = json!({"brought": [line(&ids[0], "缬沙坦", 28), line(&ids[1], "缬沙坦", 28)]});
    assert_eq!(
        street.steward.post("/care/medicines/brought", brought.clone()).await.0,
        403
    );
    let key = world.key();
    let first = street
        .worker
        .post_as(&key, "/care/medicines/brought", brought.clone())
        .await;
    assert_eq!(first, (200, json!({"people": 2})));
    let again = street.worker.post_as(&key, "/care/medicines/brought", brought).await;
    assert_eq!(first, again, "sent again, it counts once");
    let (_, list) = street.worker.get(refills).await;
    assert_eq!(all(&list, "needs").len(), 0, "the needs close themselves: {list}");
    // Six were left on the 26th, and 28 came: seventeen days.
    let (_, record) = street
        .worker
        .post(&format!("/care/people/{}/open", ids[0]), json!({"why": "核对"}))
        .await;
    let medicine = &record["record"]["medicines"][0];
    assert_eq!(
        (&medicine["left"], &medicine["counted_on"]),
        (&json!(34), &json!("2022-11-26")),
        "{record}"
    );
    street.at(15, 9, 0).await;
    let (_, list) = street.worker.get(refills).await;
    assert_eq!(all(&list, "needs").len(), 0, "{list}");
    street.at(16, 9, 0).await;
    let (_, list) = street.worker.get(refills).await;
    assert_eq!(
        all(&list, "needs").len(),
        2,
        "three days before the 13th of December: {list}"
    );
    let correction = json!({"seq": 2, "person": asked("陈婆婆", &["alone_old"])});
    let (status, done) = street.worker.put(&format!("/care/people/{}", ids[0]), correction).await;
    assert_eq!(status, 200, "{done}");
    let (_, list) = street.worker.get(refills).await;
    assert_eq!(
        all(&list, "needs").len(),
        1,
        "whoever takes it no longer needs none: {list}"
    );
}

pub async fn a_prescription_is_sealed_stripped_and_opened_with_a_reason(world: &World) {
    let street = Street::new(world).await;
    let id = registered(&street, "801").await;
    let photos = format!("/care/people/{id}/prescriptions");
    let add = format!("{photos}?medicine=缬沙坦");
    assert!(holds(&photo(), WHERE), "the telephone says where it was");
    let (status, kept) = street.worker.send_photo(world, &add, &photo()).await;
    assert_eq!(status, 201, "{kept}");
    let rows = world
        .db
        .all("SELECT sealed FROM care_prescription", args![])
        .await
        .unwrap();
    let sealed = rows[0].blob("sealed").unwrap();
    for open in [&b"\xff\xd8\xff"[..], WHERE, b"image/jpeg"] {
        assert!(!holds(&sealed, open), "what lies in the database is no picture");
    }
    let open = format!("{photos}/{}/open", text(&kept["id"]));
    assert_eq!(street.steward.post(&open, json!({"why": "看看"})).await.0, 403);
    let neighbour = world.resident(street.building, "803").await;
    assert_eq!(neighbour.post(&open, json!({"why": "看看"})).await.0, 404);
    assert_eq!(street.worker.post(&open, json!({"why": ""})).await.0, 422);
    let request = street.worker.request("POST", &open).json(&json!({"why": "取药"}));
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/jpeg");
    assert_eq!(response.headers()["cache-control"], "private, no-store");
    let picture = response.bytes().await.unwrap();
    assert!(picture.starts_with(b"\xff\xd8\xff"));
    assert!(!holds(&picture, WHERE), "where it was taken is gone");
    let (_, openings) = street.worker.get(&format!("/care/people/{id}/openings")).await;
    assert_eq!(all(&openings, "openings").len(), 1, "{openings}");
    // Another photo takes its place; with its medicine it goes.
    let (status, other) = street.worker.send_photo(world, &add, &photo()).await;
    assert_eq!(status, 201, "{other}");
    assert_eq!(street.worker.post(&open, json!({"why": "取药"})).await.0, 404);
    let (_, record) = street
        .worker
        .post(&format!("/care/people/{id}/open"), json!({"why": "核对"}))
        .await;
    assert_eq!(
        record["record"]["prescriptions"],
        json!([{"medicine": "缬沙坦", "photo": other["id"]}])
    );
    let mut person = asked("陈婆婆", &["chronic_medicine"]);
    person["record"]["prescriptions"] = json!([{"medicine": "缬沙坦", "photo": other["id"]}]);
    let correction = json!({"seq": 3, "person": person});
    let (status, done) = street.worker.put(&format!("/care/people/{id}"), correction).await;
    assert_eq!(status, 200, "{done}");
    let rows = world.db.all("SELECT id FROM care_prescription", args![]).await.unwrap();
    assert_eq!(rows.len(), 0, "a correction names no photos");
}

pub async fn what_is_no_photo_is_refused_in_words_and_nothing_is_lost(world: &World) {
    let street = Street::new(world).await;
    let id = registered(&street, "801").await;
    let add = format!("/care/people/{id}/prescriptions?medicine=缬沙坦");
    let (photo, huge) = (photo(), vec![0xff; 50 * 1024 * 1024]);
    for (path, bytes, expected) in [
        (&*add, &huge[..], (413, "too-large")),
        (&*add, &b"no picture"[..], (415, "photo-wrong-type")),
        (&*add, &photo[..photo.len() / 3], (422, "photo-damaged")),
        (&*add, &b""[..], (422, "photo-empty")),
    ] {
        let (status, refused) = street.worker.send_photo(world, path, bytes).await;
        assert_eq!((status, text(&refused["code"])), expected, "{refused}");
        assert!(!text(&refused["title"]).is_empty(), "{refused}");
    }
    let unknown = format!("/care/people/{id}/prescriptions?medicine=阿司匹林");
    let (status, refused) = street.worker.send_photo(world, &unknown, &photo).await;
    assert_eq!(
        (status, text(&refused["errors"][0]["field"])),
        (422, "medicine"),
        "{refused}"
    );
    assert_eq!(street.steward.send_photo(world, &add, &photo).await.0, 403);
    let (_, list) = street.worker.post("/care/medicines/open", json!({"why": "取药"})).await;
    assert_eq!(all(&list, "medicines").len(), 1, "the record is as it was");
}

pub async fn medicines_are_fetched_and_brought_on_pages_without_scripts(world: &World) {
    let street = Street::new(world).await;
    registered(&street, "801").await;
    let mut desk = Browser::new(&street.worker.origin, street.worker.token.as_deref(), "zh");
    let closed = desk.get("/care/medicines?days=7").await;
    assert_eq!(closed.status, 200, "{}", closed.html);
    assert!(
        closed.html.contains("801") && !closed.html.contains("缬沙坦"),
        "{}",
        closed.html
    );
    let fields = [("days", "7"), ("why", "统一取药")];
    let opened = desk.post_plain(&closed, "/care/medicines", &fields).await;
    assert_eq!(opened.status, 200, "{}", opened.html);
    assert!(
        opened.html.contains("缬沙坦") && opened.html.contains("28"),
        "{}",
        opened.html
    );
    for (format, has_names) in [("pharmacy", false), ("doors", true)] {
        let cells = sheet(&street, format).await;
        assert!(cells.contains("缬沙坦"), "{cells}");
        assert_eq!(cells.contains("陈婆婆") || cells.contains("801"), has_names, "{cells}");
    }
    let row = |doses| {
        let person = opened.html.split("name=\"person.0\" value=\"").nth(1).unwrap();
        let person = person.split('"').next().unwrap().to_owned();
        [
            ("days".to_owned(), "7".to_owned()),
            ("why".to_owned(), "统一取药".to_owned()),
            ("person.0".to_owned(), person),
            ("medicine.0".to_owned(), "缬沙坦".to_owned()),
            ("doses.0".to_owned(), String::from(doses)),
            ("brought".to_owned(), "0".to_owned()),
        ]
    };
    let fields = row("很多");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let refused = desk.post(&opened, "/care/medicines/brought", &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.html);
    assert!(
        refused.html.contains("#f-doses.0") && refused.html.contains("很多") && refused.html.contains("checked"),
        "{}",
        refused.html
    );
    let fields = row("28");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let done = desk.post(&refused, "/care/medicines/brought", &fields).await;
    assert_eq!(done.location.as_deref(), Some("/care/medicines"), "{}", done.html);
    let empty = desk.get("/care/medicines").await;
    assert!(empty.html.contains("这几天没有要取的药"), "{}", empty.html);
}

/// The texts of the workbook that the page gives.
async fn sheet(street: &Street<'_>, format: &str) -> String {
    let mut desk = Browser::new(&street.worker.origin, street.worker.token.as_deref(), "zh");
    let page = desk.get("/care/medicines?days=14").await;
    let fields = [("days", "14"), ("why", "给药房"), ("format", format)];
    let bytes = desk.download(&page, "/care/medicines", &fields).await;
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut texts = String::new();
    for name in ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
        if let Ok(mut file) = book.by_name(name) {
            file.read_to_string(&mut texts).unwrap();
        }
    }
    texts
}
