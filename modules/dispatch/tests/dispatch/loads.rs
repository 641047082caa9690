//! Volume and cold boxes beside weight: stated or estimated, never filled over, said wherever a load is.

use crate::firm::{Driver, Firm, left_why, text};
use crate::world::World;
use serde_json::json;

impl Firm<'_> {
    /// A vehicle that holds so many litres and cold boxes.
    async fn add_van(&self, plate: &str, litres: i64, boxes: i64) {
        let van = json!({"org": self.org, "plate": plate, "kind": "van", "payload_kg": 1_200,
            "volume_litres": litres, "cold_boxes": boxes});
        let (status, made) = self.manager.post("/supply/vehicles", van).await;
        assert_eq!(status, 201, "{made}");
    }

    /// Ends the vehicles that it had before, so that only others carry its goods.
    async fn without_its_vans(&self) {
        for plate in ["渝A12345", "渝A67890"] {
            self.end_vehicle(plate).await;
        }
    }

    /// States how much room a bag of its rice takes, and of what it is.
    async fn restate(&self, category: &str, volume_ml: Option<i64>) {
        let body = json!({"name": "大米", "unit": "袋", "contents": [{"category": category, "amount": 5000}], "volume_ml": volume_ml});
        let path = format!("/outlets/{}/items/{}", self.org, self.rice);
        let change = self
            .manager
            .request("PUT", &path)
            .header("idempotency-key", self.world.key());
        let (status, done) = crate::world::answer(change.json(&body)).await;
        assert_eq!(status, 200, "{done}");
    }
}

pub async fn what_takes_too_much_room_is_left_out_and_says_so(world: &World) {
    let firm = Firm::open(world).await;
    firm.without_its_vans().await;
    firm.add_van("渝A11111", 300, 2).await;
    // Two bags of five kilograms each, for six doors.
    let plan = firm.planned().await;
    assert_eq!(left_why(&plan), [""; 0], "by its weight a bag takes 15 litres: {plan}");
    let stop = &plan["body"]["runs"][0]["stops"][0];
    assert_eq!(
        (&stop["millilitres"], &stop["cold_millilitres"]),
        (&json!(60_060), &json!(0)),
        "{stop}"
    );

    firm.restate("grain", Some(160_000)).await;
    let plan = firm.planned().await;
    assert_eq!(left_why(&plan), ["too_bulky"; 6], "two bags of 160 litres");
    for (lang, said) in [("en", "Too bulky"), ("zh-CN", "体积过大")] {
        let mut manager = world.again(&firm.manager);
        manager.lang = lang;
        let (_, page) = manager.page(&format!("/plans/{}", text(&plan["id"]))).await;
        assert!(page.contains(said), "{page}");
    }

    firm.restate("meat", Some(50_000)).await;
    let plan = firm.planned().await;
    assert_eq!(
        left_why(&plan),
        ["no_cold_boxes"; 6],
        "100 litres to keep cold, and boxes for 80"
    );
    firm.restate("meat", Some(20_000)).await;
    let plan = firm.planned().await;
    assert_eq!(left_why(&plan), [""; 0]);
    let runs = plan["body"]["runs"].as_array().unwrap();
    for run in runs {
        let stops = run["stops"].as_array().unwrap();
        let cold: i64 = stops
            .iter()
            .map(|stop| stop["cold_millilitres"].as_i64().unwrap())
            .sum();
        assert!(cold <= 2 * 40_000, "{run}");
    }
    assert!(runs.len() >= 3, "two orders at a time: {}", runs.len());
}

pub async fn a_run_says_how_full_its_vehicle_is_on_pages_paper_and_to_programs(world: &World) {
    let firm = Firm::open(world).await;
    firm.without_its_vans().await;
    firm.add_van("渝A11111", 1_000, 10).await;
    firm.restate("meat", Some(20_000)).await;
    let plan = firm.planned().await;
    let path = format!("/plans/{}", text(&plan["id"]));
    let (_, shown) = firm.manager.get(&path).await;
    let figures = &shown["figures"];
    let filled = ["volume_per_mille", "cold_boxes_per_mille"].map(|key| figures[key].as_i64().unwrap());
    assert_eq!(
        filled,
        [240, 600],
        "240 litres of 1000, all cold, in ten boxes of 40: {figures}"
    );
    let (_, page) = firm.manager.page(&path).await;
    for said in [
        "Weight 61.8 kg of 1200 kg (5 %)",
        "6 cold boxes of 10 cold boxes (60 %)",
        "20.6 kg · 80 l",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    firm.publish(&plan).await;
    let runs = firm.runs().await;
    let [run] = &runs[..] else { panic!("{runs:?}") };
    assert_eq!(
        (&run["volume_litres"], &run["cold_boxes"]),
        (&json!(1_000), &json!(10)),
        "{run}"
    );
    assert_eq!(run["stops"][0]["cold_millilitres"], 80_000, "{run}");
    let (_, sheet) = Driver::of(world, run).sheet().await;
    assert_eq!(sheet["stops"][0]["millilitres"], 80_000, "{sheet}");
    let (_, paper) = firm
        .manager
        .page(&format!("/outlet/runs-sheet/{}", text(&run["id"])))
        .await;
    assert!(paper.contains("61.8 kg, about 240 l, of it 6 cold boxes"), "{paper}");
    // A plan of what is published says the same.
    let again = firm.planned().await;
    assert_eq!(again["changed"], 0, "{again}");
}
