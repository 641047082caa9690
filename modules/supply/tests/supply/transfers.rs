//! Transfers over HTTP, in both hands.

use crate::cover::{listed, rice};
use crate::world::{COMMUNITY, DISTRICT, OTHER_DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;

/// An officer, a giver with 100 bags and a receiver with 2.
struct Both<'w> {
    officer: Person<'w>,
    giver: Person<'w>,
    from: OrgId,
    receiver: Person<'w>,
    to: OrgId,
    item: String,
}

impl<'w> Both<'w> {
    async fn new(world: &'w World) -> Both<'w> {
        let officer = world.person(Role::Officer, DISTRICT).await;
        let to = listed(&officer, 0, &[COMMUNITY]).await;
        let from = listed(&officer, 1, &["900010102"]).await;
        let (receiver, giver) = (world.manager(to).await, world.manager(from).await);
        let item = rice(&giver, from, 100).await;
        rice(&receiver, to, 2).await;
        Both {
            officer,
            giver,
            from,
            receiver,
            to,
            item,
        }
    }

    fn proposal(&self, pieces: i64) -> Value {
        json!({"from": self.from, "to": self.to, "item": self.item, "pieces": pieces})
    }

    async fn proposed(&self, pieces: i64) -> String {
        let (status, done) = self.officer.post("/supply/transfers", self.proposal(pieces)).await;
        assert_eq!(status, 201, "{done}");
        format!("/supply/transfers/{}", done["id"].as_str().unwrap())
    }

    /// On hand and promised, of the giver and of the receiver.
    async fn stock(&self) -> [(i64, i64); 2] {
        let mut both = [(0, 0); 2];
        for (index, (person, org)) in [(&self.giver, self.from), (&self.receiver, self.to)]
            .into_iter()
            .enumerate()
        {
            let (_, page) = person.get(&format!("/outlets/{org}/stock")).await;
            let line = &page["lines"][0];
            both[index] = (line["on_hand"].as_i64().unwrap(), line["promised"].as_i64().unwrap());
        }
        both
    }
}

async fn ok(person: &Person<'_>, path: &str, step: &str, body: Value) -> Value {
    let (status, done) = person.post(&format!("{path}/{step}"), body).await;
    assert_eq!(status, 200, "{step}: {done}");
    done
}

async fn code(person: &Person<'_>, path: &str, step: &str, body: Value) -> (u16, String) {
    let (status, problem) = person.post(&format!("{path}/{step}"), body).await;
    (status, problem["code"].as_str().unwrap_or_default().to_owned())
}

pub async fn goods_go_from_hand_to_hand_and_both_books_agree(world: &World) {
    let both = Both::new(world).await;
    let path = both.proposed(30).await;
    assert_eq!(both.stock().await, [(100, 0), (2, 0)]);
    ok(&both.giver, &path, "agree", json!({})).await;
    assert_eq!(both.stock().await, [(100, 30), (2, 0)]);
    ok(&both.giver, &path, "send", json!({"pieces": 28})).await;
    assert_eq!(both.stock().await, [(72, 0), (2, 0)]);
    let done = ok(&both.receiver, &path, "receive", json!({"pieces": 28})).await;
    assert_eq!(
        (done["state"].as_str(), &done["need"]),
        (Some("received"), &Value::Null)
    );
    assert_eq!(both.stock().await, [(72, 0), (30, 0)]);
    let (_, detail) = both.officer.get(&path).await;
    let steps: Vec<&str> = detail["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["step"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["propose", "agree", "send", "receive"]);
    let movements = both.giver.get(&format!("/outlets/{}/movements", both.from)).await.1;
    assert!(movements.to_string().contains("transfer_out"), "{movements}");
}

pub async fn what_is_lost_on_the_road_becomes_a_need_once(world: &World) {
    let both = Both::new(world).await;
    let path = both.proposed(10).await;
    ok(&both.giver, &path, "agree", json!({})).await;
    ok(&both.giver, &path, "send", json!({"pieces": 10})).await;
    let done = ok(&both.receiver, &path, "receive", json!({"pieces": 7})).await;
    let need = done["need"].as_str().unwrap().to_owned();
    let (status, detail) = both.officer.get(&format!("/needs/{need}")).await;
    assert_eq!(status, 200, "{detail}");
    assert_eq!(detail["need"]["topic"], "transfer");
    assert!(detail["need"]["title"].as_str().unwrap().contains("10 sent, 7 arrived"));
    assert!(detail["need"]["body"].as_str().unwrap().contains("贝壳超市"));
    let seq = done["seq"].clone();
    ok(&both.receiver, &path, "undo", json!({"seq": seq})).await;
    let again = ok(&both.receiver, &path, "receive", json!({"pieces": 8})).await;
    assert_eq!(again["need"], Value::Null, "the need is there already");
    assert_eq!(both.stock().await, [(90, 0), (10, 0)]);
}

pub async fn neither_side_does_the_others_step(world: &World) {
    let both = Both::new(world).await;
    let path = both.proposed(10).await;
    let other_side = (409, "transfer-other-side".to_owned());
    for person in [&both.officer, &both.receiver] {
        assert_eq!(code(person, &path, "agree", json!({})).await, other_side);
    }
    ok(&both.giver, &path, "agree", json!({})).await;
    assert_eq!(
        code(&both.receiver, &path, "send", json!({"pieces": 10})).await,
        other_side
    );
    ok(&both.giver, &path, "send", json!({"pieces": 10})).await;
    for person in [&both.officer, &both.giver] {
        assert_eq!(code(person, &path, "receive", json!({"pieces": 10})).await, other_side);
    }
    let late = json!({"reason": "不需要了"});
    assert_eq!(
        code(&both.officer, &path, "cancel", late).await,
        (409, "transfer-moved-on".to_owned())
    );
    assert_eq!(both.stock().await, [(90, 0), (2, 0)]);
}

pub async fn more_than_is_free_is_not_promised(world: &World) {
    let both = Both::new(world).await;
    let first = both.proposed(80).await;
    let second = both.proposed(30).await;
    ok(&both.giver, &first, "agree", json!({})).await;
    let refused = code(&both.giver, &second, "agree", json!({})).await;
    assert_eq!(refused, (409, "transfer-not-free".to_owned()));
    assert_eq!(
        code(&both.giver, &second, "refuse", json!({"reason": " "})).await.0,
        422
    );
    ok(&both.giver, &second, "refuse", json!({"reason": "已无余量"})).await;
    ok(&both.officer, &first, "cancel", json!({"reason": "路已封"})).await;
    assert_eq!(both.stock().await, [(100, 0), (2, 0)]);
}

pub async fn the_last_step_is_taken_back_within_ten_minutes_where_stock_allows(world: &World) {
    let both = Both::new(world).await;
    let path = both.proposed(40).await;
    ok(&both.giver, &path, "agree", json!({})).await;
    let sent = ok(&both.giver, &path, "send", json!({"pieces": 40})).await;
    assert_eq!(
        code(&both.receiver, &path, "undo", json!({"seq": sent["seq"]})).await,
        (409, "transfer-undo-other".to_owned())
    );
    let undone = ok(&both.giver, &path, "undo", json!({"seq": sent["seq"]})).await;
    assert_eq!(undone["state"], "agreed");
    assert_eq!(both.stock().await, [(100, 40), (2, 0)]);
    let sent = ok(&both.giver, &path, "send", json!({"pieces": 40})).await;
    world.clock.advance_to(world.clock.now().plus_minutes(11));
    assert_eq!(
        code(&both.giver, &path, "undo", json!({"seq": sent["seq"]})).await,
        (409, "transfer-undo-late".to_owned())
    );
    let received = ok(&both.receiver, &path, "receive", json!({"pieces": 40})).await;
    let path_waste = format!("/outlets/{}/waste", both.to);
    let waste = json!({"rows": [{"item": both.item, "pieces": 5}], "note": "破损"});
    assert_eq!(both.receiver.post(&path_waste, waste).await.0, 201);
    assert_eq!(
        code(&both.receiver, &path, "undo", json!({"seq": received["seq"]})).await,
        (409, "transfer-undo-gone".to_owned())
    );
    assert_eq!(both.stock().await, [(60, 0), (37, 0)]);
}

pub async fn a_wrong_proposal_is_refused_at_its_fields_and_a_resent_one_made_once(world: &World) {
    let both = Both::new(world).await;
    let wrong = json!({"from": both.to, "to": both.to, "item": both.item, "pieces": 0});
    let (status, problem) = both.officer.post("/supply/transfers", wrong).await;
    let fields: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    assert_eq!((status, fields), (422, vec!["from", "pieces"]));
    let own = json!({"name": "自制馒头", "unit": "袋", "contents": [{"category": "grain", "amount": 500}]});
    let (_, own) = both.giver.post(&format!("/outlets/{}/items", both.from), own).await;
    let mut body = both.proposal(1);
    body["item"] = own["id"].clone();
    let (status, problem) = both.officer.post("/supply/transfers", body).await;
    assert_eq!((status, problem["errors"][0]["field"].as_str()), (422, Some("item")));

    let first = both
        .officer
        .post_as("same-key-1", "/supply/transfers", both.proposal(5))
        .await;
    let again = both
        .officer
        .post_as("same-key-1", "/supply/transfers", both.proposal(5))
        .await;
    assert_eq!(first, again);
    let list = both.giver.get("/supply/transfers?open=true").await.1;
    assert_eq!(list["transfers"].as_array().unwrap().len(), 1);
}

pub async fn a_transfer_is_known_only_to_its_sides_and_their_places(world: &World) {
    let both = Both::new(world).await;
    let path = both.proposed(5).await;
    let stranger = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(stranger.get(&path).await.0, 404);
    assert_eq!(stranger.get("/supply/transfers").await.1["transfers"], json!([]));
    assert_eq!(code(&stranger, &path, "cancel", json!({"reason": "x"})).await.0, 404);
    let (status, _) = stranger.post("/supply/transfers", both.proposal(5)).await;
    assert_eq!(status, 404, "the receiver lies in another district");
    let (status, _) = both.receiver.post("/supply/transfers", both.proposal(5)).await;
    assert_eq!(status, 404, "a firm does not help itself");
    let commander = world.person(Role::Commander, "900").await;
    let (status, detail) = commander.get(&path).await;
    assert_eq!((status, &detail["offered"]), (200, &json!([])));
    assert_eq!(code(&commander, &path, "cancel", json!({"reason": "x"})).await.0, 403);
    assert_eq!(both.giver.get(&path).await.1["offered"], json!(["agree", "refuse"]));
}

pub async fn the_pages_show_each_side_its_step_and_print_a_sheet_for_both(world: &World) {
    let mut both = Both::new(world).await;
    let path = both.proposed(30).await;
    for (lang, waits, agree) in [
        ("en", "waits for the giver", "Agree"),
        ("zh-CN", "待调出方答复", "同意"),
    ] {
        both.giver.lang = lang;
        both.receiver.lang = lang;
        let (status, list) = both.giver.page("/supply/transfers").await;
        assert_eq!(status, 200);
        assert!(list.contains(waits) && list.contains("大米"), "{list}");
        let (status, page) = both.giver.page(&path).await;
        assert_eq!(status, 200);
        assert!(page.contains(&format!("{path}/agree")) && page.contains(agree));
        assert!(
            !page.contains(">supply-") && !page.contains("supply-transfers-now"),
            "{page}"
        );
        let (_, page) = both.receiver.page(&path).await;
        assert!(!page.contains(&format!("{path}/agree")) && page.contains(&format!("{path}/cancel")));
        let (status, sheet) = both.receiver.page(&format!("{path}/sheet")).await;
        assert_eq!(status, 200);
        assert!(
            sheet.contains("贝壳超市") && sheet.contains("海星超市") && sheet.contains("06901234567892"),
            "{sheet}"
        );
    }
    let (_, list) = both.officer.page("/supply/transfers?open=false").await;
    assert!(list.contains("No transfers here"), "{list}");
}

pub async fn forms_take_steps_and_say_what_is_wrong_at_the_field(world: &World) {
    let both = Both::new(world).await;
    let path = both.proposed(30).await;
    ok(&both.giver, &path, "agree", json!({})).await;
    let (status, page) = both
        .giver
        .submit(&format!("{path}/send"), &[("send_pieces", "31")])
        .await;
    assert_eq!(status, 422);
    assert!(page.contains("A whole number of pieces from 1 to 30"), "{page}");
    let (status, page) = both
        .giver
        .submit(&format!("{path}/send"), &[("send_pieces", "many")])
        .await;
    assert_eq!(status, 422, "{page}");
    let (status, page) = both
        .giver
        .submit(&format!("{path}/send"), &[("send_pieces", "30")])
        .await;
    assert!(status == 200 && page.contains("Sent. The receiver counts"), "{page}");
    let (status, page) = both
        .receiver
        .submit(&format!("{path}/receive"), &[("receive_pieces", "30")])
        .await;
    assert!(status == 200 && page.contains("Both counts agree"), "{page}");
    assert_eq!(both.stock().await, [(70, 0), (32, 0)]);
}
