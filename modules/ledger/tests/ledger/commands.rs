//! Commands, once each.

use crate::world::*;
use image::{ImageFormat, RgbImage};
use std::io::Cursor;
use tongxin_ledger::{
    Asker, Assignee, BulkOutcome, Command, EntryKind, Filter, Key, LedgerError, NewNeed, Refusal, Scope, SentPhoto,
    State, Tier,
};
use tongxin_storage::StorageError;

pub async fn a_need_goes_from_raised_to_struck_off(world: &World) {
    let id = world.raised("缺米").await;
    world.done(worker(1), id, Command::Accept, minutes(1)).await;
    world
        .done(
            worker(1),
            id,
            Command::Assign(Assignee::Account(account(2))),
            minutes(2),
        )
        .await;
    world.done(worker(2), id, solve(), minutes(3)).await;
    let refused = world.try_do(worker(2), id, strike_off(), minutes(4)).await.unwrap_err();
    assert!(matches!(refused, LedgerError::Refused(Refusal::SolverStrikesOff)));
    let done = world.done(resident(1), id, strike_off(), minutes(5)).await;
    assert_eq!((done.state, done.seq), (State::StruckOff, 5));

    let history = world.history(id).await;
    let kinds: Vec<_> = history.entries.iter().map(|entry| entry.kind).collect();
    use EntryKind::*;
    assert_eq!(kinds, [Raised, Accepted, Assigned, Solved, StruckOff]);
    assert_eq!(history.need.state.standing.closed_at, Some(minutes(5)));
    assert_eq!(history.need.texts.title, "缺米");
    world.assert_sound().await;
}

pub async fn a_resent_command_gets_the_first_answer_and_does_nothing(world: &World) {
    let (key, new) = (world.key(), food(BUILDING));
    let raise = || world.ledger.raise(resident(1), new.clone(), None, key.clone(), NOON);
    let (first, again) = (raise().await.unwrap(), raise().await.unwrap());
    assert!(!first.is_repeat && again.is_repeat);
    assert_eq!(first.value, again.value);

    let (key, id) = (world.key(), first.value.id);
    let accept = |now| world.ledger.command(worker(1), id, Command::Accept, key.clone(), now);
    let first = accept(minutes(1)).await.unwrap();
    world.done(worker(1), id, solve(), minutes(2)).await;
    assert_eq!(accept(minutes(3)).await.unwrap().value, first.value);
    assert_eq!(world.history(id).await.entries.len(), 3);
    assert_eq!(world.counted("solved").await, 1);
}

pub async fn a_key_with_other_content_is_refused(world: &World) {
    let id = world.raised("缺米").await;
    let send = |content: &'static [u8]| {
        let comment = Command::Comment { text: "x".into() };
        world
            .ledger
            .command(worker(1), id, comment, Key::new("same", "comment", content), NOON)
    };
    send(b"a").await.unwrap();
    assert!(matches!(
        send(b"b").await,
        Err(LedgerError::Storage(StorageError::KeyReused))
    ));
}

pub async fn a_refused_command_leaves_no_trace(world: &World) {
    let id = world.raised("缺米").await;
    let before = world.history(id).await;
    let key = world.key();
    let solve_now = || world.ledger.command(worker(1), id, solve(), key.clone(), minutes(1));
    assert!(matches!(
        solve_now().await,
        Err(LedgerError::Refused(Refusal::WrongState { .. }))
    ));
    assert_eq!(world.history(id).await, before);
    // The same key serves once the need is in the right state.
    world.done(worker(1), id, Command::Accept, minutes(1)).await;
    assert_eq!(solve_now().await.unwrap().value.state, State::Solved);
}

pub async fn nobody_acts_on_a_need_they_may_not_see(world: &World) {
    let id = world.raised("缺米").await;
    for stranger in [resident(2), worker_in(1, "500103"), worker_in(1, "500112001002003005")] {
        let error = world
            .try_do(stranger.clone(), id, Command::Accept, NOON)
            .await
            .unwrap_err();
        assert!(matches!(error, LedgerError::NotFound));
        assert!(matches!(
            world.ledger.get(&stranger.sees, id).await,
            Err(LedgerError::NotFound)
        ));
    }
    let reader = Asker {
        may: Scope::default(),
        ..worker(3)
    };
    let error = world.try_do(reader, id, Command::Accept, NOON).await.unwrap_err();
    assert!(matches!(error, LedgerError::Refused(Refusal::NotPermitted)));
}

pub async fn a_need_outside_where_the_asker_may_raise_is_refused(world: &World) {
    let neighbour = NewNeed {
        household: Some(household(2)),
        ..food(BUILDING)
    };
    let raised = world
        .ledger
        .raise(resident(1), neighbour.clone(), None, world.key(), NOON)
        .await;
    assert!(matches!(raised, Err(LedgerError::RaisingNotPermitted)));
    let raised = world
        .ledger
        .raise(worker_in(1, "500103"), neighbour, None, world.key(), NOON)
        .await;
    assert!(matches!(raised, Err(LedgerError::RaisingNotPermitted)));
    assert!(world.ids(&Scope::whole(), &Filter::default()).await.is_empty());
}

pub async fn an_undo_restores_state_and_counts(world: &World) {
    let id = world.raised("缺米").await;
    let declined = world
        .done(
            worker(1),
            id,
            Command::Decline {
                reason: "误报".into()
            },
            minutes(1),
        )
        .await;
    assert_eq!((world.counted("raised").await, world.counted("declined").await), (0, 1));
    let undo = Command::Undo { seq: declined.seq };
    assert!(world.try_do(worker(2), id, undo.clone(), minutes(2)).await.is_err());
    let undone = world.done(worker(1), id, undo.clone(), minutes(2)).await;
    assert_eq!(undone.state, State::Raised);
    assert_eq!((world.counted("raised").await, world.counted("declined").await), (1, 0));
    assert!(world.try_do(worker(1), id, undo, minutes(3)).await.is_err());
    assert_eq!(world.ids(&Scope::whole(), &Filter::default()).await, [id]);
    world.assert_sound().await;
}

pub async fn a_merged_need_names_the_one_that_carries_on(world: &World) {
    let (first, second) = (world.raised("缺米").await, world.raised("没有米了").await);
    let elsewhere = world.raised_with(food(OTHER_BUILDING), NOON).await;
    let refused = world
        .try_do(worker(1), second, Command::Merge { into: elsewhere }, minutes(1))
        .await;
    assert!(matches!(
        refused,
        Err(LedgerError::Refused(Refusal::MergeTargetDiffers))
    ));
    world
        .done(worker(1), second, Command::Merge { into: first }, minutes(1))
        .await;
    let merged = Filter {
        merged_into: Some(first),
        with_closed: true,
        ..Filter::default()
    };
    assert_eq!(world.ids(&Scope::whole(), &merged).await, [second]);
    let chained = world
        .try_do(worker(1), first, Command::Merge { into: second }, minutes(2))
        .await;
    assert!(matches!(chained, Err(LedgerError::Refused(Refusal::MergeTargetClosed))));
}

pub async fn a_bulk_command_does_or_refuses_each_need_for_itself(world: &World) {
    let (first, second) = (world.raised("缺米").await, world.raised("缺油").await);
    world.done(worker(1), second, Command::Accept, minutes(1)).await;
    let elsewhere = world.raised_with(food(OTHER_BUILDING), NOON).await;
    let local = worker_in(1, "500112");
    let orders = [first, second, elsewhere].map(|id| (id, Command::Accept)).to_vec();
    let key = world.key();
    let bulk = || {
        world
            .ledger
            .bulk(local.clone(), orders.clone(), key.clone(), minutes(2))
    };
    let items = bulk().await.unwrap().value;
    let outcome = |id| &items.iter().find(|item| item.id == id).unwrap().outcome;
    let BulkOutcome::Done(done) = outcome(first) else {
        panic!("{items:?}")
    };
    assert!(matches!(
        outcome(second),
        BulkOutcome::Refused(Refusal::WrongState { .. })
    ));
    assert_eq!(*outcome(elsewhere), BulkOutcome::NotFound);
    assert_eq!(bulk().await.unwrap().value, items);
    assert_eq!(world.counted("accepted").await, 2);

    let undo = vec![(first, Command::Undo { seq: done.seq })];
    world.ledger.bulk(local, undo, world.key(), minutes(3)).await.unwrap();
    assert_eq!(world.counted("accepted").await, 1);
    world.assert_sound().await;
}

pub async fn a_photo_is_kept_without_metadata_and_shown_only_in_scope(world: &World) {
    let id = world.raised("门锁坏了").await;
    let mut png = Vec::new();
    RgbImage::new(8, 8)
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .unwrap();
    let (sent, key) = (
        SentPhoto {
            name: "门.png".into(),
            bytes: png,
        },
        world.key(),
    );
    let attach = || {
        world
            .ledger
            .attach(resident(1), id, sent.clone(), key.clone(), minutes(1))
    };
    assert_eq!(attach().await.unwrap().value, attach().await.unwrap().value);
    let attachments = world.history(id).await.attachments;
    assert_eq!(
        (attachments.len(), &*attachments[0].name, &*attachments[0].media_type),
        (1, "门.png", "image/png")
    );
    let photo = attachments[0].id;
    let file = world.ledger.attachment(&resident(1).sees, photo).await.unwrap();
    assert_eq!(file.bytes.len() as i64, attachments[0].size);
    let hidden = world.ledger.attachment(&resident(2).sees, photo).await;
    assert!(matches!(hidden, Err(LedgerError::NotFound)));
    world.assert_sound().await;
}

pub async fn many_commands_on_one_need_at_once_leave_one_chain(world: &World) {
    let id = world.raised("缺米").await;
    let comments = (0..24).map(|number| {
        let (ledger, key) = (world.ledger.clone(), world.key());
        let comment = Command::Comment {
            text: format!("{number}"),
        };
        tokio::spawn(async move { ledger.command(worker(number % 3), id, comment, key, minutes(1)).await })
    });
    let results = futures::future::join_all(comments.collect::<Vec<_>>()).await;
    let done = results.into_iter().filter(|result| matches!(result, Ok(Ok(_)))).count();
    let history = world.history(id).await;
    assert_eq!(history.entries.len(), done + 1);
    assert!(done >= 8, "only {done} of 24 came through");
    assert_eq!(history.need.state.standing.tier, Tier::Base);
    world.assert_sound().await;
}
