//! The draw and its published file, without a database.

use proptest::prelude::*;
use std::path::PathBuf;
use tongxin_city::{Fen, Timestamp};
use tongxin_supply::rules::draw::{Ask, Hash, commitment, draw, draw_key, pieces_of};
use tongxin_supply::rules::draw_file::{Allotted, DrawFile, Witness};
use tongxin_supply::rules::lots::{Facts, LotRules};
use tongxin_supply::rules::pseudonym::Pseudonym;
use tongxin_supply::rules::verify_draw::{Differs, verify};

const ALONE: Facts = Facts {
    people: 1,
    infants: 0,
    elders: 0,
    days_since: Some(0),
    carried: 0,
};

fn pseudonym(number: u32) -> Pseudonym {
    let hash = commitment(&seed(number));
    Pseudonym::from_random(hash[..10].try_into().unwrap())
}

fn seed(number: u32) -> Hash {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number.to_be_bytes());
    seed
}

fn with_lots(number: u32, lots: u32) -> Ask {
    Ask {
        pseudonym: pseudonym(number),
        facts: ALONE,
        lots,
    }
}

fn households(count: u32) -> Vec<Ask> {
    (0..count)
        .map(|number| {
            let people = 1 + number % 7;
            let facts = Facts {
                people,
                infants: u32::from(people > 2 && number % 5 == 0),
                elders: (people - 1).min(number % 3),
                days_since: (number % 4 != 0).then_some(number % 50),
                carried: number % 9,
            };
            Ask {
                pseudonym: pseudonym(number),
                facts,
                lots: LotRules::default().lots(&facts),
            }
        })
        .collect()
}

fn allotted(pieces: u64, household_pieces: u64) -> Allotted {
    Allotted {
        id: "made-by-tongxin".into(),
        name: "牛奶 Milk".into(),
        outlet: "海湾超市 Harbour Market".into(),
        item: "牛奶 1 L".into(),
        places: vec!["900010101".parse().unwrap()],
        pieces,
        household_pieces,
        price_fen: Fen::try_from(1_250).unwrap(),
        opens_at: Timestamp(1_669_248_000_000),
        closes_at: Timestamp(1_669_291_200_000),
    }
}

fn file(count: u32) -> DrawFile {
    let witness = Witness {
        source: "the first water level of 25 November at the harbour gauge, in cm".into(),
        value: "1742".into(),
    };
    DrawFile::drawn(
        allotted(101, 2),
        LotRules::default(),
        seed(7),
        Some(witness),
        households(count),
    )
}

fn committed(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/allotment")
        .join(name)
}

#[test]
fn lots_are_added_up_line_by_line() {
    let rules = LotRules::default();
    assert_eq!(rules.lots(&ALONE), 1);
    let lots = |change: fn(&mut Facts)| {
        let mut facts = ALONE;
        change(&mut facts);
        rules.lots(&facts)
    };
    assert_eq!(lots(|facts| facts.people = 3), 3);
    assert_eq!(
        lots(|facts| facts.people = 99),
        7,
        "no more than six further people count"
    );
    assert_eq!(lots(|facts| facts.infants = 2), 3, "one infant counts as two");
    assert_eq!(lots(|facts| facts.elders = 1), 3);
    assert_eq!(lots(|facts| facts.days_since = Some(2)), 1);
    assert_eq!(lots(|facts| facts.days_since = Some(3)), 2);
    assert_eq!(lots(|facts| facts.days_since = Some(9_999)), 8);
    assert_eq!(
        lots(|facts| facts.days_since = None),
        8,
        "never served is the longest wait"
    );
    assert_eq!(lots(|facts| facts.carried = 2), 5);
    assert_eq!(lots(|facts| facts.carried = 9_999), 13);
}

#[test]
fn rules_out_of_bounds_are_named() {
    let wrong = LotRules {
        base: 0,
        days_per_lot: 0,
        elder: 11,
        ..LotRules::default()
    };
    let faults = wrong.check().unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|fault| &*fault.field).collect();
    assert_eq!(fields, ["lot_rules.base", "lot_rules.elder", "lot_rules.days_per_lot"]);
    let heavy = LotRules {
        per_further_person: 10,
        further_people_max: 20,
        ..LotRules::default()
    };
    assert_eq!(heavy.check().unwrap_err()[0].field, "lot_rules");
    assert_eq!(LotRules::default().check(), Ok(()));
}

#[test]
fn facts_that_no_door_can_have_are_named() {
    let facts = Facts {
        people: 3,
        infants: 2,
        elders: 2,
        ..ALONE
    };
    assert_eq!(facts.check().unwrap_err()[0].field, "elders");
    let nobody = Facts { people: 0, ..ALONE };
    assert_eq!(nobody.check().unwrap_err()[0].field, "people");
    assert_eq!(ALONE.check(), Ok(()));
}

#[test]
fn the_last_to_be_served_gets_what_is_left() {
    let given: Vec<u64> = (0..5).map(|rank| pieces_of(rank, 7, 3)).collect();
    assert_eq!(given, [3, 3, 1, 0, 0]);
}

/// Each of the 24 orders of four households comes as often as sampling by weight without replacement says: chi-square
/// over 20,000 draws with fixed seeds stays under its 99.9 % point for 23 degrees of freedom.
#[test]
fn every_order_comes_as_often_as_its_weights_say() {
    const DRAWS: u32 = 20_000;
    const CHI_SQUARE_23_999: f64 = 49.73;
    let weights = [1_u32, 2, 3, 6];
    let asks: Vec<Ask> = (0..)
        .zip(weights)
        .map(|(number, lots)| with_lots(number, lots))
        .collect();
    let mut seen = std::collections::HashMap::new();
    for number in 0..DRAWS {
        let key = draw_key(&seed(number), &[0; 32], None);
        *seen.entry(draw(&key, &asks)).or_insert(0_u32) += 1;
    }
    assert_eq!(seen.len(), 24);
    let chi_square: f64 = seen
        .iter()
        .map(|(order, count)| {
            let expected = f64::from(DRAWS) * chance_of(order, &weights);
            (f64::from(*count) - expected).powi(2) / expected
        })
        .sum();
    assert!(chi_square < CHI_SQUARE_23_999, "chi-square is {chi_square:.1}");
}

/// Each next one is drawn in proportion to its weight among those who are left.
fn chance_of(order: &[usize], weights: &[u32]) -> f64 {
    let mut left: u32 = weights.iter().sum();
    let mut chance = 1.0;
    for &household in order {
        chance *= f64::from(weights[household]) / f64::from(left);
        left -= weights[household];
    }
    chance
}

/// With one piece for every tenth of 2,000 households, 300 draws: households of weight w are served as often as the
/// exact process says, in which the weights of those already served no longer count.
#[test]
fn a_long_list_is_served_by_weight() {
    let asks: Vec<Ask> = (0..2_000).map(|number| with_lots(number, 1 + number % 4)).collect();
    let mut served = [0_u32; 5];
    for number in 0..300 {
        let key = draw_key(&seed(number), &[1; 32], None);
        for position in draw(&key, &asks).into_iter().take(200) {
            served[asks[position].lots as usize] += 1;
        }
    }
    // A household of weight w is left with probability q^w, where the 2,000 q^w add up to the 1,800 who are left.
    let q: f64 = 0.958_297;
    let left: f64 = (1..=4).map(|w| 500.0 * q.powi(w)).sum();
    assert!((left - 1_800.0).abs() < 0.1, "{left}");
    for (w, served) in (1..=4).zip(&served[1..]) {
        let expected = 500.0 * 300.0 * (1.0 - q.powi(w));
        let error = (f64::from(*served) - expected).abs() / expected;
        assert!(error < 0.03, "weight {w}: {served} served, {expected:.0} expected");
    }
}

proptest! {
    #[test]
    fn the_order_of_asking_changes_nothing(shift in 0_usize..50, number in 0_u32..1_000) {
        let asks = households(50);
        let mut turned = asks.clone();
        turned.rotate_left(shift);
        let rules = LotRules::default();
        let drawn = |asks| DrawFile::drawn(allotted(20, 1), rules, seed(number), None, asks);
        prop_assert_eq!(drawn(asks), drawn(turned));
    }

    #[test]
    fn all_pieces_are_given_out_or_everybody_is_served(pieces in 1_u64..300, each in 1_u64..5, asks in 0_u32..80) {
        let file = DrawFile::drawn(allotted(pieces, each), LotRules::default(), seed(1), None, households(asks));
        let given: u64 = file.asks.iter().map(|ask| ask.pieces).sum();
        prop_assert_eq!(given, pieces.min(each * u64::from(asks)));
    }
}

#[test]
fn a_file_of_many_is_drawn_alike_by_one_thread_and_by_several() {
    let file = file(20_000);
    assert_eq!(verify(&file), Ok(file.asks.clone()));
    let key = draw_key(&file.seed.0, &file.asks_digest.0, Some("1742"));
    let in_parts: Vec<Ask> = file.asks.iter().take(4_000).map(|ask| ask.ask()).collect();
    let order = draw(&key, &in_parts);
    assert_eq!(
        order,
        (0..4_000).collect::<Vec<_>>(),
        "ranks hold in any part of the list"
    );
}

#[test]
fn one_ask_more_moves_all_the_others() {
    let few = file(50);
    let more = file(51);
    let names = |file: &DrawFile| -> Vec<Pseudonym> { file.asks.iter().map(|ask| ask.pseudonym).collect() };
    let added = pseudonym(50);
    let without: Vec<Pseudonym> = names(&more).into_iter().filter(|name| *name != added).collect();
    assert_ne!(names(&few), without);
}

#[test]
fn the_first_difference_of_a_changed_file_is_named() {
    type Change = fn(&mut DrawFile);
    let changes: [(Change, Differs, Option<usize>); 11] = [
        (|file| file.format = "other".into(), Differs::Format, None),
        (|file| file.version = 2, Differs::Version, None),
        (|file| file.allotment.household_pieces = 0, Differs::Pieces, None),
        (|file| file.lot_rules.base = 0, Differs::Rules, None),
        (|file| file.seed.0[0] ^= 1, Differs::Seed, None),
        (|file| file.asks[3].people = 0, Differs::Facts, Some(4)),
        (|file| file.asks[4].lots += 1, Differs::Lots, Some(5)),
        (|file| file.asks[9] = file.asks[1], Differs::Twice, Some(10)),
        (|file| file.asks.truncate(59), Differs::Asks, None),
        (|file| file.asks.swap(6, 7), Differs::Place, Some(7)),
        (|file| file.asks[0].pieces += 1, Differs::PiecesOfRank, Some(1)),
    ];
    for (change, what, row) in changes {
        let mut changed = file(60);
        change(&mut changed);
        let difference = verify(&changed).unwrap_err();
        assert_eq!((difference.what, difference.row), (what, row), "{difference}");
    }
}

#[test]
fn a_file_made_by_another_program_is_drawn_alike() {
    let text = std::fs::read_to_string(committed("made-by-python.json")).unwrap();
    let file: DrawFile = serde_json::from_str(&text).unwrap();
    assert_eq!(file.asks.len(), 200);
    assert_eq!(verify(&file), Ok(file.asks.clone()));
}

/// The file is committed so that the other program can verify it; `TONGXIN_WRITE=1` writes it anew.
#[test]
fn our_committed_file_is_what_we_draw() {
    let path = committed("made-by-tongxin.json");
    let text = serde_json::to_string_pretty(&file(200)).unwrap() + "\n";
    if std::env::var_os("TONGXIN_WRITE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
}
