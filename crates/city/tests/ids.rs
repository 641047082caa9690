#![allow(clippy::unwrap_used, missing_docs)]
//! Ids: unique, sorted by time, and typed by people without silent mistakes.

use std::collections::HashSet;

use proptest::prelude::*;
use tongxin_city::{AccountId, Id63, IdError, NeedId, Timestamp};

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn now() -> Timestamp {
    "2022-11-24T11:00:00Z".parse().unwrap()
}

fn shown(number: i64) -> String {
    Id63::try_from(number).unwrap().to_string().replace('-', "")
}

proptest! {
    #[test]
    fn an_id_survives_its_text_in_any_case_and_spacing(number in 0..=i64::MAX) {
        let id = NeedId::try_from(number).unwrap();
        let text = id.to_string();
        prop_assert_eq!(text.len(), 17);
        for variant in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
            text.replace('0', "O").replace('1', "l"),
            text.replace('0', "o").replace('1', "I"),
        ] {
            prop_assert_eq!(variant.parse::<NeedId>(), Ok(id), "{}", variant);
        }
        prop_assert_eq!(serde_json::from_str::<NeedId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    }

    #[test]
    fn one_wrong_symbol_is_always_noticed(number in 0..=i64::MAX, position in 0usize..14, other in 0usize..32) {
        let mut text = shown(number).into_bytes();
        prop_assume!(text[position] != SYMBOLS[other]);
        text[position] = SYMBOLS[other];
        prop_assert!(String::from_utf8(text).unwrap().parse::<Id63>().is_err());
    }

    #[test]
    fn two_swapped_symbols_are_always_noticed(number in 0..=i64::MAX, a in 0usize..14, b in 0usize..14) {
        let mut text = shown(number).into_bytes();
        prop_assume!(text[a] != text[b]);
        text.swap(a, b);
        prop_assert!(String::from_utf8(text).unwrap().parse::<Id63>().is_err());
    }

    #[test]
    fn texts_sort_as_their_numbers_do(a in 0..=i64::MAX, b in 0..=i64::MAX) {
        prop_assume!(a >> 5 != b >> 5);
        prop_assert_eq!(shown(a).cmp(&shown(b)), a.cmp(&b));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,40}") {
        let _ = text.parse::<Id63>();
    }

    #[test]
    fn an_id_tells_when_its_thing_came_to_be(millis in 1_577_836_800_000i64..3_700_000_000_000, random in any::<u32>()) {
        prop_assert_eq!(AccountId::from_parts(Timestamp(millis), random).created_at(), Timestamp(millis));
    }
}

#[test]
fn ids_of_one_millisecond_never_repeat_and_rise() {
    let ids: Vec<NeedId> = (0..100_000).map(|_| NeedId::generate(now())).collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    let drift_ms = ids.last().unwrap().created_at().millis_since(now());
    assert!((0..=2).contains(&drift_ms), "{drift_ms}");
}

#[test]
fn ids_drawn_by_many_threads_at_once_never_repeat() {
    let at = now().plus_days(1);
    let ids: Vec<NeedId> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..5_000).map(|_| NeedId::generate(at)).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 40_000);
}

#[test]
fn ids_of_later_times_sort_later() {
    let times = (0..200).map(|day| now().plus_days(day * 30));
    let ids: Vec<_> = times.map(NeedId::generate).collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert_eq!(
        Id63::from_parts(Timestamp(0), 5).created_at(),
        Timestamp(1_577_836_800_000)
    );
    assert_eq!(Id63::from_parts(Timestamp(i64::MAX), u32::MAX).get(), i64::MAX);
}

#[test]
fn what_is_no_id_is_told_why() {
    assert!(matches!(
        "".parse::<Id63>(),
        Err(IdError::WrongLength { symbols: 0, .. })
    ));
    assert!(matches!(
        "123".parse::<Id63>(),
        Err(IdError::WrongLength { symbols: 3, .. })
    ));
    assert!(matches!(
        "0000-0000-0000-0U".parse::<Id63>(),
        Err(IdError::WrongSymbol { found: 'U' })
    ));
    assert!(matches!(
        "0000-0000-0000-01".parse::<Id63>(),
        Err(IdError::WrongCheck { .. })
    ));
    assert_eq!("0000-0000-0000-00".parse::<Id63>().map(Id63::get), Ok(0));
    assert_eq!(AccountId::try_from(-1), Err(IdError::OutOfRange));
    assert!(serde_json::from_str::<NeedId>("17").is_err());
    // 14 symbols can say more than 63 bits; such a text with a fitting check symbol exists and is refused too.
    let out_of_range = SYMBOLS
        .iter()
        .map(|check| format!("Z000000000000{}", char::from(*check)).parse::<Id63>());
    assert_eq!(out_of_range.filter(|read| *read == Err(IdError::OutOfRange)).count(), 1);
}

#[test]
fn a_typed_id_names_its_type_only_when_debugged() {
    let id = AccountId::from_parts(now(), 1);
    assert_eq!(format!("{id:?}"), format!("AccountId({id})"));
    assert_eq!(i64::from(id), id.get());
}
