//! Links that give one role once, and what nobody can give.

use crate::world::*;
use tongxin_account::{AccountError, Chosen, Over, Role, SessionKind};
use tongxin_city::OrgId;
use tongxin_storage::StorageError;

async fn invited(world: &World, by: &Person) -> tongxin_account::Invited {
    let offered = offer(Role::Steward, over(COMMUNITY));
    world
        .accounts
        .invite(world.command(), &by.viewer, offered)
        .await
        .unwrap()
}

pub async fn an_invitation_opens_once(world: &World) {
    let first = world.administrator().await;
    let link = invited(world, &first).await;
    let seen = world.accounts.invitation(&link.token).await.unwrap();
    assert_eq!(
        (seen.id, seen.role, seen.over),
        (link.id, Role::Steward, over(COMMUNITY))
    );
    let joined = world.joined(&link.token, "joined").await;
    assert_eq!(joined.viewer.grants.len(), 1);
    assert_refused!(world.accounts.invitation(&link.token).await, AccountError::LinkDead);
    let again = world
        .accounts
        .accept(&link.token, chosen("again"), SessionKind::Program)
        .await;
    assert_refused!(again, AccountError::LinkDead);
    assert_refused!(
        world.accounts.accept_as(&link.token, first.account).await,
        AccountError::LinkDead
    );
    for unknown in ["", "x", "\0", &link.token.to_lowercase()] {
        assert_refused!(world.accounts.invitation(unknown).await, AccountError::LinkDead);
    }
}

pub async fn of_two_who_open_it_at_once_one_joins(world: &World) {
    let first = world.administrator().await;
    let link = invited(world, &first).await;
    let accept = |name: &str| world.accounts.accept(&link.token, chosen(name), SessionKind::Program);
    let (one, other) = tokio::join!(accept("one"), accept("other"));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|is_in| **is_in).count(), 1);
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM account").await, 2);
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM role_grant").await, 2);
}

pub async fn an_invitation_ends_after_seven_days(world: &World) {
    let first = world.administrator().await;
    let link = invited(world, &first).await;
    world.after_hours(7 * 24 - 1);
    world.accounts.invitation(&link.token).await.unwrap();
    world.after_hours(1);
    assert_refused!(world.accounts.invitation(&link.token).await, AccountError::LinkDead);
    let late = world
        .accounts
        .accept(&link.token, chosen("late"), SessionKind::Program)
        .await;
    assert_refused!(late, AccountError::LinkDead);
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM account").await, 1);
}

pub async fn a_revoked_invitation_is_dead(world: &World) {
    let first = world.administrator().await;
    let link = invited(world, &first).await;
    world.accounts.revoke_invitation(&first.viewer, link.id).await.unwrap();
    let late = world
        .accounts
        .accept(&link.token, chosen("late"), SessionKind::Program)
        .await;
    assert_refused!(late, AccountError::LinkDead);
    let again = world.accounts.revoke_invitation(&first.viewer, link.id).await;
    assert_refused!(again, AccountError::NotFound);
    let used = invited(world, &first).await;
    world.joined(&used.token, "joined").await;
    let revoked = world.accounts.revoke_invitation(&first.viewer, used.id).await;
    assert_refused!(revoked, AccountError::NotFound);
}

/// Somebody of each role over the community or the plant in it, by role.
async fn one_of_each(world: &World, first: &Person, plant: OrgId) -> Vec<(Role, Person)> {
    let mut people = Vec::new();
    for role in Role::ALL {
        let held = if role.is_over_org() {
            Over::Org(plant)
        } else {
            over(COMMUNITY)
        };
        people.push((role, world.person(&first.viewer, role.key(), role, held).await));
    }
    people
}

pub async fn nobody_gives_a_role_that_they_may_not(world: &World) {
    let first = world.administrator().await;
    let plant = world.plant(COMMUNITY, "Plant").await;
    for (role, giver) in one_of_each(world, &first, plant).await {
        for given in Role::ALL {
            let held = if given.is_over_org() {
                Over::Org(plant)
            } else {
                over(COMMUNITY)
            };
            let invited = world
                .accounts
                .invite(world.command(), &giver.viewer, offer(given, held))
                .await;
            if role.may_grant().contains(&given) {
                assert!(invited.is_ok(), "{role:?} gives {given:?}: {invited:?}");
            } else {
                assert_refused!(invited, AccountError::NotPermitted);
            }
        }
    }
}

pub async fn nobody_gives_a_role_outside_the_own_place(world: &World) {
    let first = world.administrator().await;
    let (own, other) = (
        world.plant(COMMUNITY, "Own").await,
        world.plant(OTHER_COMMUNITY, "Other").await,
    );
    let before = world.count("SELECT COUNT(*) AS n FROM invitation").await;
    let people = one_of_each(world, &first, own).await;
    for (role, giver) in &people {
        for given in role.may_grant() {
            let outside = if given.is_over_org() {
                vec![Over::Org(other)]
            } else {
                [OTHER_COMMUNITY, SUBDISTRICT, DISTRICT, CITY, OTHER_DISTRICT]
                    .map(over)
                    .to_vec()
            };
            for held in outside {
                let invited = world
                    .accounts
                    .invite(world.command(), &giver.viewer, offer(*given, held))
                    .await;
                assert_refused!(invited, AccountError::NotPermitted);
            }
        }
    }
    let after = world.count("SELECT COUNT(*) AS n FROM invitation").await;
    assert_eq!(after, before + people.len() as i64);
}

pub async fn nobody_revokes_what_they_could_not_have_made(world: &World) {
    let first = world.administrator().await;
    let link = invited(world, &first).await;
    let elsewhere = world
        .person(&first.viewer, "elsewhere", Role::CommunityWorker, over(OTHER_COMMUNITY))
        .await;
    let lower = world
        .person(&first.viewer, "lower", Role::Steward, over(COMMUNITY))
        .await;
    for stranger in [&elsewhere, &lower] {
        let revoked = world.accounts.revoke_invitation(&stranger.viewer, link.id).await;
        assert_refused!(revoked, AccountError::NotFound);
    }
    world.accounts.invitation(&link.token).await.unwrap();
}

pub async fn an_offer_that_can_not_be_is_named_at_its_field(world: &World) {
    let first = world.administrator().await;
    let plant = world.plant(COMMUNITY, "Plant").await;
    let unknown = Over::Org(OrgId::from_parts(NOON, 1));
    let invite = async |role, held, until| {
        let offered = tongxin_account::NewInvitation {
            until,
            ..offer(role, held)
        };
        faulty_fields(world.accounts.invite(world.command(), &first.viewer, offered).await)
    };
    assert_eq!(invite(Role::Steward, over("900999999"), None).await, ["place"]);
    assert_eq!(invite(Role::PlantReporter, unknown, None).await, ["org"]);
    assert_eq!(invite(Role::PlantReporter, over(COMMUNITY), None).await, ["org"]);
    assert_eq!(invite(Role::Steward, Over::Org(plant), None).await, ["place"]);
    for past in [NOON, NOON.plus_hours(-1), tongxin_city::Timestamp(i64::MIN)] {
        assert_eq!(invite(Role::Steward, over(COMMUNITY), Some(past)).await, ["until"]);
    }
    assert_eq!(
        world
            .count("SELECT COUNT(*) AS n FROM invitation WHERE invited_by <> 'system'")
            .await,
        0
    );
}

pub async fn what_was_chosen_badly_is_named_and_the_link_stays(world: &World) {
    let first = world.administrator().await;
    let link = invited(world, &first).await;
    let accept = async |name: &str, display_name: &str, password: &str| {
        let chosen = Chosen {
            name: name.to_owned(),
            display_name: display_name.to_owned(),
            password: password.to_owned(),
        };
        faulty_fields(world.accounts.accept(&link.token, chosen, SessionKind::Program).await)
    };
    let (good, shown, secret) = ("joined", "Joined", "a long password");
    for name in [
        "",
        " ",
        "a",
        &"n".repeat(41),
        "two words",
        "semi;colon",
        "nul\0",
        "line\nbreak",
        "<b>",
    ] {
        assert_eq!(accept(name, shown, secret).await, ["name"], "{name:?}");
    }
    for display_name in ["", "  ", &"n".repeat(41), "nul\0", "line\nbreak"] {
        assert_eq!(
            accept(good, display_name, secret).await,
            ["display_name"],
            "{display_name:?}"
        );
    }
    for password in ["", "123456789", &"p".repeat(129), "pppppppppp"] {
        assert_eq!(accept(good, shown, password).await, ["password"], "{password:?}");
    }
    assert_eq!(
        accept("a-longer-name", shown, "A-Longer-Name").await,
        ["password"],
        "the name is no password"
    );
    assert_eq!(accept("", "", "").await, ["name", "display_name", "password"]);
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM account").await, 1);
    let joined = world.joined(&link.token, "名字.with-all_of@them+1").await;
    assert_eq!(joined.viewer.grants.len(), 1);
}

pub async fn a_taken_name_leaves_the_link_open(world: &World) {
    let first = world.administrator().await;
    let link = invited(world, &first).await;
    let taken = world
        .accounts
        .accept(&link.token, chosen("FIRST"), SessionKind::Program)
        .await;
    assert_eq!(faulty_fields(taken), ["name"]);
    world.joined(&link.token, "free").await;
}

pub async fn a_resent_invitation_is_the_same_link_and_another_content_is_refused(world: &World) {
    let first = world.administrator().await;
    let offered = offer(Role::Steward, over(COMMUNITY));
    let send = |content: &'static [u8]| {
        world
            .accounts
            .invite(command("again", content), &first.viewer, offered.clone())
    };
    let link = send(b"one").await.unwrap();
    assert_eq!(send(b"one").await.unwrap(), link);
    assert_refused!(send(b"other").await, AccountError::Storage(StorageError::KeyReused));
    assert_eq!(
        world
            .count("SELECT COUNT(*) AS n FROM invitation WHERE invited_by <> 'system'")
            .await,
        1
    );
}

pub async fn a_role_is_added_to_an_account_that_exists(world: &World) {
    let first = world.administrator().await;
    let worker = world
        .person(&first.viewer, "worker", Role::CommunityWorker, over(COMMUNITY))
        .await;
    let offered = offer(Role::Officer, over(SUBDISTRICT));
    let link = world
        .accounts
        .invite(world.command(), &first.viewer, offered)
        .await
        .unwrap();
    assert!(!world.viewer(&worker.token).await.has_role(Role::Officer));
    world.accounts.accept_as(&link.token, worker.account).await.unwrap();
    assert!(world.viewer(&worker.token).await.has_role(Role::Officer), "at once");
    assert_refused!(world.accounts.invitation(&link.token).await, AccountError::LinkDead);
}
