//! Reminders by text, and what comes back.

use crate::crew::{Crew, asked, text};
use crate::world::{INWARD, Person, World};
use serde_json::{Value, json};
use tongxin_city::Lang;
use tongxin_sms::{Number, segments};
use tongxin_storage::args;
use tongxin_volunteer::Volunteers;

impl World {
    /// Sends what is due now.
    async fn send(&self) {
        self.sms.tick(self.clock.now()).await.unwrap();
    }

    /// What arrived, as number and text.
    fn arrived(&self) -> Vec<(String, String)> {
        let delivered = self.carrier.delivered();
        delivered
            .iter()
            .map(|one| (text(&one["to"]), text(&one["text"])))
            .collect()
    }

    /// A reply that the gateway brings with a secret; answers the status and what became of it.
    async fn bring(&self, secret: Option<&str>, id: &str, from: &str, said: &str) -> (u16, Value) {
        let request = reqwest::Client::new().post(format!("{}/api/v1/sms/in", self.origin));
        let request = match secret {
            Some(secret) => request.header("tongxin-sms-secret", secret),
            None => request,
        };
        crate::world::answer(request.json(&json!({"id": id, "from": from, "text": said}))).await
    }

    /// Whoever registered by that name reads Chinese.
    async fn writes_chinese(&self, name: &str) {
        let phone = text(&asked(name, json!({}))["phone"]);
        let number = Number::find(&phone).unwrap();
        self.sms.speaks(number, Lang::Zh, self.clock.now()).await.unwrap();
    }

    async fn reply(&self, id: &str, from: &str, said: &str) -> Value {
        let (status, taken) = self.bring(Some(INWARD), id, from, said).await;
        assert_eq!(status, 200, "{taken}");
        taken["outcome"].clone()
    }
}

impl Person<'_> {
    /// How their place in a shift stands, by their own page.
    async fn own_state(&self, shift: &str) -> String {
        let (status, own) = self.get("/volunteer/me").await;
        assert_eq!(status, 200, "{own}");
        let places = own["places"].as_array().unwrap();
        let place = places.iter().find(|place| place["shift"] == shift);
        text(&place.unwrap_or_else(|| panic!("{shift} is not in {own}"))["state"])
    }
}

/// The code that a text asks a reply to name.
fn code(said: &str) -> String {
    let after = said.split_once("来 ").or_else(|| said.split_once("YES ")).unwrap().1;
    after.chars().take(4).collect()
}

pub async fn whoever_works_tomorrow_is_reminded_once_and_gives_the_place_back_by_two_words(world: &World) {
    let crew = Crew::new(world).await;
    let ((anna, _), (ben, _)) = (crew.helper("Anna").await, crew.helper("Ben").await);
    let shift = crew.shift((1, 9), 3, json!({})).await;
    world.writes_chinese("Anna").await;
    anna.step("take", &shift).await;
    assert_eq!(ben.step("take", &shift).await, "waiting");
    crew.clock(0, 17, 59).await;
    world.send().await;
    assert!(world.arrived().is_empty(), "not before the evening");
    crew.clock(0, 18, 0).await;
    crew.clock(0, 18, 1).await;
    world.send().await;
    let arrived = world.arrived();
    assert_eq!(arrived.len(), 1, "whoever waits is not reminded: {arrived:?}");
    let (number, said) = &arrived[0];
    assert!(
        said.contains("09:00") && said.contains("管控楼栋送货") && !said.contains("Anna"),
        "{said}"
    );
    assert_eq!(segments(said), 1, "{said}");
    let code = code(said);
    assert_eq!(
        world
            .reply("in-1", number, &format!("不来 {}", code.to_lowercase()))
            .await,
        "taken"
    );
    assert_eq!(
        world
            .reply("in-1", number, &format!("不来 {}", code.to_lowercase()))
            .await,
        "taken",
        "brought twice"
    );
    assert_eq!(ben.own_state(&shift).await, "taken", "the place is with whoever waited");
    assert_eq!(anna.own_state(&shift).await, "left");
    world.send().await;
    let arrived = world.arrived();
    assert_eq!(arrived.len(), 3, "one answer, and who waited is reminded: {arrived:?}");
    let to_anna: Vec<_> = arrived.iter().filter(|(to, _)| to == number).collect();
    assert!(to_anna[1].1.contains("名额已经交还"), "{arrived:?}");
    assert!(arrived.iter().any(|(to, said)| to != number && said.contains("09:00")));
    // Too late for a yes: the place is another's.
    assert_eq!(world.reply("in-2", number, &format!("来 {code}")).await, "taken");
    world.send().await;
    let last = world.arrived().pop().unwrap();
    assert!(last.1.contains("没有生效"), "{last:?}");
    assert_eq!(ben.own_state(&shift).await, "taken");
}

pub async fn whoever_gets_a_place_after_the_evenings_round_is_reminded_at_once_and_once(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, _), (ben, _)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    let tomorrow = crew.shift((1, 9), 3, json!({"posts": [{"needed": 2}]})).await;
    let later = crew.shift((2, 9), 3, json!({})).await;
    let anna_has = text(&asked("Anna", json!({}))["phone"]);
    let to_anna = || {
        let arrived = world.arrived().into_iter();
        arrived.filter(|(to, _)| to.ends_with(&anna_has)).count()
    };
    crew.clock(0, 18, 0).await;
    crew.clock(0, 20, 0).await;
    assert_eq!(anna.step("take", &tomorrow).await, "taken");
    world.send().await;
    assert_eq!(to_anna(), 1, "{:?}", world.arrived());
    for step in ["leave", "take", "offer", "keep"] {
        anna.step(step, &tomorrow).await;
    }
    assert_eq!(anna.own_state(&tomorrow).await, "taken");
    assert_eq!(
        anna.step("take", &later).await,
        "taken",
        "of which the next round reminds"
    );
    crew.clock(0, 20, 1).await;
    world.send().await;
    assert_eq!(to_anna(), 1, "once: {:?}", world.arrived());
    // On the day itself too, as long as it has not begun.
    crew.clock(1, 8, 0).await;
    assert_eq!(ben.step("take", &tomorrow).await, "taken");
    world.send().await;
    assert_eq!(world.arrived().len(), 2);
    crew.clock(1, 18, 0).await;
    world.send().await;
    assert_eq!(to_anna(), 2, "the evening's round comes as ever");
}

pub async fn a_kept_place_stays_and_a_reply_for_somebody_else_changes_nothing(world: &World) {
    let crew = Crew::new(world).await;
    let ((anna, _), _) = (crew.helper("Anna").await, crew.helper("Ben").await);
    world.writes_chinese("Anna").await;
    let shift = crew.shift((1, 9), 3, json!({})).await;
    anna.step("take", &shift).await;
    crew.clock(0, 18, 0).await;
    world.send().await;
    let (number, said) = world.arrived().remove(0);
    let code = code(&said);
    assert_eq!(world.reply("in-1", &number, &format!("{code} 来")).await, "taken");
    assert_eq!(
        world.reply("in-2", "13900000000", &format!("不来 {code}")).await,
        "unknown"
    );
    assert_eq!(world.reply("in-3", &number, "谢谢").await, "unknown");
    assert_eq!(anna.own_state(&shift).await, "taken");
    world.clock.advance_to(crew.at(1, 9, 0));
    assert_eq!(
        world.reply("in-4", &number, &format!("不来 {code}")).await,
        "late",
        "the shift has begun"
    );
    assert_eq!(anna.own_state(&shift).await, "taken");
}

pub async fn whoever_registered_in_english_is_reminded_in_english(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let shift = crew.shift((1, 9), 3, json!({})).await;
    anna.step("take", &shift).await;
    crew.clock(0, 18, 0).await;
    world.send().await;
    let (_, said) = world.arrived().remove(0);
    assert!(
        said.starts_with("Tongxin shift:") && said.contains(&format!("NO {}", code(&said))),
        "{said}"
    );
}

pub async fn only_the_gateway_brings_replies(world: &World) {
    for secret in [None, Some(""), Some("what the gateway brings replies witH"), Some("x")] {
        let (status, _) = world.bring(secret, "in-1", "13800000001", "来 3F7K").await;
        assert_eq!(status, 401, "{secret:?}");
    }
    let (status, told) = world.bring(Some(INWARD), "", "023-6789 1234", "来 3F7K").await;
    assert_eq!(status, 422);
    assert_eq!(told["errors"].as_array().unwrap().len(), 2, "{told}");
    for at in 0..10 {
        world.reply(&format!("in-{at}"), "13800000001", "?").await;
    }
    let (status, _) = world.bring(Some(INWARD), "in-10", "13800000001", "?").await;
    assert_eq!(status, 429, "one number is answered so often");
    assert_eq!(
        world.reply("in-11", "13800000002", "?").await,
        "unknown",
        "another is not held back"
    );
}

pub async fn without_a_gateway_nothing_is_queued(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let shift = crew.shift((1, 9), 3, json!({})).await;
    anna.step("take", &shift).await;
    let (db, places, accounts) = (world.db.clone(), world.places.clone(), world.accounts.clone());
    let left = std::sync::Arc::new(tongxin_volunteer::MemoryList::default());
    let silent = Volunteers::new(db, places, world.ledger.clone(), accounts, left);
    silent.tick(crew.at(0, 18, 0)).await.unwrap();
    let row = world
        .db
        .one("SELECT COUNT(*) AS n FROM sms_out", args![])
        .await
        .unwrap();
    assert_eq!(row.int("n").unwrap(), 0);
}

pub async fn a_stop_lasts_as_long_as_whoever_said_it_is_there(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let number = text(&asked("Anna", json!({}))["phone"]);
    let shift = crew.shift((1, 9), 3, json!({})).await;
    anna.step("take", &shift).await;
    assert_eq!(world.reply("in-1", &number, "STOP").await, "taken");
    world.send().await;
    crew.clock(0, 18, 0).await;
    world.send().await;
    let arrived = world.arrived();
    assert_eq!(arrived.len(), 1, "the answer and no reminder: {arrived:?}");
    let noted = async || {
        let sql = "SELECT number FROM sms_number WHERE stopped_at IS NOT NULL";
        world.db.all(sql, args![]).await.unwrap().len()
    };
    let now = world.clock.now();
    world.sms.tick(now.plus_days(91)).await.unwrap();
    assert_eq!(noted().await, 1, "the volunteer has the number");
    assert_eq!(anna.post("/volunteer/me/leave", json!({})).await.0, 200);
    world.sms.tick(now.plus_days(182)).await.unwrap();
    assert_eq!(noted().await, 0);
}
