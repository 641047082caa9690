//! People, appointments and shifts that can't be: told in words, field by field, and nothing is half written. And times that can
//! be after all: across midnight, and across the night in which the clock is changed.

use crate::system::client::{Answer, Visitor, send};
use crate::system::{command, place};
use crate::town::{BUILDING, COMMUNITY, Town, refused};
use reqwest::Method;
use serde_json::{Value, json};
use tongxin_account::{Over, Role, SessionKind};
use tongxin_city::{OrgId, Timestamp};
use tongxin_places::{NewOrg, OrgKind};

const HEADINGS: &str = "小区,楼栋,门牌,称呼,怎么联系,原因,出生年份,登记依据,谁同意或决定,哪一天,用来做什么";

/// A moment of the city's clock.
fn local(town: &Town, text: &str) -> Timestamp {
    let zone = town.system.app.base.places.city().unwrap().file.zone.clone();
    zone.parse_local_input(text).unwrap()
}

/// Somebody with a role, as a program.
async fn somebody(town: &Town, name: &str, role: Role, over: &str) -> Visitor {
    let over = Over::Place(place(over));
    let person = town.system.person(&town.first, name, name, role, over).await;
    Visitor::program(&town.system.address, Some(&person.token))
}

async fn hospital(town: &Town) -> OrgId {
    let row = NewOrg {
        kind: OrgKind::Hospital,
        name: "海湾医院".into(),
        place: place(BUILDING),
    };
    let places = town.system.app.accounts.places();
    places
        .add_orgs(command("hospital"), "test", vec![row])
        .await
        .unwrap()
        .value[0]
}

fn done(answer: &Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{} {}", answer.status, answer.body);
    answer.json()
}

fn person() -> Value {
    json!({"name": "陈婆婆", "record": {"groups": ["alone_old"], "wants": "每天看看"},
        "ground": {"basis": "consent", "by": "本人", "on": "2022-11-24", "purpose": "每日巡访"}})
}

pub async fn people_who_can_not_be_are_named_by_field(town: &Town) {
    let path = "/api/v1/care/people";
    for (field, value, at) in [
        ("/record/birth_year", json!(2030), "birth_year"),
        ("/record/birth_year", json!(1850), "birth_year"),
        ("/record/birth_year", json!(1990), "birth_year"),
        ("/record/groups", json!([]), "groups"),
        ("/record/groups", json!(["alone_old", "alone_old"]), "groups"),
        ("/ground/by", json!(" "), "ground.by"),
        ("/ground/purpose", json!(""), "ground.purpose"),
        ("/ground/on", json!("2022-11-25"), "ground.on"),
        ("/name", json!(""), "name"),
    ] {
        let mut bad = person();
        let (parent, name) = field.rsplit_once('/').unwrap();
        bad.pointer_mut(parent).unwrap()[name] = value;
        let request = town.post(&town.resident, path, &bad);
        assert_eq!(
            town.refuses(field, request).await,
            refused(422, "invalid", &[at]),
            "{bad}"
        );
    }
    // Without any ground at all it is no person that could be registered.
    let mut bare = person();
    bare.as_object_mut().unwrap().remove("ground");
    let request = town.post(&town.resident, path, &bare);
    assert!(matches!(town.refuses("no ground", request).await.status, 400 | 422));
    done(&send(town.post(&town.resident, path, &person())).await);
    let mut again = person();
    again["name"] = json!(" 陈 婆婆");
    let request = town.post(&town.resident, path, &again);
    assert_eq!(
        town.refuses("registered twice", request).await,
        refused(409, "care-known-already", &[])
    );
}

pub async fn a_table_of_people_is_refused_whole_with_each_bad_row(town: &Town) {
    let carer = somebody(town, "carer", Role::CommunityWorker, COMMUNITY).await;
    let row = |name: &str, born: &str, ground: &str| format!(",{BUILDING},1-1,{name},,独居老人,{born},{ground}\n");
    let consent = "consent,本人,2022-11-20,每日巡访";
    let table = |rows: &[String]| format!("{HEADINGS}\n{}", rows.concat()).into_bytes();
    let good = row("陈婆婆", "1940", consent);
    for (what, bad, at) in [
        (
            "twice in a table",
            row("陈 婆婆", "1940", consent),
            vec!["rows[3].name"],
        ),
        (
            "a year to come",
            row("刘爷爷", "2030", consent),
            vec!["rows[3].birth_year"],
        ),
        ("no elder", row("刘爷爷", "1990", consent), vec!["rows[3].birth_year"]),
        (
            "nobody agreed",
            row("刘爷爷", "1940", ",,,"),
            vec![
                "rows[3].basis",
                "rows[3].basis_by",
                "rows[3].basis_on",
                "rows[3].purpose",
            ],
        ),
    ] {
        let request = town.post_bytes(
            &carer,
            "/api/v1/care/people/import",
            "text/csv",
            table(&[good.clone(), bad]),
        );
        let told = town.refuses(what, request).await;
        assert_eq!(told.status, 422, "{what}");
        for field in &told.fields {
            assert!(at.contains(&&**field), "{what}: {:?}", told.fields);
        }
        assert!(told.fields.contains(&at[0].to_owned()), "{what}: {:?}", told.fields);
    }
    let list = town.resident.get("/api/v1/care/people").await;
    assert_eq!(done(&list)["people"], json!([]), "nobody was registered");
}

pub async fn appointments_that_can_not_be_are_named_by_field(town: &Town) {
    let hospital = hospital(town).await;
    let asked = json!({"hospital": hospital, "first_at": local(town, "2022-11-26T09:00"), "minutes": 240,
        "facts": {"treatment": "dialysis", "department": "肾内科", "patient": "陈婆婆"}});
    for (field, value) in [
        ("first_at", json!(local(town, "2022-11-20T09:00"))),
        ("first_at", json!(town.system.clock.now().plus_minutes(5))),
        ("first_at", json!(local(town, "2023-11-20T09:00"))),
        // Nobody can be brought back from one that takes no time, or lasts over the night.
        ("minutes", json!(0)),
        ("minutes", json!(24 * 60)),
        ("repeat", json!("FREQ=HOURLY")),
        ("repeat", json!("FREQ=DAILY")),
        ("hospital", json!(OrgId::generate(town.system.clock.now()))),
    ] {
        let mut bad = asked.clone();
        bad[field] = value;
        let request = town.post(&town.resident, "/api/v1/care/appointments", &bad);
        assert_eq!(
            town.refuses(field, request).await,
            refused(422, "invalid", &[field]),
            "{bad}"
        );
    }
    done(&send(town.post(&town.resident, "/api/v1/care/appointments", &asked)).await);
}

fn shift(town: &Town, start: &str, end: &str) -> Value {
    json!({"kind": "hotline", "place": COMMUNITY, "meet": "值班室", "start_at": local(town, start),
        "end_at": local(town, end), "posts": [{"needed": 2}]})
}

pub async fn shifts_that_can_not_be_are_named_by_field(town: &Town) {
    let good = shift(town, "2022-11-25T20:00", "2022-11-26T02:00");
    for (field, value) in [
        ("start_at", json!(local(town, "2022-11-20T20:00"))),
        ("end_at", json!(local(town, "2022-11-25T19:00"))),
        ("end_at", json!(local(town, "2022-11-27T20:00"))),
        ("fill_by", json!(local(town, "2022-11-26T10:00"))),
        ("posts.0.needed", json!([])),
        ("meet", json!("")),
    ] {
        let mut bad = good.clone();
        bad[field.split('.').next().unwrap()] = value;
        let request = town.post(&town.officer, "/api/v1/shifts", &bad);
        let told = town.refuses(field, request).await;
        assert_eq!(
            (told.status, told.fields.first().map(String::as_str)),
            (422, Some(field)),
            "{bad}"
        );
    }
    done(&send(town.post(&town.officer, "/api/v1/shifts", &good)).await);
}

/// In the Azores the clock jumps from midnight to one in the night to the 26th of March 2023.
pub async fn a_night_that_lacks_an_hour_keeps_hours_rest_and_calendars_right(town: &Town) {
    town.system.clock.advance_to(local(town, "2023-03-20T12:00"));
    let desk = somebody(town, "night-desk", Role::CommunityWorker, COMMUNITY).await;
    let volunteer = json!({"name": "安娜", "phone": "13800000001", "birth_year": 1980, "home": COMMUNITY});
    let entered = done(&send(town.post(&desk, "/api/v1/volunteers", &volunteer)).await);
    let id = entered["id"].as_str().unwrap();
    let link = done(&send(town.post(&desk, &format!("/api/v1/volunteers/{id}/link"), &json!({}))).await);
    let key = link["key"].as_str().unwrap();
    let own = |method: Method, path: &str| {
        let nobody = Visitor::program(&town.system.address, None);
        let request = nobody.request(method, path).header("tongxin-volunteer", key);
        request.header("idempotency-key", town.key())
    };
    let open = async |start: &str, end: &str| {
        let opened = done(&send(town.post(&desk, "/api/v1/shifts", &shift(town, start, end))).await);
        opened["id"].as_str().unwrap().to_owned()
    };
    let take = async |shift: &str| {
        let step = json!({"shift": shift, "step": "take"});
        send(own(Method::POST, "/api/v1/volunteer/me/steps").json(&step)).await
    };
    // From ten to six it is seven hours, of which five lie on the second day.
    let night = open("2023-03-25T22:00", "2023-03-26T06:00").await;
    done(&take(&night).await);
    let four = open("2023-03-26T18:00", "2023-03-26T22:00").await;
    let told = take(&four).await;
    assert_eq!(
        (told.status, &*told.code()),
        (409, "volunteer-rest-day"),
        "{}",
        told.body
    );
    let three = open("2023-03-26T18:00", "2023-03-26T21:00").await;
    done(&take(&three).await);
    let me = done(&send(own(Method::GET, "/api/v1/volunteer/me")).await);
    let feed = format!("/shifts-calendar/{}.ics", me["calendar"].as_str().unwrap());
    let nobody = Visitor::program(&town.system.address, None);
    let calendar = nobody.get(&feed).await.body;
    // An hour behind Greenwich before it, with Greenwich after it.
    for line in [
        "DTSTART:20230325T230000Z",
        "DTEND:20230326T060000Z",
        "DTSTART:20230326T180000Z",
    ] {
        assert!(calendar.contains(&format!("{line}\r\n")), "{line}: {calendar}");
    }

    // A weekly appointment stays at nine in the morning, whatever Greenwich says.
    let client = std::net::IpAddr::from([127, 0, 0, 1]);
    let code = &town.household.code;
    let session = town
        .system
        .app
        .accounts
        .sign_in_household(code, client, SessionKind::Program)
        .await;
    let resident = Visitor::program(&town.system.address, Some(&session.unwrap().token));
    let asked = json!({"hospital": hospital(town).await, "first_at": local(town, "2023-03-24T09:00"), "minutes": 240,
        "repeat": "FREQ=WEEKLY;COUNT=2", "facts": {"treatment": "dialysis", "department": "肾内科", "patient": "陈婆婆"}});
    done(&send(town.post(&resident, "/api/v1/care/appointments", &asked)).await);
    let link = done(&send(town.post(&resident, "/api/v1/care/calendar", &json!({}))).await);
    let calendar = nobody.get(link["path"].as_str().unwrap()).await.body;
    for line in [
        "DTSTART:20230324T100000Z",
        "DTEND:20230324T140000Z",
        "DTSTART:20230331T090000Z",
        "DTEND:20230331T130000Z",
    ] {
        assert!(calendar.contains(&format!("{line}\r\n")), "{line}: {calendar}");
    }
}
