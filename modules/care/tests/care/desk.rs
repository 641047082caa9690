//! The two sides of an appointment: what a hospital's desk sees and says, pages of both, and their calendars.

use crate::browser::Browser;
use crate::street::text;
use crate::ward::Ward;
use crate::world::World;
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_places::OrgKind;
use tongxin_storage::args;

pub async fn a_hospital_sees_its_own_alone_and_who_opens_is_written_down(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    let elsewhere = world.org(OrgKind::Hospital, "北岸医院", ward.at.as_str()).await;
    let other_desk = world.person_of(Role::HospitalDesk, elsewhere).await;
    let (status, list) = other_desk.get("/care/appointments").await;
    assert_eq!((status, &list["appointments"]), (200, &json!([])), "{list}");
    let path = format!("/care/appointments/{id}/hospital");
    assert_eq!(
        other_desk.post(&path, json!({"step": "confirm", "seq": 1})).await.0,
        404
    );
    let seen = ward.seen(&ward.desk, &id).await;
    assert_eq!(
        (&seen["household"], &seen["building"]),
        (&Value::Null, &Value::Null),
        "{seen}"
    );
    assert_eq!(seen["ride"]["escort"], true);
    let open = format!("/care/appointments/{id}/open");
    assert_eq!(ward.street.steward.post(&open, json!({"why": "看看"})).await.0, 403);
    let (status, opened) = ward.desk.post(&open, json!({"why": "准备透析机"})).await;
    assert_eq!(
        (status, text(&opened["facts"]["department"])),
        (200, "肾内科"),
        "{opened}"
    );
    let (status, page) = resident.page(&format!("/care/appointments/{id}")).await;
    assert_eq!(status, 200);
    assert!(page.contains("准备透析机"), "{page}");
    let rows = world.db.all("SELECT * FROM care_series", args![]).await.unwrap();
    let sealed = rows[0].blob("sealed").unwrap();
    for secret in ["dialysis", "肾内科", "陈婆婆", "120X"] {
        let secret = secret.as_bytes();
        assert!(!sealed.windows(secret.len()).any(|part| part == secret));
    }
}

pub async fn two_who_answer_at_once_do_not_both(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    let path = format!("/care/appointments/{id}/hospital");
    let key = world.key();
    let confirm = json!({"step": "confirm", "seq": 1});
    let first = ward.desk.post_as(&key, &path, confirm.clone()).await;
    let again = ward.desk.post_as(&key, &path, confirm).await;
    assert_eq!((first.0, &first), (200, &again), "a repeat gets the first answer");
    assert_eq!(ward.rides().await.len(), 2, "and books nothing twice");
    let (status, refused) = ward.desk.post(&path, json!({"step": "refuse", "seq": 1})).await;
    assert_eq!(
        (status, text(&refused["code"])),
        (409, "care-appointment-changed"),
        "{refused}"
    );
}

pub async fn a_calendar_opens_by_its_link_alone_and_tells_no_illness(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    let sign = text(&ward.seen(&resident, &id).await["sign"]).to_owned();
    let mut files = Vec::new();
    for (who, summary) in [(&resident, "海湾医院".to_owned()), (&ward.desk, sign)] {
        let (status, link) = who.post("/care/calendar", json!({})).await;
        assert_eq!(status, 201, "{link}");
        let path = text(&link["path"]).to_owned();
        let (status, file) = world.nobody().page(&path).await;
        assert_eq!(status, 200, "{file}");
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
        let unfolded = file.replace("\r\n ", "");
        assert!(
            unfolded.contains(&summary) && unfolded.contains("STATUS:CONFIRMED"),
            "{file}"
        );
        for secret in ["肾内科", "陈婆婆", "ialysis", "透析", "138 0000"] {
            assert!(!unfolded.contains(secret), "{secret} stands in {file}");
        }
        files.push((path, link));
    }
    assert!(!files[1].1.to_string().contains("801"), "a hospital knows no door");
    let rows = world
        .db
        .all("SELECT token_hash FROM care_calendar", args![])
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    // A new link ends the old one; an ended one opens nothing.
    let (_, link) = resident.post("/care/calendar", json!({})).await;
    assert_eq!(world.nobody().page(&files[0].0).await.0, 404);
    assert_eq!(world.nobody().page(text(&link["path"])).await.0, 200);
    assert_eq!(resident.post("/care/calendar/end", json!({})).await.0, 204);
    assert_eq!(world.nobody().page(text(&link["path"])).await.0, 404);
    assert_eq!(ward.street.steward.post("/care/calendar", json!({})).await.0, 403);
}

pub async fn a_household_asks_and_a_desk_confirms_on_pages_without_scripts(world: &World) {
    let ward = Ward::without_cars(world).await;
    ward.add_car_with("渝A66666", 3, true).await;
    let (resident, _) = ward.street.door("801").await;
    let mut phone = Browser::new(&resident.origin, resident.token.as_deref(), "en");
    let form = phone.get("/care/appointments/new").await;
    assert_eq!(form.status, 200, "{}", form.html);
    assert!(
        form.html.contains("tel:120"),
        "whom to call in an emergency stands on every page"
    );
    let hospital = ward.hospital.to_string();
    let mut fields = vec![
        ("hospital", hospital.as_str()),
        ("first_at", "2022-11-25T09:00"),
        ("minutes", "240"),
        ("repeat", "weekly"),
        ("repeat_days", "FR"),
        ("repeat_times", "3"),
        ("facts.patient", "陈婆婆"),
        ("facts.treatment", "dialysis"),
        ("ride", "medical_crew"),
    ];
    let (past, first) = (("first_at", "2022-11-20T09:00"), fields[1]);
    fields[1] = past;
    let refused = phone.post(&form, "/care/appointments", &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.html);
    assert!(
        refused.html.contains("#f-first_at") && refused.html.contains("陈婆婆"),
        "{}",
        refused.html
    );
    assert!(
        refused.html.contains(r#"value="medical_crew" checked"#),
        "{}",
        refused.html
    );
    fields[1] = first;
    let done = phone.post(&refused, "/care/appointments", &fields).await;
    assert_eq!(done.location.as_deref(), Some("/care/appointments"), "{}", done.html);
    let mut desk = Browser::new(&ward.desk.origin, ward.desk.token.as_deref(), "zh");
    let waiting = desk.get("/hospital").await;
    assert_eq!(waiting.status, 200, "{}", waiting.html);
    assert!(
        !waiting.html.contains("陈婆婆") && !waiting.html.contains("801"),
        "{}",
        waiting.html
    );
    assert!(waiting.html.contains("途中需要医护人员"), "{}", waiting.html);
    let (_, list) = resident.get("/care/appointments").await;
    let id = text(&list["appointments"][0]["id"]).to_owned();
    let path = format!("/care/appointments/{id}/hospital");
    let fields = [("seq", "1"), ("step", "confirm"), ("back", "/hospital")];
    let confirmed = desk.post(&waiting, &path, &fields).await;
    assert_eq!(confirmed.location.as_deref(), Some("/hospital"), "{}", confirmed.html);
    let shown = phone.get(&format!("/care/appointments/{id}")).await;
    assert_eq!(shown.status, 200);
    assert!(
        shown.html.contains("Vehicle comes") && shown.html.contains("Needs a medical crew on the way"),
        "{}",
        shown.html
    );
    let (status, round) = ward.street.steward.page("/care?day=2022-11-25").await;
    assert_eq!(status, 200);
    assert!(
        round.contains("Doors to open for patients") && round.contains("801"),
        "{round}"
    );
}
