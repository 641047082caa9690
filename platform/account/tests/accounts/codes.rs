//! Household codes: what opens one door, and keeps the others closed.

use crate::world::*;
use tongxin_account::{AccountError, Accounts, Action, Role, ServerSecret, Who};
use tongxin_city::ids::{ALPHABET, check_symbol};
use tongxin_storage::StorageError;

/// A code that fits its check symbol and belongs to nobody.
fn unknown_code(number: usize) -> String {
    let mut symbols: Vec<u8> = (0..10).map(|at| ((number * 7 + at * 3) % 32) as u8).collect();
    symbols.push(check_symbol(&symbols));
    symbols
        .into_iter()
        .map(|symbol| char::from(ALPHABET[usize::from(symbol)]))
        .collect()
}

pub async fn a_code_opens_its_household_and_nothing_else(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let (own, _next_door) = (
        world.household(&first.viewer, BUILDING, "1-1").await,
        world.household(&first.viewer, BUILDING, "1-2").await,
    );
    let typed = own.code.to_lowercase().replace('-', " ");
    let session = world.enter(&typed, 1).await.unwrap();
    let viewer = world.viewer(&session.token).await;
    let (household, building) = (own.household.id, place(BUILDING));
    assert_eq!(
        viewer.who,
        Who::Household {
            household,
            place: building
        }
    );
    assert_eq!(&*viewer.name, "1-1");
    let scope = viewer.scope(Action::NeedRead).unwrap();
    assert_eq!(
        (scope.household, scope.places.len(), scope.orgs.len()),
        (Some(household), 0, 0)
    );
    assert!(viewer.scope(Action::HouseholdRead).is_err() && viewer.scope(Action::HouseholdCode).is_err());
    assert!(viewer.account().is_none() && viewer.grants.is_empty());
}

pub async fn a_new_code_ends_the_old_one_and_its_sessions(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let (own, next_door) = (
        world.household(&first.viewer, BUILDING, "1-1").await,
        world.household(&first.viewer, BUILDING, "1-2").await,
    );
    let (session, neighbours) = (
        world.enter(&own.code, 1).await.unwrap(),
        world.enter(&next_door.code, 1).await.unwrap(),
    );
    assert!(world.is_open(&session.token).await);
    let issue = |content: &'static [u8]| {
        world
            .accounts
            .reissue_code(command("new code", content), &first.viewer, own.household.id)
    };
    let issued = issue(b"one").await.unwrap();
    assert_ne!(issued.code, own.code);
    assert!(
        !world.is_open(&session.token).await,
        "at once, although it was seen a moment ago"
    );
    assert_refused!(world.enter(&own.code, 2).await, AccountError::WrongCode);
    let again = world.enter(&issued.code, 3).await.unwrap();
    // A repeated command issues nothing more.
    assert_eq!(issue(b"one").await.unwrap(), issued);
    assert!(world.is_open(&again.token).await);
    assert_refused!(issue(b"other").await, AccountError::Storage(StorageError::KeyReused));
    assert!(world.is_open(&neighbours.token).await, "the neighbour stays signed in");
    world.enter(&next_door.code, 4).await.unwrap();
}

pub async fn wrong_codes_answer_alike_whatever_is_wrong_with_them(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let household = world.household(&first.viewer, BUILDING, "1-1").await;
    let last = household.code.chars().last().unwrap();
    let mistyped = format!("{}{}", &household.code[..12], if last == '0' { '1' } else { '0' });
    let cut = &household.code[..12];
    let long = format!("{}0", household.code);
    for (from, code) in [
        "",
        " ",
        "\0",
        "码",
        cut,
        &long,
        &mistyped,
        &unknown_code(1),
        &"A".repeat(100_000),
    ]
    .into_iter()
    .enumerate()
    {
        assert_refused!(world.enter(code, from as u32).await, AccountError::WrongCode);
    }
    assert_eq!(
        world
            .count("SELECT COUNT(*) AS n FROM session WHERE household_id IS NOT NULL")
            .await,
        0
    );
}

pub async fn guessing_codes_is_slowed_down_for_that_client_only_and_ends(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let household = world.household(&first.viewer, BUILDING, "1-1").await;
    for number in 0..21 {
        // Some fit their check symbol and some don't: each is a guess.
        let code = if number % 2 == 0 {
            unknown_code(number)
        } else {
            "0000-0000-000".into()
        };
        let guess = world.enter(&code, 1).await;
        assert_refused!(guess, AccountError::WrongCode);
    }
    assert_eq!(seconds_to_wait(world.enter(&household.code, 1).await), 1);
    world.enter(&household.code, 2).await.unwrap();
    world.after_seconds(1);
    assert_refused!(world.enter(&unknown_code(50), 1).await, AccountError::WrongCode);
    assert_eq!(seconds_to_wait(world.enter(&household.code, 1).await), 2);
    world.after_seconds(2);
    world.enter(&household.code, 1).await.unwrap();
}

pub async fn nobody_touches_codes_outside_the_own_place(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let household = world.household(&first.viewer, OTHER_BUILDING, "1-1").await;
    let worker = world
        .person(&first.viewer, "worker", Role::CommunityWorker, over(COMMUNITY))
        .await;
    let steward = world
        .person(&first.viewer, "steward", Role::Steward, over(OTHER_BUILDING))
        .await;
    for stranger in [&worker, &steward] {
        let id = household.household.id;
        let issued = world.accounts.reissue_code(world.command(), &stranger.viewer, id).await;
        assert_refused!(issued, AccountError::NotFound);
        let sheet = world
            .accounts
            .codes_of_building(&stranger.viewer, &place(OTHER_BUILDING))
            .await;
        assert_refused!(sheet, AccountError::NotFound);
        // One row outside refuses all.
        let rows = vec![new_door(BUILDING, "2-1"), new_door(OTHER_BUILDING, "2-1")];
        let added = world
            .accounts
            .add_households(world.command(), &stranger.viewer, rows)
            .await;
        assert_refused!(added, AccountError::NotPermitted);
    }
    let unknown = tongxin_city::HouseholdId::from_parts(NOON, 1);
    let issued = world
        .accounts
        .reissue_code(world.command(), &first.viewer, unknown)
        .await;
    assert_refused!(issued, AccountError::NotFound);
    world.enter(&household.code, 1).await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM household").await, 1);
}

pub async fn doors_are_added_all_or_none(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let add = async |rows| {
        let added = world
            .accounts
            .add_households(world.command(), &first.viewer, rows)
            .await;
        assert_refused!(added, AccountError::Places(_));
    };
    let good = || new_door(BUILDING, "1-1");
    add(vec![]).await;
    add(vec![good(), good()]).await;
    for door in ["", " ", "nul\0", &"d".repeat(21)] {
        add(vec![good(), new_door(BUILDING, door)]).await;
    }
    add(vec![good(), new_door(COMMUNITY, "1-2")]).await;
    add(vec![good(), new_door("90009999999999", "1-2")]).await;
    let too_many = (0..501).map(|number| new_door(BUILDING, &format!("{number}")));
    add(too_many.collect()).await;
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM household").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM household_code").await, 0);
    world.household(&first.viewer, BUILDING, "1-1").await;
    add(vec![new_door(BUILDING, "1-2"), good()]).await;
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM household").await, 1);
}

pub async fn a_sheet_can_be_printed_again(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let mut codes = Vec::new();
    for door in ["1-1", "1-2", "1-3"] {
        codes.push(world.household(&first.viewer, BUILDING, door).await);
    }
    for _ in 0..2 {
        let sheet = world
            .accounts
            .codes_of_building(&first.viewer, &place(BUILDING))
            .await
            .unwrap();
        assert_eq!(sheet, codes);
    }
    let stored = world
        .db
        .all("SELECT code_hash FROM household_code", vec![])
        .await
        .unwrap();
    let shown = format!("{stored:?}");
    assert!(
        codes.iter().all(|coded| !shown.contains(&coded.code)),
        "only hashes are kept"
    );
}

pub async fn the_database_alone_opens_no_household(world: &World) {
    let first = world.administrator().await;
    world.build().await;
    let household = world.household(&first.viewer, BUILDING, "1-1").await;
    // Somebody took the database, but not the key that lies beside it.
    let stolen = Accounts::new(
        world.db.clone(),
        world.places.clone(),
        world.clock.clone(),
        ServerSecret::new([8; 32]),
    );
    let kind = tongxin_account::SessionKind::Browser;
    let entered = stolen.sign_in_household(&household.code, client(1), kind).await;
    assert_refused!(entered, AccountError::WrongCode);
    let sheet = stolen.codes_of_building(&first.viewer, &place(BUILDING)).await.unwrap();
    assert_ne!(sheet[0].code, household.code);
}
