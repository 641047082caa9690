//! How the very first person comes in, and that somebody always can.

use crate::world::*;
use tongxin_account::{AccountError, Role, SessionKind};

pub async fn the_first_link_makes_one_administrator_and_no_second(world: &World) {
    let first = world.administrator().await;
    assert!(first.viewer.has_role(Role::Administrator));
    assert_eq!(first.viewer.grants[0].over, over(CITY));
    let again = world
        .accounts
        .accept(&world.first_token, chosen("second"), SessionKind::Browser);
    assert_refused!(again.await, AccountError::LinkDead);
    assert_eq!(
        world.accounts.first_administrator_link("http://city").await.unwrap(),
        None
    );
}

pub async fn a_new_first_link_ends_the_one_before(world: &World) {
    let link = world
        .accounts
        .first_administrator_link("http://city/")
        .await
        .unwrap()
        .unwrap();
    assert!(link.starts_with("http://city/join/"), "{link}");
    assert_refused!(
        world.accounts.invitation(&world.first_token).await,
        AccountError::LinkDead
    );
    world.joined(link.rsplit('/').next().unwrap(), "first").await;
}

pub async fn the_first_link_ends_after_a_day(world: &World) {
    world.after_hours(24);
    let late = world
        .accounts
        .accept(&world.first_token, chosen("first"), SessionKind::Browser);
    assert_refused!(late.await, AccountError::LinkDead);
    assert!(
        world
            .accounts
            .first_administrator_link("http://city")
            .await
            .unwrap()
            .is_some()
    );
}

pub async fn somebody_always_administers_the_whole_city(world: &World) {
    let first = world.administrator().await;
    let own = first.viewer.grants[0].id;
    let end_own = || world.accounts.end_grant(&first.viewer, own);
    assert_eq!(faulty_fields(end_own().await), [""]);
    // Neither somebody who administers a part of it nor somebody whose role will end takes their place.
    world
        .person(&first.viewer, "part", Role::Administrator, over(DISTRICT))
        .await;
    let mut ending = offer(Role::Administrator, over(CITY));
    ending.until = Some(NOON.plus_hours(48));
    let ending = world
        .accounts
        .invite(world.command(), &first.viewer, ending)
        .await
        .unwrap();
    world.joined(&ending.token, "ending").await;
    assert_eq!(faulty_fields(end_own().await), [""]);
    world
        .person(&first.viewer, "second", Role::Administrator, over(CITY))
        .await;
    end_own().await.unwrap();
    assert!(!world.viewer(&first.token).await.has_role(Role::Administrator));
}
