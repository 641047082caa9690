//! Vehicles go where their passes lead. Shops serve inside their own district, so what crosses to another one is a transfer.

use crate::firm::{Driver, Firm, text};
use crate::world::{COMMUNITY, DISTRICT, OTHER_DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;

/// A community of the other district.
const ABROAD: &str = "900020101";
/// A credit code whose check character fits.
const CREDIT_CODE: &str = "91350100M000100Y56";

async fn posted(person: &Person<'_>, path: &str, body: Value) -> Value {
    let (status, done) = person.post(path, body).await;
    assert!((200..300).contains(&status), "{path}: {done}");
    done
}

impl Firm<'_> {
    /// Ten bags of rice that the firm has agreed to give to a shop of the other district; answers the transfer.
    async fn agreed_abroad(&self, city: &Person<'_>) -> String {
        let application = json!({
            "credit_code": CREDIT_CODE, "kind": "outlet", "name": "珊瑚超市", "place": ABROAD,
            "service_places": [OTHER_DISTRICT], "orders_a_day": 300, "contact_name": "Chen", "contact_phone": "023-6789 1234",
        });
        let applied = posted(city, "/supply/applications", application).await;
        let path = format!("/supply/applications/{}/list", text(&applied["id"]));
        let listed = posted(city, &path, json!({ "valid_until": "2023-02-28" })).await;
        let proposal = json!({"from": self.org, "to": listed["org"], "item": self.rice, "pieces": 10});
        let transfer = posted(city, "/supply/transfers", proposal).await;
        let id = text(&transfer["id"]).to_owned();
        posted(&self.manager, &format!("/supply/transfers/{id}/agree"), json!({})).await;
        id
    }

    /// A pass for one of its vehicles, agreed to by whoever has to, and issued.
    async fn pass(&self, city: &Person<'_>, plate: &str, to: &str) {
        self.pass_with(city, plate, to, json!({})).await;
    }

    /// The same with hours and a corridor.
    async fn pass_with(&self, city: &Person<'_>, plate: &str, to: &str, more: Value) {
        let mut row =
            json!({"kind": "key_goods", "plate": plate, "from": [DISTRICT], "to": [to], "last_day": "2022-12-10"});
        for (key, value) in more.as_object().unwrap() {
            row[key] = value.clone();
        }
        let applied = posted(&self.manager, "/passes", json!({"org": self.org, "rows": [row]})).await;
        let row = &applied["rows"][0];
        match text(&row["state"]) {
            "agreeing" => drop(posted(city, "/passes/agree", json!({"ids": [row["id"]]})).await),
            "waiting" => {
                posted(city, "/passes/approve", json!({"ids": [row["id"]], "reason": "需要"})).await;
                posted(city, "/passes/agree", json!({"ids": [row["id"]]})).await;
            }
            state => assert_eq!(state, "approved", "{applied}"),
        }
        self.world.passes.tick(self.world.clock.now()).await.unwrap();
        let (_, pass) = self.manager.get(&format!("/passes/{}", text(&row["id"]))).await;
        assert_eq!(pass["state"], "valid", "{pass}");
    }
}

pub async fn a_vehicle_is_sent_where_its_pass_leads(world: &World) {
    let firm = Firm::open(world).await;
    let city = world.person(Role::Officer, "900").await;
    let transfer = firm.agreed_abroad(&city).await;
    let brings = |plan: &Value| plate_of(plan, &transfer);
    assert!(
        brings(&firm.planned().await).is_some(),
        "nobody has a pass, so nobody asks for one"
    );

    firm.pass(&city, "渝A12345", COMMUNITY).await;
    let plan = firm.planned().await;
    assert_eq!(brings(&plan), None);
    let left = plan["body"]["unserved"].as_array().unwrap_or_else(|| panic!("{plan}"));
    assert_eq!(left.len(), 1, "inside the own district no pass is needed: {plan}");
    assert_eq!(left[0]["why"], "no_pass");
    assert!(brings(&firm.planned_without_passes().await).is_some());

    firm.pass(&city, "渝A67890", OTHER_DISTRICT).await;
    let plan = firm.planned().await;
    assert_eq!(brings(&plan).as_deref(), Some("渝A67890"), "{plan}");
}

pub async fn a_vehicle_is_there_when_its_pass_counts_and_its_sheet_says_when_and_by_which_road(world: &World) {
    let firm = Firm::open(world).await;
    let city = world.person(Role::Officer, "900").await;
    let transfer = firm.agreed_abroad(&city).await;
    // The city's clock says three.
    let hours = json!({"hours": "16:00-18:00", "corridor": "滨海大道"});
    firm.pass_with(&city, "渝A12345", OTHER_DISTRICT, hours).await;
    let plan = firm.planned().await;
    assert_eq!(plate_of(&plan, &transfer).as_deref(), Some("渝A12345"), "{plan}");
    let zone = world.places.city().unwrap().file.zone.clone();
    let stop = stop_of(&plan, &transfer);
    let minute = |key: &str| zone.minute_of_day(text(&stop[key]).parse().unwrap());
    assert!(minute("from_at") >= 16 * 60 && minute("leave_at") <= 18 * 60, "{stop}");
    firm.publish(&firm.planned().await).await;
    let runs = firm.runs().await;
    let run = runs.iter().find(|run| run["plate"] == "渝A12345").unwrap();
    let (_, sheet) = Driver::of(world, run).sheet().await;
    assert_eq!(sheet["passes"][0]["corridor"], "滨海大道", "{sheet}");
    let (_, paper) = firm
        .manager
        .page(&format!("/outlet/runs-sheet/{}", text(&run["id"])))
        .await;
    assert!(paper.contains("Pass good 16:00–18:00, by the road 滨海大道"), "{paper}");
}

pub async fn what_no_pass_lets_in_at_its_hour_says_so(world: &World) {
    let firm = Firm::open(world).await;
    let city = world.person(Role::Officer, "900").await;
    let transfer = firm.agreed_abroad(&city).await;
    firm.end_vehicle("渝A67890").await;
    // Hours that are over: vehicles leave at three.
    firm.pass_with(&city, "渝A12345", OTHER_DISTRICT, json!({"hours": "00:00-02:00"}))
        .await;
    let plan = firm.planned().await;
    let left = plan["body"]["unserved"].as_array().unwrap_or_else(|| panic!("{plan}"));
    assert_eq!((left.len(), &left[0]["why"]), (1, &json!("pass_hours")), "{plan}");
    let path = format!("/plans/{}/change", text(&plan["id"]));
    let put_in = json!({"seq": plan["seq"], "change": {"kind": "put_in", "cargo": {"kind": "transfer", "id": transfer},
        "to": plan["body"]["runs"][0]["id"], "position": 0}});
    let refused = firm.manager.post(&path, put_in).await;
    assert_eq!(
        crate::firm::code(&refused),
        (409, "dispatch-run-pass-hours"),
        "{refused:?}"
    );
    for (lang, said) in [
        ("en", "No pass counts there at that hour"),
        ("zh-CN", "通行证在那个时段无效"),
    ] {
        let mut manager = world.again(&firm.manager);
        manager.lang = lang;
        let (_, page) = manager.page(&format!("/plans/{}", text(&plan["id"]))).await;
        assert!(page.contains(said), "{page}");
    }
}

/// The stop at which a transfer is handed over.
fn stop_of<'p>(plan: &'p Value, transfer: &str) -> &'p Value {
    let runs = plan["body"]["runs"].as_array().unwrap();
    let mut stops = runs.iter().flat_map(|run| run["stops"].as_array().unwrap());
    let holds = |stop: &&Value| {
        stop["cargo"]
            .as_array()
            .unwrap()
            .iter()
            .any(|held| held["id"] == transfer)
    };
    stops
        .find(holds)
        .unwrap_or_else(|| panic!("{transfer} is not in {plan}"))
}

/// The vehicle that brings a transfer.
fn plate_of(plan: &Value, transfer: &str) -> Option<String> {
    let runs = plan["body"]["runs"].as_array().unwrap_or_else(|| panic!("{plan}"));
    let holds = |run: &&Value| {
        let stops = run["stops"].as_array().into_iter().flatten();
        let mut cargo = stops.flat_map(|stop| stop["cargo"].as_array().into_iter().flatten());
        cargo.any(|held| held["id"] == transfer)
    };
    runs.iter().find(holds).map(|run| text(&run["plate"]).to_owned())
}
