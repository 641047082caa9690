//! Links for a new password: once, for a day, and never to more than their maker has.

use crate::world::*;
use std::collections::HashSet;
use tongxin_account::{AccountError, Over, ResetMade, Role};
use tongxin_storage::StorageError;

const NEW: &str = "a password nobody forgets";

async fn made(world: &World, by: &Person, person: &Person) -> ResetMade {
    let made = world.accounts.make_reset(world.command(), &by.viewer, person.account);
    made.await.unwrap()
}

async fn set(world: &World, token: &str, password: &str) -> Result<(), AccountError> {
    world
        .accounts
        .reset_password(token, password.to_owned(), client(9))
        .await
}

async fn steward(world: &World, first: &Person) -> Person {
    world
        .person(&first.viewer, "steward", Role::Steward, over(COMMUNITY))
        .await
}

pub async fn a_link_sets_a_new_password_once_and_ends_whoever_was_signed_in(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let token = world
        .accounts
        .create_token(world.command(), steward.account, "export", 30)
        .await
        .unwrap();
    let link = made(world, &first, &steward).await;
    let account = world.accounts.reset_account(&link.token, client(1)).await.unwrap();
    assert_eq!(account.name, "steward");
    assert!(world.is_open(&steward.token).await, "a link alone changes nothing");
    set(world, &link.token, NEW).await.unwrap();
    for ended in [&steward.token, &token.token] {
        assert!(!world.is_open(ended).await);
    }
    assert!(world.is_open(&first.token).await, "nobody else is signed out");
    let old = world.sign_in("steward", &password_of("steward"), 1).await;
    assert_refused!(old, AccountError::WrongPassword);
    world.sign_in("steward", NEW, 1).await.unwrap();
    assert_refused!(
        set(world, &link.token, "another long password").await,
        AccountError::LinkDead
    );
    for unknown in ["", "x", "\0", &link.token.to_lowercase()] {
        let found = world.accounts.reset_account(unknown, client(2)).await;
        assert_refused!(found, AccountError::LinkDead);
    }
}

pub async fn whoever_lost_a_phone_is_signed_out_everywhere_by_those_who_could_reset_them(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let token = world
        .accounts
        .create_token(world.command(), steward.account, "phone", 30)
        .await
        .unwrap();
    let by_themselves = world.accounts.sign_out_everywhere(&steward.viewer, first.account);
    assert_refused!(by_themselves.await, AccountError::NotFound);
    assert!(world.is_open(&token.token).await && world.is_open(&first.token).await);
    world
        .accounts
        .sign_out_everywhere(&first.viewer, steward.account)
        .await
        .unwrap();
    for ended in [&steward.token, &token.token] {
        assert!(!world.is_open(ended).await);
    }
    assert!(world.is_open(&first.token).await, "nobody else is signed out");
    world.sign_in("steward", &password_of("steward"), 1).await.unwrap();
}

pub async fn a_link_ends_after_a_day_and_when_a_newer_one_is_made(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let (older, newer) = (made(world, &first, &steward).await, made(world, &first, &steward).await);
    assert_refused!(set(world, &older.token, NEW).await, AccountError::LinkDead);
    world.after_hours(23);
    world.accounts.reset_account(&newer.token, client(1)).await.unwrap();
    world.after_hours(1);
    assert_refused!(set(world, &newer.token, NEW).await, AccountError::LinkDead);
    world.sign_in("steward", &password_of("steward"), 1).await.unwrap();
}

pub async fn of_two_who_use_it_at_once_one_sets_the_password(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let link = made(world, &first, &steward).await;
    let (one, other) = tokio::join!(
        set(world, &link.token, "the password of the first"),
        set(world, &link.token, "the password of the other")
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

pub async fn nobody_resets_whoever_can_do_more_than_they(world: &World) {
    let first = world.administrator().await;
    let (own, elsewhere) = (
        world.plant(COMMUNITY, "Own").await,
        world.plant(OTHER_COMMUNITY, "Other").await,
    );
    let mut people = Vec::new();
    for role in Role::ALL {
        let held = if role.is_over_org() {
            Over::Org(own)
        } else {
            over(COMMUNITY)
        };
        people.push((role, world.person(&first.viewer, role.key(), role, held).await));
    }
    for (role, maker) in &people {
        for (other, person) in &people {
            let made = world
                .accounts
                .make_reset(world.command(), &maker.viewer, person.account)
                .await;
            if role.may_grant().contains(other) && person.account != maker.account {
                assert!(made.is_ok(), "{role:?} resets {other:?}: {made:?}");
            } else {
                assert_refused!(made, AccountError::NotFound);
            }
        }
    }
    // One role more, or one elsewhere, and the account is out of reach.
    let officer = &people.iter().find(|(role, _)| *role == Role::Officer).unwrap().1;
    let steward = &people.iter().find(|(role, _)| *role == Role::Steward).unwrap().1;
    for more in [
        offer(Role::PlantReporter, Over::Org(elsewhere)),
        offer(Role::Steward, over(OTHER_COMMUNITY)),
        offer(Role::Commander, over(COMMUNITY)),
    ] {
        let link = world
            .accounts
            .invite(world.command(), &first.viewer, more)
            .await
            .unwrap();
        world.accounts.accept_as(&link.token, steward.account).await.unwrap();
        let made = world
            .accounts
            .make_reset(world.command(), &officer.viewer, steward.account)
            .await;
        assert_refused!(made, AccountError::NotFound);
        let held = world.viewer(&steward.token).await.grants;
        let added = held.iter().max_by_key(|grant| grant.id).unwrap();
        world.accounts.end_grant(&first.viewer, added.id).await.unwrap();
    }
    let all: HashSet<_> = people.iter().map(|(_, person)| person.account).collect();
    let may = world.accounts.may_reset(&officer.viewer, all).await.unwrap();
    assert_eq!(may.len(), Role::Officer.may_grant().len());
}

pub async fn a_link_is_dead_once_its_maker_could_not_make_it_any_more(world: &World) {
    let first = world.administrator().await;
    let worker = world
        .person(&first.viewer, "worker", Role::CommunityWorker, over(COMMUNITY))
        .await;
    let steward = steward(world, &first).await;
    // The steward becomes an officer before the link is used.
    let link = made(world, &worker, &steward).await;
    let offered = offer(Role::Officer, over(SUBDISTRICT));
    let role = world
        .accounts
        .invite(world.command(), &first.viewer, offered)
        .await
        .unwrap();
    world.accounts.accept_as(&role.token, steward.account).await.unwrap();
    assert_refused!(set(world, &link.token, NEW).await, AccountError::LinkDead);
    // The maker's own role ends.
    let second = world
        .person(&first.viewer, "second", Role::Steward, over(COMMUNITY))
        .await;
    let link = made(world, &worker, &second).await;
    let grant = worker.viewer.grants[0].id;
    world.accounts.end_grant(&first.viewer, grant).await.unwrap();
    assert_refused!(set(world, &link.token, NEW).await, AccountError::LinkDead);
}

pub async fn a_known_password_ends_open_links(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let link = made(world, &first, &steward).await;
    let old = password_of("steward");
    let changed = world.accounts.change_password(&steward.viewer, &old, NEW, client(1));
    changed.await.unwrap();
    let late = set(world, &link.token, "another long password").await;
    assert_refused!(late, AccountError::LinkDead);
}

pub async fn a_bad_password_is_named_and_the_link_stays(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let link = made(world, &first, &steward).await;
    for bad in ["", "123456789", &"p".repeat(129), "pppppppppp"] {
        assert_eq!(
            faulty_fields(set(world, &link.token, bad).await),
            ["password"],
            "{bad:?}"
        );
    }
    set(world, &link.token, NEW).await.unwrap();
}

pub async fn a_resent_command_answers_the_same_link(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let send = |content: &'static [u8]| {
        let command = command("again", content);
        world.accounts.make_reset(command, &first.viewer, steward.account)
    };
    let link = send(b"one").await.unwrap();
    assert_eq!(send(b"one").await.unwrap(), link);
    assert_refused!(send(b"other").await, AccountError::Storage(StorageError::KeyReused));
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM password_reset").await, 1);
}

pub async fn guessing_links_is_slowed_down_as_signing_in_is(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let link = made(world, &first, &steward).await;
    for _ in 0..21 {
        let guessed = world.accounts.reset_account("a guess", client(7)).await;
        assert_refused!(guessed, AccountError::LinkDead);
    }
    let right = world.accounts.reset_account(&link.token, client(7)).await;
    assert_eq!(seconds_to_wait(right), 1);
    let set = world
        .accounts
        .reset_password(&link.token, NEW.to_owned(), client(7))
        .await;
    assert_eq!(seconds_to_wait(set), 1);
    world.accounts.reset_account(&link.token, client(8)).await.unwrap();
    world.after_seconds(1);
    world.accounts.reset_account(&link.token, client(7)).await.unwrap();
}

pub async fn who_reset_a_password_is_told_to_its_owner(world: &World) {
    let first = world.administrator().await;
    let steward = steward(world, &first).await;
    let link = made(world, &first, &steward).await;
    assert_eq!(world.accounts.last_reset(steward.account).await.unwrap(), None);
    world.after_hours(1);
    set(world, &link.token, NEW).await.unwrap();
    let seen = world.accounts.last_reset(steward.account).await.unwrap().unwrap();
    assert_eq!((&*seen.made_by, seen.used_at), ("first shown", NOON.plus_hours(1)));
}
