//! Stock against a plain model, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used)]

use super::counting::{CountOutcome, Counted, count};
use super::tests::{NOON, Shared, levels, moved, sums};
use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tongxin_city::ReportId;
use tongxin_storage::Db;

const MINUTE_MS: i64 = 60_000;
const ITEMS: usize = 3;

/// One thing done to an item, with a number of pieces; a count lies so many steps back.
#[derive(Debug, Clone, Copy)]
enum Step {
    Receive(i64),
    Promise(i64),
    Release(i64),
    Leave(i64),
    SendAway(i64),
    Lose(i64),
    Return(i64),
    Count { pieces: i64, steps_back: i64 },
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let pieces = 1..20_i64;
    let step = prop_oneof![
        pieces.clone().prop_map(Step::Receive),
        pieces.clone().prop_map(Step::Promise),
        pieces.clone().prop_map(Step::Release),
        pieces.clone().prop_map(Step::Leave),
        pieces.clone().prop_map(Step::SendAway),
        pieces.clone().prop_map(Step::Lose),
        pieces.prop_map(Step::Return),
        (0..40_i64, 0..6_i64).prop_map(|(pieces, steps_back)| Step::Count { pieces, steps_back }),
    ];
    prop::collection::vec((0..ITEMS, step), 1..40)
}

/// What a person with a pencil would keep of one item.
#[derive(Debug, Clone, Default)]
struct Shelf {
    on_hand: i64,
    promised: i64,
    counted_at: Option<i64>,
    /// When how much came (or went, below nothing).
    moves: Vec<(i64, i64)>,
}

impl Shelf {
    fn moves(&mut self, at: i64, change: i64) -> bool {
        self.on_hand += change;
        self.moves.push((at, change));
        true
    }

    /// Does it, if it can be done; answers whether it was.
    fn does(&mut self, step: Step, at: i64) -> bool {
        match step {
            Step::Receive(pieces) | Step::Return(pieces) => self.moves(at, pieces),
            Step::Promise(pieces) => {
                let is_free = self.on_hand - self.promised >= pieces;
                self.promised += if is_free { pieces } else { 0 };
                is_free
            }
            Step::Release(pieces) => {
                let is_promised = self.promised >= pieces;
                self.promised -= if is_promised { pieces } else { 0 };
                is_promised
            }
            Step::Leave(pieces) | Step::SendAway(pieces) => {
                let can_leave = self.promised >= pieces && self.on_hand >= pieces;
                if can_leave {
                    self.promised -= pieces;
                    self.moves(at, -pieces);
                }
                can_leave
            }
            Step::Lose(pieces) => self.on_hand >= pieces && self.moves(at, -pieces),
            Step::Count { pieces, steps_back } => {
                let counted_at = at - steps_back * MINUTE_MS;
                if self.counted_at.is_some_and(|before| before >= counted_at) {
                    return false;
                }
                let since = self.moves.iter().filter(|(moved_at, _)| *moved_at > counted_at);
                let since: i64 = since.map(|(_, change)| change).sum();
                self.on_hand = (pieces + since).max(0);
                self.counted_at = Some(counted_at);
                true
            }
        }
    }
}

async fn carry_out(tx: &mut Tx, org: OrgId, item: ItemId, step: Step, at: Timestamp) -> Result<bool, StorageError> {
    let of = |pieces, kind| moved(org, item, pieces, kind, at);
    match step {
        Step::Receive(pieces) => {
            arrive(tx, &of(pieces, MovementKind::Receipt));
            Ok(true)
        }
        Step::Return(pieces) => {
            arrive(tx, &of(pieces, MovementKind::Return));
            Ok(true)
        }
        Step::Promise(pieces) => promise(tx, org, item, pieces).await,
        Step::Release(pieces) => {
            release(tx, org, item, pieces);
            Ok(true)
        }
        Step::Leave(pieces) => leave(tx, &of(pieces, MovementKind::Order)).await,
        Step::SendAway(pieces) => leave(tx, &of(pieces, MovementKind::TransferOut)).await,
        Step::Lose(pieces) => lose(tx, &of(pieces, MovementKind::Waste)).await,
        Step::Count { pieces, steps_back } => {
            let counted = Counted {
                org,
                item,
                pieces,
                counted_at: Timestamp(at.millis() - steps_back * MINUTE_MS),
                report: ReportId::generate(at),
                actor: "test",
                now: at,
            };
            Ok(matches!(count(tx, &counted).await?, CountOutcome::Done(_)))
        }
    }
}

async fn follows_the_model(db: &Db, steps: Vec<(usize, Step)>) {
    let org = OrgId::generate(NOON);
    let items: [ItemId; ITEMS] = std::array::from_fn(|_| ItemId::generate(NOON));
    let mut shelves: [Shelf; ITEMS] = Default::default();
    for (number, (which, step)) in steps.into_iter().enumerate() {
        let at = Timestamp(NOON.millis() + number as i64 * MINUTE_MS);
        let item = items[which];
        let done = db
            .write(move |tx| Box::pin(carry_out(tx, org, item, step, at)))
            .await
            .or_else(|error| match error {
                StorageError::Conflict => Ok(false),
                error => Err(error),
            });
        assert_eq!(done.unwrap(), shelves[which].does(step, at.millis()), "{step:?}");
    }
    let (levels, sums) = (levels(db, org).await, sums(db, org).await);
    for (item, shelf) in items.iter().zip(shelves) {
        let (on_hand, promised) = levels.get(&item.get()).copied().unwrap_or_default();
        assert_eq!((on_hand, promised), (shelf.on_hand, shelf.promised));
        assert_eq!(sums.get(&item.get()).copied().unwrap_or_default(), on_hand);
    }
}

fn cases(shared: &Shared, count: u32) {
    let runtime = tokio::runtime::Handle::current();
    let config = Config {
        cases: count,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&steps(), |steps| {
            runtime.block_on(follows_the_model(&shared.handles[0], steps));
            Ok(())
        })
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_the_books_say_what_a_plain_model_says_and_movements_add_up_to_it() {
    for shared in Shared::all().await {
        tokio::task::spawn_blocking(move || cases(&shared, 48)).await.unwrap();
    }
}
