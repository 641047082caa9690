//! Signing in by name and password, and what slows down those who guess.

use crate::world::*;
use std::net::IpAddr;
use tongxin_account::{AccountError, Role, SessionKind};

/// Longer than any password can be, so that no time is spent on hashing it.
fn impossible_password() -> String {
    "x".repeat(129)
}

pub async fn a_wrong_name_and_a_wrong_password_answer_alike(world: &World) {
    let first = world.administrator().await;
    let known = world.sign_in(&first.name, "a wrong password", 1).await.unwrap_err();
    let unknown = world.sign_in("nobody-here", "a wrong password", 1).await.unwrap_err();
    assert!(matches!(known, AccountError::WrongPassword), "{known:?}");
    assert_eq!(known.to_string(), unknown.to_string());
    for name in ["", " ", "first\0", "第一", &"n".repeat(1_000), "' OR 1=1 --"] {
        assert_refused!(
            world.sign_in(name, "a wrong password", 2).await,
            AccountError::WrongPassword
        );
    }
    for password in ["", "\0", &impossible_password()] {
        assert_refused!(world.sign_in("first2", password, 3).await, AccountError::WrongPassword);
    }
}

pub async fn guessing_at_one_account_is_slowed_down_for_everybody_and_ends(world: &World) {
    let first = world.administrator().await;
    let right = password_of(&first.name);
    // Each guess comes from elsewhere, and in another case of the name.
    for (from, name) in ["first", "FIRST", " first ", "First", "fIRST", "first"]
        .into_iter()
        .enumerate()
    {
        let guess = world.sign_in(name, &impossible_password(), from as u32).await;
        assert_refused!(guess, AccountError::WrongPassword);
    }
    assert_eq!(seconds_to_wait(world.sign_in("first", &right, 50).await), 1);
    world.after_seconds(1);
    assert_refused!(
        world.sign_in("first", &impossible_password(), 51).await,
        AccountError::WrongPassword
    );
    assert_eq!(seconds_to_wait(world.sign_in("first", &right, 52).await), 2);
    // Another account is not held back, and whoever waits comes in.
    world
        .person(&first.viewer, "other", Role::Steward, over(COMMUNITY))
        .await;
    world.sign_in("other", &password_of("other"), 53).await.unwrap();
    world.after_seconds(2);
    world.sign_in("first", &right, 54).await.unwrap();
    // Coming in forgets the failures.
    assert_refused!(
        world.sign_in("first", &impossible_password(), 55).await,
        AccountError::WrongPassword
    );
    world.sign_in("first", &right, 56).await.unwrap();
}

pub async fn a_client_that_guesses_many_names_is_slowed_down_and_no_other(world: &World) {
    let first = world.administrator().await;
    let right = password_of(&first.name);
    let from = async |client: &str, name: &str, password: &str| {
        let client: IpAddr = client.parse().unwrap();
        world
            .accounts
            .sign_in(name, password, client, SessionKind::Program)
            .await
    };
    for number in 0..21 {
        // One subscriber has a network of 64 bits of addresses.
        let address = format!("2001:db8:1:2::{number:x}");
        let guess = from(&address, &format!("guess{number}"), &impossible_password()).await;
        assert_refused!(guess, AccountError::WrongPassword);
    }
    assert_eq!(seconds_to_wait(from("2001:db8:1:2:ffff::1", "first", &right).await), 1);
    from("2001:db8:1:3::1", "first", &right).await.unwrap();
    from("192.0.2.1", "first", &right).await.unwrap();
    world.after_seconds(1);
    from("2001:db8:1:2::1", "first", &right).await.unwrap();
}

pub async fn names_that_nobody_can_have_are_not_remembered(world: &World) {
    let name = "n".repeat(41);
    for from in 0..10 {
        assert_refused!(
            world.sign_in(&name, "a wrong password", from).await,
            AccountError::WrongPassword
        );
    }
}

pub async fn a_name_is_read_in_any_case(world: &World) {
    let first = world.administrator().await;
    let opened = world.sign_in("  FiRsT ", &password_of(&first.name), 1).await.unwrap();
    assert_eq!(world.viewer(&opened.token).await.account(), Some(first.account));
}
