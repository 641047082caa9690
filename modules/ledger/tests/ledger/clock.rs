//! What the clock does.

use crate::world::*;
use tongxin_ledger::{Command, EntryKind, Filter, Ledger, NewNeed, Priority, Scope, Ticked, Tier};

pub async fn an_overdue_need_goes_up_a_tier_by_the_clock(world: &World) {
    let id = world
        .raised_with(
            NewNeed {
                priority: Some(Priority::High),
                ..food(BUILDING)
            },
            NOON,
        )
        .await;
    assert_eq!(world.ledger.tick(minutes(8 * 60 - 1)).await.unwrap().escalated, 0);
    assert_eq!(world.ledger.tick(hours(8)).await.unwrap().escalated, 1);
    let history = world.history(id).await;
    let last = history.entries.last().unwrap();
    assert_eq!((last.kind, &*last.actor), (EntryKind::Escalated, "system"));
    assert_eq!(last.body.as_ref().unwrap().reason.as_deref(), Some("overdue"));
    let standing = &history.need.state.standing;
    assert_eq!((standing.tier, standing.is_overdue), (Tier::Subdistrict, true));
    assert_eq!(world.counted("overdue").await, 1);
    let overdue = Filter {
        is_overdue: Some(true),
        ..Filter::default()
    };
    assert_eq!(world.ids(&Scope::whole(), &overdue).await, [id]);
    world.done(worker(1), id, Command::Accept, hours(9)).await;
    world.done(worker(1), id, solve(), hours(9)).await;
    assert_eq!(world.counted("overdue").await, 0);
    world.assert_sound().await;
}

pub async fn an_untouched_need_goes_up_every_24_hours_until_the_citys(world: &World) {
    let id = world
        .raised_with(
            NewNeed {
                priority: Some(Priority::Low),
                ..food(BUILDING)
            },
            NOON,
        )
        .await;
    let tier_at = async |now| {
        world.ledger.tick(now).await.unwrap();
        world.history(id).await.need.state.standing.tier
    };
    assert_eq!(tier_at(hours(24)).await, Tier::Subdistrict);
    assert_eq!(tier_at(hours(47)).await, Tier::Subdistrict);
    assert_eq!(tier_at(hours(48)).await, Tier::District);
    // At 72 hours it is overdue too.
    assert_eq!(tier_at(hours(72)).await, Tier::City);
    assert_eq!(tier_at(hours(200)).await, Tier::City);
    assert_eq!(world.history(id).await.entries.len(), 4);
    world.assert_sound().await;
}

pub async fn a_tick_twice_does_nothing_more(world: &World) {
    world.raised("缺米").await;
    assert_eq!(
        world.ledger.tick(hours(24)).await.unwrap(),
        Ticked {
            escalated: 1,
            sealed: 1,
            erased: 0
        }
    );
    assert_eq!(world.ledger.tick(hours(24)).await.unwrap(), Ticked::default());
}

/// On PostgreSQL two processes may keep the time of one city.
pub async fn two_timekeepers_at_once_do_each_thing_once_and_quietly(world: &World) {
    let other = world.other_ledger();
    let (mut escalated, mut sealed) = (0, 0);
    for round in 1..=12 {
        let now = hours(24 * 2 * round);
        for _ in 0..12 {
            world.raised_with(food(BUILDING), now.plus_hours(-25)).await;
        }
        let tick = |ledger: &Ledger| {
            let ledger = ledger.clone();
            tokio::spawn(async move { ledger.tick(now).await.unwrap() })
        };
        let (one, another) = tokio::join!(tick(&world.ledger), tick(&other));
        for ticked in [one.unwrap(), another.unwrap()] {
            escalated += ticked.escalated;
            sealed += ticked.sealed;
        }
    }
    let entries = "SELECT COUNT(*) AS count FROM entry WHERE actor = 'system'";
    let written = world.db.one(entries, vec![]).await.unwrap().int("count").unwrap();
    let verified = world.verified().await;
    assert_eq!(u64::try_from(written).unwrap(), escalated);
    assert_eq!((verified.fault, verified.seals), (None, sealed));
}

pub async fn erasure_takes_the_texts_and_leaves_the_chain(world: &World) {
    let secret = NewNeed {
        title: "独居老人缺药".into(),
        contact: Some("13800000000".into()),
        ..food(BUILDING)
    };
    let id = world.raised_with(secret, NOON).await;
    let kept = world.raised("缺米").await;
    world
        .done(
            worker(1),
            id,
            Command::Comment {
                text: "已联系".into()
            },
            minutes(1),
        )
        .await;
    world.done(resident(1), id, strike_off(), minutes(2)).await;
    world.done(worker(1), kept, Command::Accept, minutes(2)).await;
    let days = |days: i64| minutes(2).plus_days(days);
    assert_eq!(world.ledger.tick(days(89)).await.unwrap().erased, 0);
    assert_eq!(world.ledger.tick(days(90)).await.unwrap().erased, 1);
    assert_eq!(world.ledger.tick(days(90)).await.unwrap().erased, 0);

    let history = world.history(id).await;
    assert_eq!(
        (&*history.need.texts.title, history.need.texts.contact.as_deref()),
        ("", None)
    );
    let bodies: Vec<_> = history.entries.iter().map(|entry| entry.body.is_some()).collect();
    assert_eq!(bodies, [false, false, false, true]);
    let find = Filter {
        search: Some("老人".into()),
        with_closed: true,
        ..Filter::default()
    };
    assert_eq!(world.ids(&Scope::whole(), &find).await, []);
    let comment = Command::Comment { text: "?".into() };
    assert!(world.try_do(worker(1), id, comment, days(91)).await.is_err());
    world.assert_sound().await;
}

pub async fn a_need_erased_while_open_is_still_closed_and_what_was_said_since_goes_too(world: &World) {
    let secret = NewNeed {
        title: "独居老人缺药".into(),
        contact: Some("13800000000".into()),
        ..food(BUILDING)
    };
    let id = world.raised_with(secret, NOON).await;
    let ledger = world.ledger.clone();
    let erase = world
        .db
        .write(move |tx| {
            let ledger = ledger.clone();
            Box::pin(async move { ledger.erase_in(tx, id, minutes(1)).await })
        })
        .await;
    assert!(erase.unwrap());
    let history = world.history(id).await;
    assert_eq!(
        (&*history.need.texts.title, history.need.state.is_forgotten()),
        ("", false)
    );
    world.assert_sound().await;
    world.done(worker(1), id, Command::Accept, minutes(2)).await;
    let text = "女儿的电话是 13900000000".to_owned();
    world.done(worker(1), id, Command::Comment { text }, minutes(3)).await;
    world.done(worker(1), id, solve(), minutes(4)).await;
    world.done(worker(2), id, strike_off(), minutes(5)).await;
    world.assert_sound().await;
    let days = |days: i64| minutes(5).plus_days(days);
    assert_eq!(world.ledger.tick(days(89)).await.unwrap().erased, 0);
    assert_eq!(world.ledger.tick(days(90)).await.unwrap().erased, 1);
    assert_eq!(world.ledger.tick(days(90)).await.unwrap().erased, 0);
    let history = world.history(id).await;
    let left = history.entries.iter().filter(|entry| entry.body.is_some()).count();
    assert_eq!((left, history.need.state.is_forgotten()), (1, true));
    world.assert_sound().await;
}

pub async fn seals_follow_each_other_hourly(world: &World) {
    let id = world.raised("缺米").await;
    assert_eq!(world.ledger.tick(minutes(1)).await.unwrap().sealed, 1);
    world.done(worker(1), id, Command::Accept, minutes(2)).await;
    assert_eq!(world.ledger.tick(minutes(60)).await.unwrap().sealed, 0);
    assert_eq!(world.ledger.tick(minutes(61)).await.unwrap().sealed, 1);
    assert_eq!(world.ledger.tick(minutes(200)).await.unwrap().sealed, 0);
    let verified = world.verified().await;
    assert_eq!((verified.fault, verified.seals, verified.unsealed), (None, 2, 0));
    assert_eq!(verified.last_seal.map(|seal| seal.number), Some(2));
    let stranger = world.ledger.verify(&[[1; 32]]).await.unwrap();
    assert_eq!(
        stranger.fault.unwrap().to_string(),
        "seal 1: signed with an unknown key"
    );
}
