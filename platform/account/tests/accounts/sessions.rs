//! How long one stays signed in, and what ends it.

use crate::world::*;
use tongxin_account::{AccountError, Role, SessionKind, Who};

pub async fn a_session_ends_twelve_hours_after_its_last_use(world: &World) {
    let first = world.administrator().await;
    world.after_hours(11);
    assert!(world.is_open(&first.token).await);
    world.after_hours(11);
    assert!(world.is_open(&first.token).await, "its use eleven hours ago counts");
    world.after_hours(12);
    assert!(!world.is_open(&first.token).await);
}

pub async fn a_session_ends_after_seven_days_however_much_it_is_used(world: &World) {
    let first = world.administrator().await;
    for _ in 0..16 {
        world.after_hours(10);
        assert!(world.is_open(&first.token).await);
    }
    world.after_hours(8);
    assert!(!world.is_open(&first.token).await);
}

pub async fn a_households_session_lasts_a_week_without_use(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let household = world.household(&first.viewer, BUILDING, "1-1").await;
    let session = world.enter(&household.code, 1).await.unwrap();
    assert_eq!(session.expires_at, NOON.plus_hours(7 * 24));
    world.after_hours(7 * 24 - 1);
    assert!(world.is_open(&session.token).await);
    world.after_hours(1);
    assert!(!world.is_open(&session.token).await);
}

pub async fn signing_out_ends_that_session_only(world: &World) {
    let first = world.administrator().await;
    let other = world.sign_in("first", &password_of("first"), 1).await.unwrap();
    assert!(world.is_open(&other.token).await);
    world.accounts.sign_out(other.id).await.unwrap();
    assert!(
        !world.is_open(&other.token).await,
        "at once, although it was seen a moment ago"
    );
    assert!(world.is_open(&first.token).await);
}

pub async fn a_new_password_ends_other_sessions_and_no_token(world: &World) {
    let first = world.administrator().await;
    let other = world.sign_in("first", &password_of("first"), 1).await.unwrap();
    let token = world
        .accounts
        .create_token(world.command(), first.account, "export", 30)
        .await
        .unwrap();
    let household_stays = {
        world.build().await;
        let household = world.household(&first.viewer, BUILDING, "1-1").await;
        world.enter(&household.code, 1).await.unwrap()
    };
    let changed = world
        .accounts
        .change_password(&first.viewer, &password_of("first"), "another long password", client(1))
        .await;
    changed.unwrap();
    assert!(world.is_open(&first.token).await, "the one that changed it");
    assert!(!world.is_open(&other.token).await);
    assert!(world.is_open(&token.token).await);
    assert!(world.is_open(&household_stays.token).await);
    let old = world.sign_in("first", &password_of("first"), 2).await;
    assert_refused!(old, AccountError::WrongPassword);
    world.sign_in("first", "another long password", 3).await.unwrap();
}

pub async fn a_password_is_changed_only_by_whoever_knows_it_and_to_a_good_one(world: &World) {
    let first = world.administrator().await;
    let (right, good) = (password_of("first"), "another long password");
    let change = async |old: &str, new: &str| {
        let changed = world.accounts.change_password(&first.viewer, old, new, client(1)).await;
        faulty_fields(changed)
    };
    assert_eq!(change("a wrong password", good).await, ["old_password"]);
    for bad in ["", "123456789", &"x".repeat(129), "aaaaaaaaaaaa"] {
        assert_eq!(change(&right, bad).await, ["new_password"], "{bad}");
    }
    assert_eq!(
        change("a wrong password", "short").await,
        ["new_password", "old_password"]
    );
    world.sign_in("first", &right, 2).await.unwrap();
    // Guessing the present password here is slowed down as well.
    for _ in 0..6 {
        let guess = world
            .accounts
            .change_password(&first.viewer, "wrong again", good, client(9))
            .await;
        drop(guess.unwrap_err());
    }
    let guess = world
        .accounts
        .change_password(&first.viewer, &right, good, client(9))
        .await;
    assert!(seconds_to_wait(guess) >= 1);
}

pub async fn nobody_ends_anothers_session(world: &World) {
    let first = world.administrator().await;
    let other = world
        .person(&first.viewer, "other", Role::Steward, over(COMMUNITY))
        .await;
    let session = other.viewer.session.unwrap();
    assert_refused!(
        world.accounts.end_session(first.account, session).await,
        AccountError::NotFound
    );
    assert!(world.is_open(&other.token).await);
    world.accounts.end_session(other.account, session).await.unwrap();
    assert!(!world.is_open(&other.token).await);
    assert_refused!(
        world.accounts.end_session(other.account, session).await,
        AccountError::NotFound
    );
}

pub async fn ended_sessions_are_forgotten_and_no_others(world: &World) {
    let first = world.administrator().await;
    world.sign_in("first", &password_of("first"), 1).await.unwrap();
    let token = world
        .accounts
        .create_token(world.command(), first.account, "export", 30)
        .await
        .unwrap();
    world.after_hours(11);
    assert!(world.is_open(&first.token).await);
    assert_eq!(world.accounts.forget_ended_sessions().await.unwrap(), 0);
    world.after_hours(2);
    assert_eq!(world.accounts.forget_ended_sessions().await.unwrap(), 1);
    assert!(world.is_open(&first.token).await && world.is_open(&token.token).await);
    let seen = world.accounts.sessions_of(first.account).await.unwrap();
    assert_eq!(seen.len(), 2);
    assert_eq!(
        seen.iter().filter(|session| session.kind == SessionKind::Token).count(),
        1
    );
}

pub async fn a_session_that_was_never_opened_is_nobody(world: &World) {
    let first = world.administrator().await;
    let (rest, last) = first.token.split_at(first.token.len() - 1);
    let changed = format!("{rest}{}", if last == "A" { "E" } else { "A" });
    for token in [
        "",
        "txs_",
        "txk_",
        "x",
        "\0",
        &changed,
        &first.token.to_uppercase(),
        &"x".repeat(10_000),
    ] {
        assert_eq!(world.viewer(token).await.who, Who::Nobody, "{token}");
    }
}
