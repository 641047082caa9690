//! Named tokens for programs.

use crate::world::*;
use tongxin_account::{AccountError, Role, TOKEN_DAYS_MAX, TOKEN_NAME_CHARS_MAX, TOKENS_MAX};

pub async fn a_token_acts_with_its_owners_rights_until_its_last_day(world: &World) {
    let first = world.administrator().await;
    let worker = world
        .person(&first.viewer, "worker", Role::CommunityWorker, over(COMMUNITY))
        .await;
    let token = world
        .accounts
        .create_token(world.command(), worker.account, "export", 2)
        .await
        .unwrap();
    assert_eq!(token.expires_at, NOON.plus_hours(48));
    world.after_hours(47);
    let viewer = world.viewer(&token.token).await;
    assert_eq!(
        (viewer.account(), viewer.has_role(Role::CommunityWorker)),
        (Some(worker.account), true)
    );
    world
        .accounts
        .end_grant(&first.viewer, worker.viewer.grants[0].id)
        .await
        .unwrap();
    assert!(!world.viewer(&token.token).await.has_role(Role::CommunityWorker));
    world.after_hours(1);
    assert!(!world.is_open(&token.token).await);
}

pub async fn a_token_that_was_ended_opens_nothing(world: &World) {
    let first = world.administrator().await;
    let token = world
        .accounts
        .create_token(world.command(), first.account, "export", 30)
        .await
        .unwrap();
    assert!(world.is_open(&token.token).await);
    world.accounts.end_session(first.account, token.id).await.unwrap();
    assert!(!world.is_open(&token.token).await);
}

pub async fn a_tokens_name_and_days_have_bounds(world: &World) {
    let first = world.administrator().await;
    let make = |name: &str, days| {
        let name = name.to_owned();
        async move {
            world
                .accounts
                .create_token(world.command(), first.account, &name, days)
                .await
        }
    };
    for name in ["", "  ", &"n".repeat(TOKEN_NAME_CHARS_MAX + 1), "line\nbreak", "nul\0"] {
        assert_eq!(faulty_fields(make(name, 30).await), ["name"], "{name:?}");
    }
    for days in [0, TOKEN_DAYS_MAX + 1, u32::MAX] {
        assert_eq!(faulty_fields(make("export", days).await), ["days"], "{days}");
    }
    assert_eq!(faulty_fields(make("", 0).await), ["name", "days"]);
    assert_eq!(world.accounts.sessions_of(first.account).await.unwrap().len(), 1);
    make(&"名".repeat(TOKEN_NAME_CHARS_MAX), TOKEN_DAYS_MAX).await.unwrap();
    make("export", 1).await.unwrap();
}

pub async fn an_account_has_at_most_twenty_tokens(world: &World) {
    let first = world.administrator().await;
    let mut made = Vec::new();
    for _ in 0..TOKENS_MAX {
        made.push(
            world
                .accounts
                .create_token(world.command(), first.account, "export", 1)
                .await
                .unwrap(),
        );
    }
    let more = || world.accounts.create_token(world.command(), first.account, "export", 1);
    assert_eq!(faulty_fields(more().await), ["name"]);
    world.accounts.end_session(first.account, made[0].id).await.unwrap();
    more().await.unwrap();
    assert_eq!(faulty_fields(more().await), ["name"]);
    world.after_hours(24);
    more().await.unwrap();
}

pub async fn a_resent_token_is_the_same(world: &World) {
    let first = world.administrator().await;
    let make = |content: &'static [u8]| {
        world
            .accounts
            .create_token(command("token", content), first.account, "export", 30)
    };
    let one = make(b"one").await.unwrap();
    let again = make(b"one").await.unwrap();
    assert_eq!((one.id, &one.token), (again.id, &again.token));
    let other = make(b"other").await;
    assert_refused!(other, AccountError::Storage(tongxin_storage::StorageError::KeyReused));
    assert_eq!(world.accounts.sessions_of(first.account).await.unwrap().len(), 2);
}
