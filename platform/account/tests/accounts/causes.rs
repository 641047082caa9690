//! Roles that go with something: beside those given by hand, ended with what they go with, and heard of when they are broken.

use crate::world::*;
use tongxin_account::{Cause, Caused, Role, Scope};
use tongxin_city::{AccountId, GrantId};

impl World {
    async fn given(&self, account: AccountId, cause: &Cause) -> GrantId {
        let (accounts, cause, now) = (self.accounts.clone(), cause.clone(), self.clock.now());
        let write = self.db.write(move |tx| {
            let (accounts, cause) = (accounts.clone(), cause.clone());
            Box::pin(async move {
                let caused = Caused {
                    account,
                    role: Role::Steward,
                    place: place(OTHER_COMMUNITY),
                    cause: &cause,
                    by: "system",
                };
                accounts.give_in(tx, caused, now).await
            })
        });
        let grant = write.await.unwrap();
        self.accounts.rights_changed();
        grant
    }

    async fn ended(&self, grant: GrantId) {
        let (accounts, now) = (self.accounts.clone(), self.clock.now());
        let write = self.db.write(move |tx| {
            let accounts = accounts.clone();
            Box::pin(async move { accounts.end_in(tx, grant, now).await })
        });
        write.await.unwrap();
        self.accounts.rights_changed();
    }
}

pub async fn a_role_that_goes_with_something_ends_with_it_and_with_nothing_else(world: &World) {
    let first = world.administrator().await;
    let steward = world
        .person(&first.viewer, "steward", Role::Steward, over(COMMUNITY))
        .await;
    let by_hand = steward.viewer.grants[0].id;
    let grant = world
        .given(
            steward.account,
            &Cause::new("post", format_args!("steward {OTHER_COMMUNITY}")),
        )
        .await;
    let grants = |held: &tongxin_account::Viewer| held.grants.iter().map(|grant| grant.id).collect::<Vec<_>>();
    assert_eq!(grants(&world.viewer(&steward.token).await), [by_hand, grant]);
    let held = world
        .accounts
        .people(&Scope::of_place(place(CITY)), None)
        .await
        .unwrap();
    let causes: Vec<String> = held
        .roles
        .iter()
        .filter_map(|held| held.cause.as_ref())
        .map(ToString::to_string)
        .collect();
    assert_eq!(causes, [format!("post steward {OTHER_COMMUNITY}")]);
    // What somebody gave by hand goes with nothing, and is not ended so.
    world.ended(by_hand).await;
    world.ended(grant).await;
    assert_eq!(grants(&world.viewer(&steward.token).await), [by_hand]);
    assert!(
        world.accounts.broken("post", 10).await.unwrap().is_empty(),
        "nobody broke it"
    );
}

pub async fn a_role_that_is_ended_by_hand_is_broken_until_its_cause_has_ended(world: &World) {
    let first = world.administrator().await;
    let steward = world
        .person(&first.viewer, "steward", Role::Steward, over(COMMUNITY))
        .await;
    let grant = world.given(steward.account, &Cause::new("post", OTHER_COMMUNITY)).await;
    let by_hand = steward.viewer.grants[0].id;
    for ended in [by_hand, grant] {
        world.accounts.end_grant(&first.viewer, ended).await.unwrap();
    }
    assert_eq!(world.accounts.broken("post", 10).await.unwrap(), [grant]);
    assert!(
        world.accounts.broken("pos", 10).await.unwrap().is_empty(),
        "of another kind"
    );
    assert!(world.viewer(&steward.token).await.grants.is_empty());
    world.ended(grant).await;
    assert!(world.accounts.broken("post", 10).await.unwrap().is_empty());
}
