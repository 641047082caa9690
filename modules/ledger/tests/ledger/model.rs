//! Random command sequences with repeats and reordering, against a plain model in memory.

use crate::world::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::BTreeMap;
use tongxin_city::NeedId;
use tongxin_ledger::{Command, Done, EscalationReason, Filter, Key, LedgerError, Scope, State, Tier};
use tongxin_storage::StorageError;

const CASES: usize = 12;
const NEEDS: usize = 3;

/// What is sent: by whom, to which need, under which key, how much later.
#[derive(Debug, Clone)]
struct Sent {
    by: u32,
    need: usize,
    what: Command,
    key: u32,
    minutes_later: i64,
}

fn any_sent() -> impl Strategy<Value = Sent> {
    let text = || "[a-z]{1,4}".prop_map(String::from);
    let what = prop_oneof![
        Just(Command::Accept),
        Just(solve()),
        Just(strike_off()),
        text().prop_map(|reason| Command::Decline { reason }),
        text().prop_map(|reason| Command::Appeal { reason }),
        text().prop_map(|reason| Command::Reopen { reason }),
        text().prop_map(|text| Command::Comment { text }),
        text().prop_map(|reason| Command::Escalate(EscalationReason::ByHand(reason))),
    ];
    // Few keys, so that some are used again with other content.
    (0..3u32, 0..NEEDS, what, 0..60u32, 0..3i64).prop_map(|(by, need, what, key, minutes_later)| Sent {
        by,
        need,
        what,
        key,
        minutes_later,
    })
}

/// A sequence in which what was sent comes again later, in any order.
fn any_sequence() -> impl Strategy<Value = Vec<Sent>> {
    proptest::collection::vec(any_sent(), 20..50).prop_flat_map(|sent| {
        let repeats = proptest::sample::subsequence(sent.clone(), 0..=sent.len()).prop_shuffle();
        (Just(sent), repeats).prop_map(|(mut sent, repeats)| {
            for (index, repeat) in repeats.into_iter().enumerate() {
                let later = sent.len().min(index * 2 + 10);
                sent.insert(later, repeat);
            }
            sent
        })
    })
}

#[derive(Debug, Clone)]
struct ModelNeed {
    state: State,
    tier: usize,
    solver: Option<u32>,
    entries: i64,
}

#[derive(Default)]
struct Model {
    needs: Vec<ModelNeed>,
    answers: BTreeMap<(u32, u32), (usize, Command, ModelNeed)>,
}

#[derive(Debug, PartialEq)]
enum Expected {
    Done(State, usize, i64),
    Refused,
    KeyReused,
}

impl Model {
    fn send(&mut self, sent: &Sent) -> Expected {
        if let Some((need, what, after)) = self.answers.get(&(sent.by, sent.key)) {
            return if (*need, what) == (sent.need, &sent.what) {
                Expected::Done(after.state, after.tier, after.entries)
            } else {
                Expected::KeyReused
            };
        }
        let need = &mut self.needs[sent.need];
        let Some(after) = moved(need, sent) else {
            return Expected::Refused;
        };
        *need = ModelNeed {
            entries: need.entries + 1,
            ..after
        };
        self.answers
            .insert((sent.by, sent.key), (sent.need, sent.what.clone(), need.clone()));
        Expected::Done(need.state, need.tier, need.entries)
    }
}

/// The state machine once more, as plainly as can be.
fn moved(need: &ModelNeed, sent: &Sent) -> Option<ModelNeed> {
    use State::*;
    let to = |state| Some(ModelNeed { state, ..need.clone() });
    let reopened = |tier| {
        Some(ModelNeed {
            state: Reopened,
            tier,
            solver: None,
            ..need.clone()
        })
    };
    match (&sent.what, need.state) {
        (Command::Accept, Raised | Reopened) => to(Accepted),
        (Command::Solve { .. }, Accepted) => Some(ModelNeed {
            solver: Some(sent.by),
            ..to(Solved)?
        }),
        (Command::StrikeOff { .. }, Solved) if need.solver != Some(sent.by) => to(StruckOff),
        (Command::Decline { .. }, Raised | Accepted | Reopened) => to(Declined),
        (Command::Appeal { .. }, Declined) => reopened((need.tier + 1).min(3)),
        (Command::Reopen { .. }, Solved | StruckOff) => reopened(need.tier),
        (Command::Comment { .. }, _) => Some(need.clone()),
        (Command::Escalate(_), Raised | Accepted | Reopened) if need.tier < 3 => Some(ModelNeed {
            tier: need.tier + 1,
            ..need.clone()
        }),
        _ => None,
    }
}

pub async fn random_commands_agree_with_a_plain_model(world: &World) {
    let config = Config {
        rng_seed: RngSeed::Fixed(20_221_124),
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    for case in 0..CASES {
        let sequence = any_sequence().new_tree(&mut runner).unwrap().current();
        run(world, case, &sequence).await;
    }
    world.ledger.tick(hours(3)).await.unwrap();
    world.assert_sound().await;
}

async fn run(world: &World, case: usize, sequence: &[Sent]) {
    let mut ids: Vec<NeedId> = Vec::new();
    for _ in 0..NEEDS {
        ids.push(world.raised("缺米").await);
    }
    let counted_before = counts(world).await;
    let fresh = ModelNeed {
        state: State::Raised,
        tier: 0,
        solver: None,
        entries: 1,
    };
    let mut model = Model {
        needs: vec![fresh; NEEDS],
        ..Model::default()
    };
    let mut now = NOON;
    for (step, sent) in sequence.iter().enumerate() {
        now = now.plus_minutes(sent.minutes_later);
        let expected = model.send(sent);
        let content = format!("{} {:?}", sent.need, sent.what);
        let key = Key::new(format!("{case}-{}", sent.key), "model", content.as_bytes());
        let answer = world
            .ledger
            .command(worker(sent.by), ids[sent.need], sent.what.clone(), key, now)
            .await;
        let found = match answer.map(|answered| answered.value) {
            Ok(Done { state, tier, seq, .. }) => Expected::Done(state, tier.number() as usize, seq),
            Err(LedgerError::Refused(_)) => Expected::Refused,
            Err(LedgerError::Storage(StorageError::KeyReused)) => Expected::KeyReused,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(found, expected, "case {case}, step {step}: {sent:?}");
    }
    compare(world, &ids, &model, &counted_before).await;
}

async fn compare(world: &World, ids: &[NeedId], model: &Model, counted_before: &BTreeMap<String, i64>) {
    let mut expected_counts = counted_before.clone();
    *expected_counts.entry("raised".into()).or_default() -= NEEDS as i64;
    for (id, expected) in ids.iter().zip(&model.needs) {
        let history = world.history(*id).await;
        let standing = &history.need.state.standing;
        assert_eq!(
            (standing.state, standing.tier),
            (expected.state, Tier::ALL[expected.tier])
        );
        assert_eq!(history.entries.len() as i64, expected.entries);
        assert_eq!(history.need.state.seq, expected.entries);
        *expected_counts.entry(expected.state.to_string()).or_default() += 1;
        let listed = world
            .ids(
                &Scope::whole(),
                &Filter {
                    household: Some(household(1)),
                    ..Filter::default()
                },
            )
            .await;
        assert!(listed.len() == 100 || listed.contains(id) == expected.state.is_open());
    }
    expected_counts.retain(|_, count| *count != 0);
    assert_eq!(counts(world).await, expected_counts);
}

async fn counts(world: &World) -> BTreeMap<String, i64> {
    let counts = world.ledger.standing_counts(&place("50"), None).await.unwrap();
    let mut by_state = BTreeMap::new();
    for count in counts {
        *by_state.entry(count.state).or_default() += count.count;
    }
    by_state
}
