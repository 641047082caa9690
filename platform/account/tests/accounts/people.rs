//! Roles: when they end, who ends them, and who sees who holds them.

use crate::world::*;
use tongxin_account::{AccountError, Action, Cause, Caused, Over, Role, Scope};

pub async fn a_role_ends_at_its_time(world: &World) {
    let first = world.administrator().await;
    let mut offered = offer(Role::Steward, over(COMMUNITY));
    offered.until = Some(NOON.plus_hours(2));
    let link = world
        .accounts
        .invite(world.command(), &first.viewer, offered)
        .await
        .unwrap();
    let steward = world.joined(&link.token, "steward").await;
    assert!(steward.viewer.may(Action::NeedWork));
    world.after_hours(2);
    let later = world.viewer(&steward.token).await;
    assert!(!later.may(Action::NeedWork), "although it was seen a moment ago");
    assert!(later.may(Action::OwnAccount), "the account stays");
    let scope = Scope::of_place(place(CITY));
    let held = world.accounts.people(&scope, None).await.unwrap();
    assert!(held.roles.iter().all(|held| held.account != steward.account));
}

pub async fn a_role_is_ended_at_once_and_only_by_whoever_could_give_it(world: &World) {
    let first = world.administrator().await;
    let steward = world
        .person(&first.viewer, "steward", Role::Steward, over(COMMUNITY))
        .await;
    let elsewhere = world
        .person(&first.viewer, "elsewhere", Role::CommunityWorker, over(OTHER_COMMUNITY))
        .await;
    let worker = world
        .person(&first.viewer, "worker", Role::CommunityWorker, over(COMMUNITY))
        .await;
    let grant = steward.viewer.grants[0].id;
    for stranger in [&elsewhere, &steward] {
        assert_refused!(
            world.accounts.end_grant(&stranger.viewer, grant).await,
            AccountError::NotFound
        );
    }
    let upwards = first.viewer.grants[0].id;
    assert_refused!(
        world.accounts.end_grant(&worker.viewer, upwards).await,
        AccountError::NotFound
    );
    assert!(world.viewer(&steward.token).await.has_role(Role::Steward));
    world.accounts.end_grant(&worker.viewer, grant).await.unwrap();
    assert!(!world.viewer(&steward.token).await.has_role(Role::Steward));
    assert_refused!(
        world.accounts.end_grant(&worker.viewer, grant).await,
        AccountError::NotFound
    );
}

pub async fn whoever_may_do_something_is_found_among_hundreds_who_may_not(world: &World) {
    let first = world.administrator().await;
    let caller = world
        .person(&first.viewer, "a-caller", Role::CallTaker, over(CITY))
        .await;
    let (accounts, now) = (world.accounts.clone(), world.clock.now());
    let give = world.db.write(move |tx| {
        let accounts = accounts.clone();
        Box::pin(async move {
            for number in 0..250 {
                let caused = Caused {
                    account: caller.account,
                    role: Role::CallTaker,
                    place: place(CITY),
                    cause: &Cause::new("desk", format_args!("{number}")),
                    by: "system",
                };
                accounts.give_in(tx, caused, now).await?;
            }
            Ok::<_, AccountError>(())
        })
    });
    give.await.unwrap();
    let worker = world
        .person(&first.viewer, "worker", Role::CommunityWorker, over(COMMUNITY))
        .await;
    let held = world
        .accounts
        .people_for(&place(BUILDING), Action::VisitWork)
        .await
        .unwrap();
    assert!(held.iter().any(|held| held.account == worker.account), "{held:?}");
    assert!(held.iter().all(|held| held.account != caller.account), "{held:?}");
}

pub async fn people_are_listed_inside_the_own_place_only(world: &World) {
    let first = world.administrator().await;
    let (own, other) = (
        world.plant(COMMUNITY, "Own").await,
        world.plant(OTHER_COMMUNITY, "Other").await,
    );
    for (name, role, held) in [
        ("a-steward", Role::Steward, over(COMMUNITY)),
        ("b-reporter", Role::PlantReporter, Over::Org(own)),
        ("c-steward", Role::Steward, over(OTHER_COMMUNITY)),
        ("d-reporter", Role::PlantReporter, Over::Org(other)),
        ("e-officer", Role::Officer, over(SUBDISTRICT)),
    ] {
        world.person(&first.viewer, name, role, held).await;
    }
    let listed = async |code: &str, after: Option<&str>| -> Vec<String> {
        let scope = Scope::of_place(place(code));
        let page = world.accounts.people(&scope, after).await.unwrap();
        page.roles.into_iter().map(|held| held.name).collect()
    };
    assert_eq!(listed(COMMUNITY, None).await, ["a-steward", "b-reporter"]);
    assert_eq!(listed(COMMUNITY, Some("a-steward")).await, ["b-reporter"]);
    assert_eq!(listed(OTHER_DISTRICT, None).await, [] as [&str; 0]);
    assert_eq!(listed(CITY, None).await.len(), 6);
    assert!(
        world
            .accounts
            .people(&Scope::default(), None)
            .await
            .unwrap()
            .roles
            .is_empty()
    );
}

/// Roles of one page.
const PAGE: usize = 200;

pub async fn every_role_stands_on_one_page_of_people(world: &World) {
    let first = world.administrator().await;
    // The first page would end in the middle of somebody's roles.
    let busy = world
        .person(&first.viewer, "a-busy", Role::Steward, over(COMMUNITY))
        .await;
    let last = world
        .person(&first.viewer, "b-last", Role::Steward, over(COMMUNITY))
        .await;
    let give = async |person: &Person, times: usize| {
        for _ in 0..times {
            let link = world
                .accounts
                .invite(world.command(), &first.viewer, offer(Role::Steward, over(COMMUNITY)))
                .await
                .unwrap();
            world.accounts.accept_as(&link.token, person.account).await.unwrap();
        }
    };
    give(&busy, PAGE - 3).await;
    give(&last, 3).await;
    let scope = Scope::of_place(place(COMMUNITY));
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = world.accounts.people(&scope, after.as_deref()).await.unwrap();
        assert!(page.roles.len() <= PAGE);
        seen.extend(page.roles.iter().map(|held| held.grant.id));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), PAGE + 2);
}
