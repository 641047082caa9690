//! Whoever changes rows in the database is found, and the row is named.

use crate::world::*;
use tongxin_city::NeedId;
use tongxin_ledger::rules::chain::{self, Link};
use tongxin_ledger::{Command, Filter, Scope, Seal, SentPhoto};
use tongxin_storage::args;

/// Three needs of which the middle one, the answer, has four entries.
async fn busy(world: &World) -> NeedId {
    world.raised("缺水").await;
    let id = world.raised("缺米").await;
    world.raised("缺油").await;
    world.done(worker(1), id, Command::Accept, minutes(1)).await;
    world
        .done(
            worker(1),
            id,
            Command::Comment {
                text: "明早送到".into(),
            },
            minutes(2),
        )
        .await;
    world.done(worker(1), id, solve(), minutes(3)).await;
    world.assert_sound().await;
    id
}

async fn fault(world: &World) -> String {
    world.verified().await.fault.expect("nothing was found").to_string()
}

pub async fn verify_names_a_changed_entry(world: &World) {
    let id = busy(world).await;
    world
        .behind_its_back(
            "UPDATE entry SET at = at - 3600000 WHERE need_id = $1 AND seq = 3",
            args![id.get()],
        )
        .await;
    assert_eq!(fault(world).await, format!("entry 3 of need {id}: changed"));
}

pub async fn verify_names_a_removed_entry(world: &World) {
    let id = busy(world).await;
    world
        .behind_its_back("DELETE FROM entry WHERE need_id = $1 AND seq = 3", args![id.get()])
        .await;
    assert_eq!(fault(world).await, format!("entry 3 of need {id}: removed"));
    world
        .behind_its_back("DELETE FROM entry WHERE need_id = $1 AND seq = 4", args![id.get()])
        .await;
    assert_eq!(fault(world).await, format!("entry 3 of need {id}: removed"));
}

pub async fn verify_names_an_inserted_entry(world: &World) {
    let id = busy(world).await;
    let head = world.history(id).await.need.state.head;
    let body_hash = chain::body_hash("{}");
    let actor = worker(2).actor.to_string();
    let link = Link {
        need: id,
        seq: 5,
        at: minutes(4),
        kind: "commented",
        actor: &actor,
        body_hash: &body_hash,
    };
    // Even with its right hash it is one more than the need counts.
    let hash = chain::link_hash(&link, &head);
    let body = serde_json::to_string(&world.history(id).await.entries[2].body).unwrap();
    let link = Link {
        body_hash: &chain::body_hash(&body),
        ..link
    };
    let right = chain::link_hash(&link, &head);
    world
        .behind_its_back(
            "INSERT INTO entry (need_id, seq, at, actor, kind, body, body_hash, hash)
             VALUES ($1, 5, $2, $3, 'commented', $4, $5, $6)",
            args![
                id.get(),
                minutes(4).millis(),
                &*actor,
                &*body,
                chain::body_hash(&body),
                right
            ],
        )
        .await;
    assert_eq!(fault(world).await, format!("entry 5 of need {id}: added"));
    world
        .behind_its_back(
            "UPDATE entry SET hash = $2 WHERE need_id = $1 AND seq = 5",
            args![id.get(), hash],
        )
        .await;
    assert_eq!(fault(world).await, format!("entry 5 of need {id}: changed"));
    world
        .behind_its_back("DELETE FROM entry WHERE need_id = $1 AND seq = 5", args![id.get()])
        .await;
    world.assert_sound().await;
}

pub async fn verify_names_a_changed_need(world: &World) {
    let id = busy(world).await;
    for (change, back, column) in [
        (
            "UPDATE need SET state = 'struck_off' WHERE id = $1",
            "UPDATE need SET state = 'solved' WHERE id = $1",
            "is_open",
        ),
        (
            "UPDATE need SET is_open = 0 WHERE id = $1",
            "UPDATE need SET is_open = 1 WHERE id = $1",
            "is_open",
        ),
        (
            "UPDATE need SET due_at = due_at + 1 WHERE id = $1",
            "UPDATE need SET due_at = due_at - 1 WHERE id = $1",
            "due_at",
        ),
        (
            "UPDATE need SET tier = 3 WHERE id = $1",
            "UPDATE need SET tier = 0 WHERE id = $1",
            "tier",
        ),
        (
            "UPDATE need SET topic = 'x' WHERE id = $1",
            "UPDATE need SET topic = 'food' WHERE id = $1",
            "topic",
        ),
        (
            "UPDATE need SET solver = NULL WHERE id = $1",
            "UPDATE need SET is_open = 1 WHERE id = $1",
            "solver",
        ),
    ] {
        world.behind_its_back(change, args![id.get()]).await;
        assert_eq!(
            fault(world).await,
            format!("need {id}: column {column} changed"),
            "{change}"
        );
        world.behind_its_back(back, args![id.get()]).await;
    }
}

pub async fn verify_names_a_changed_title(world: &World) {
    let id = busy(world).await;
    world
        .behind_its_back("UPDATE need SET title = '不缺' WHERE id = $1", args![id.get()])
        .await;
    assert_eq!(
        fault(world).await,
        format!("need {id}: column title, body or contact changed")
    );
}

pub async fn verify_names_a_removed_need(world: &World) {
    let id = busy(world).await;
    world
        .behind_its_back("DELETE FROM need WHERE id = $1", args![id.get()])
        .await;
    assert_eq!(fault(world).await, format!("need {id}: removed"));
}

pub async fn verify_names_an_inserted_need(world: &World) {
    let id = busy(world).await;
    world
        .behind_its_back(
            "INSERT INTO need (id, kind, topic, lifeline, priority, state, tier, place_code, subdistrict_code,
                 district_code, title, body, is_open, is_overdue, raised_at, due_at, touched_at, seq, head_hash, is_sealed)
             SELECT 77, kind, topic, lifeline, priority, state, tier, place_code, subdistrict_code, district_code, title,
                 body, is_open, is_overdue, raised_at, due_at, touched_at, 1, head_hash, 1 FROM need WHERE id = $1",
            args![id.get()],
        )
        .await;
    let added = NeedId::try_from(77).unwrap();
    assert_eq!(fault(world).await, format!("need {added}: added"));
}

pub async fn verify_names_an_erased_body_of_a_need_that_was_not_erased(world: &World) {
    let id = busy(world).await;
    world
        .behind_its_back(
            "UPDATE entry SET body = NULL WHERE need_id = $1 AND seq = 3",
            args![id.get()],
        )
        .await;
    assert_eq!(fault(world).await, format!("entry 3 of need {id}: column body changed"));
}

pub async fn verify_names_a_changed_photo(world: &World) {
    let id = world.raised("门锁坏了").await;
    let mut png = Vec::new();
    image::RgbImage::new(2, 2)
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    let sent = SentPhoto {
        name: "a.png".into(),
        bytes: png,
    };
    world
        .ledger
        .attach(resident(1), id, sent, world.key(), minutes(1))
        .await
        .unwrap();
    let photo = world.history(id).await.attachments[0].id;
    world
        .behind_its_back(
            "UPDATE attachment SET bytes = $2 WHERE id = $1",
            args![photo.get(), vec![1u8]],
        )
        .await;
    assert_eq!(fault(world).await, format!("attachment {photo}: column bytes changed"));
    world
        .behind_its_back("DELETE FROM attachment WHERE id = $1", args![photo.get()])
        .await;
    assert_eq!(fault(world).await, format!("attachment {photo}: removed"));
}

/// Somebody rewrites the last entry and computes every hash anew, so that only the seal knows better.
pub async fn verify_names_a_rewritten_past_by_its_seal(world: &World) {
    let id = busy(world).await;
    world.ledger.tick(minutes(4)).await.unwrap();
    let history = world.history(id).await;
    let before = &history.entries[3];
    let body = before.body.clone().map(|body| body.to_canonical()).unwrap();
    let previous = world
        .db
        .one("SELECT hash FROM entry WHERE need_id = $1 AND seq = 3", args![id.get()])
        .await
        .unwrap();
    let previous: [u8; 32] = previous.blob("hash").unwrap().try_into().unwrap();
    let link = Link {
        need: id,
        seq: 4,
        at: before.at.plus_minutes(-1),
        kind: "solved",
        actor: &before.actor,
        body_hash: &chain::body_hash(&body),
    };
    let hash = chain::link_hash(&link, &previous);
    world
        .behind_its_back(
            "UPDATE entry SET at = $2, hash = $3 WHERE need_id = $1 AND seq = 4",
            args![id.get(), link.at.millis(), hash],
        )
        .await;
    world
        .behind_its_back("UPDATE need SET head_hash = $2 WHERE id = $1", args![id.get(), hash])
        .await;
    assert_eq!(fault(world).await, format!("entry 4 of need {id}: changed"));
}

pub async fn verify_names_a_need_removed_whole_by_its_seal(world: &World) {
    let id = busy(world).await;
    world.ledger.tick(minutes(4)).await.unwrap();
    world
        .behind_its_back("DELETE FROM entry WHERE need_id = $1", args![id.get()])
        .await;
    world
        .behind_its_back("DELETE FROM need WHERE id = $1", args![id.get()])
        .await;
    assert_eq!(fault(world).await, format!("entry 4 of need {id}: removed"));
}

pub async fn verify_names_changed_and_removed_seals_and_heads(world: &World) {
    let id = busy(world).await;
    world.ledger.tick(minutes(4)).await.unwrap();
    world.done(resident(1), id, strike_off(), minutes(5)).await;
    world.ledger.tick(hours(2)).await.unwrap();
    world.assert_sound().await;
    world
        .behind_its_back("UPDATE seal SET at = at + 1 WHERE number = 2", vec![])
        .await;
    assert_eq!(fault(world).await, "seal 2: wrong signature");
    world
        .behind_its_back("UPDATE seal SET at = at - 1 WHERE number = 2", vec![])
        .await;
    world
        .behind_its_back(
            "UPDATE seal_head SET seq = 3 WHERE seal_number = 1 AND need_id = $1",
            args![id.get()],
        )
        .await;
    assert_eq!(fault(world).await, format!("head of need {id} in seal 1: changed"));
    world
        .behind_its_back(
            "DELETE FROM seal_head WHERE seal_number = 1 AND need_id = $1",
            args![id.get()],
        )
        .await;
    assert_eq!(fault(world).await, "seal 1: its heads do not match its digest");
    world.behind_its_back("DELETE FROM seal WHERE number = 1", vec![]).await;
    assert_eq!(fault(world).await, "seal 1: removed");
}

pub async fn verify_names_a_changed_count(world: &World) {
    busy(world).await;
    let changed = async |sql: &'static str, row: &str| {
        world.behind_its_back(sql, args![]).await;
        let found = fault(world).await;
        assert!(
            found.starts_with("count ") && found.ends_with(&format!("{row}: changed")),
            "{found}"
        );
    };
    let more = "UPDATE tally_now SET count = count + 1 WHERE state = 'solved'";
    let as_before = "UPDATE tally_now SET count = count - 1 WHERE state = 'solved'";
    changed(more, " solved").await;
    world.behind_its_back(as_before, args![]).await;
    world.assert_sound().await;
    let added = "INSERT INTO tally_tier (subdistrict_code, kind, tier, count) VALUES ('500112999', 'lost', 3, 2)";
    changed(added, "500112999 lost 3").await;
    world
        .behind_its_back("DELETE FROM tally_tier WHERE kind = 'lost'", args![])
        .await;
    changed("DELETE FROM tally_tier WHERE tier = 0", " 0").await;
}

pub async fn verify_names_the_first_wrong_count_of_a_day(world: &World) {
    busy(world).await;
    world.ledger.tick(hours(25)).await.unwrap();
    world.assert_sound().await;
    let row = |day: &str, event: &str| format!("count {day} 500112001 household_request food {event}: changed");
    for (change, back, day, event) in [
        (
            "UPDATE tally_day SET count = count + 1 WHERE event = 'solved'",
            "UPDATE tally_day SET count = count - 1 WHERE event = 'solved'",
            "2022-11-24",
            "solved",
        ),
        (
            "UPDATE tally_day SET count = count - 1 WHERE event = 'overdue'",
            "UPDATE tally_day SET count = count + 1 WHERE event = 'overdue'",
            "2022-11-25",
            "overdue",
        ),
        (
            "UPDATE tally_day SET day = day - 1 WHERE event = 'accepted'",
            "UPDATE tally_day SET day = day + 1 WHERE event = 'accepted'",
            "2022-11-23",
            "accepted",
        ),
        (
            "UPDATE tally_day SET topic = 'medicine' WHERE event = 'raised'",
            "UPDATE tally_day SET topic = 'food' WHERE event = 'raised'",
            "2022-11-24",
            "raised",
        ),
    ] {
        world.behind_its_back(change, args![]).await;
        assert_eq!(fault(world).await, row(day, event), "{change}");
        world.behind_its_back(back, args![]).await;
        world.assert_sound().await;
    }
    // Of several the first.
    let all = "UPDATE tally_day SET count = count + 1 WHERE event IN ('solved', 'commented', 'escalated')";
    world.behind_its_back(all, args![]).await;
    assert_eq!(fault(world).await, row("2022-11-24", "commented"));
    world
        .behind_its_back("DELETE FROM tally_day WHERE event = 'accepted'", args![])
        .await;
    assert_eq!(fault(world).await, row("2022-11-24", "accepted"));
}

/// Which needs became overdue stood in bodies that are gone; that they went up still stands.
pub async fn verify_bounds_what_can_not_be_counted_after_erasure(world: &World) {
    let id = busy(world).await;
    world.ledger.tick(hours(25)).await.unwrap();
    world.done(resident(1), id, strike_off(), hours(26)).await;
    let late = world.list(&Scope::whole(), &Filter::default()).await.needs[0].state.id;
    world.done(worker(1), late, Command::Accept, hours(26)).await;
    world.done(worker(1), late, solve(), hours(26)).await;
    world.done(resident(1), late, strike_off(), hours(27)).await;
    world.ledger.tick(hours(24 * 92)).await.unwrap();
    world.assert_sound().await;
    let set = async |sql: &'static str| world.behind_its_back(sql, args![]).await;
    set("UPDATE tally_day SET count = 3 WHERE event = 'overdue' AND day = 19321").await;
    assert!(fault(world).await.ends_with(" overdue: changed"));
    set("UPDATE tally_day SET count = 0 WHERE event = 'overdue' AND day = 19321").await;
    assert!(fault(world).await.ends_with(" overdue: changed"));
    set("UPDATE tally_day SET count = 2 WHERE event = 'overdue' AND day = 19321").await;
    world.assert_sound().await;
}

pub async fn seals_dropped_with_all_they_sealed_are_missed_by_a_copy(world: &World) {
    busy(world).await;
    world.ledger.tick(minutes(4)).await.unwrap();
    let id = world.raised_with(food(BUILDING), hours(1)).await;
    world.ledger.tick(hours(2)).await.unwrap();
    let copy = world.ledger.latest_seal().await.unwrap().unwrap().to_copy().unwrap();
    let kept = Seal::from_copy(&copy).unwrap();
    assert_eq!(kept.number, 2);
    assert_eq!(world.ledger.missing_seal(&kept).await.unwrap(), None);
    // As if the second hour had never been.
    for sql in [
        "DELETE FROM seal WHERE number = 2",
        "DELETE FROM seal_head WHERE seal_number = 2",
        "UPDATE tally_now SET count = count - 1 WHERE state = 'raised'",
        "UPDATE tally_tier SET count = count - 1 WHERE tier = 0",
        "UPDATE tally_day SET count = count - 1 WHERE event = 'raised'",
    ] {
        world.behind_its_back(sql, args![]).await;
    }
    for sql in ["DELETE FROM entry WHERE need_id = $1", "DELETE FROM need WHERE id = $1"] {
        world.behind_its_back(sql, args![id.get()]).await;
    }
    world.assert_sound().await;
    let missing = async || world.ledger.missing_seal(&kept).await.unwrap().unwrap().to_string();
    assert_eq!(missing().await, "seal 2: removed");
    world.raised_with(food(BUILDING), hours(2)).await;
    world.ledger.tick(hours(3)).await.unwrap();
    world.assert_sound().await;
    assert_eq!(missing().await, "seal 2: changed", "another stands in its place");
}
