//! Any pass comes back as it was; any bytes are refused without a panic.

use std::sync::LazyLock;

use proptest::prelude::*;
use tongxin_city::{PlaceCode, Timestamp};
use tongxin_pass_format::pass::{AreaCode, Days, End, Holder, Hours, Kind, PassNumber, Scope, Ways};
use tongxin_pass_format::{KeySet, Pass, StatusList, check, issue, read_signed, text_of};

use crate::world::*;

static KEYS: LazyLock<KeySet> = LazyLock::new(key_set);
static LIST: LazyLock<StatusList> = LazyLock::new(status_list);
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| one_of_each().iter().map(issued).collect());

fn name(bytes_max: usize) -> impl Strategy<Value = String> {
    "[A-Za-z0-9渝王欧阳é·-]{1,16}".prop_map(move |mut text| {
        while text.len() > bytes_max {
            text.pop();
        }
        text
    })
}

fn end() -> impl Strategy<Value = End> {
    let place = "[0-9]{1,24}".prop_map(|code| End::Place(code.parse::<PlaceCode>().unwrap()));
    let area = name(16).prop_map(|code| End::Area(AreaCode::new(&code).unwrap()));
    prop_oneof![place, area]
}

fn holder() -> impl Strategy<Value = Holder> {
    let person = (name(24), "[0-9A-Z]{4}").prop_map(|(surname, id_end)| Holder::Person { surname, id_end });
    let vehicle = name(16).prop_map(|plate| Holder::Vehicle { plate });
    prop_oneof![person, vehicle]
}

fn scope() -> impl Strategy<Value = Scope> {
    let (from, to) = (prop::collection::vec(end(), 0..=8), prop::collection::vec(end(), 1..=8));
    (from, to, any::<bool>(), prop::option::of(name(48))).prop_map(|(from, to, is_both, corridor)| Scope {
        from,
        to,
        ways: if is_both { Ways::Both } else { Ways::One },
        corridor,
    })
}

fn hours() -> impl Strategy<Value = Hours> {
    (0_u16..1_440, 1_u16..=1_440).prop_filter_map("no time between", |(from, until)| Hours::new(from, until).ok())
}

fn pass() -> impl Strategy<Value = Pass> {
    let numbers = (
        0_u32..8 * 1024 * 1024,
        1_u16..,
        1_u8..=127,
        0_i64..250_000_000_000,
        1_i64..=92 * 86_400,
    );
    (name(16), numbers, holder(), name(48), scope(), hours()).prop_map(
        |(issuer, (number, kind, days, from, life), holder, org, scope, hours)| Pass {
            issuer,
            number: PassNumber::new(number).unwrap(),
            kind: Kind::from_number(kind).unwrap(),
            holder,
            org,
            scope,
            days: Days::from_bits(days).unwrap(),
            hours,
            not_before: Timestamp(from * 1_000),
            expires: Timestamp((from + life) * 1_000),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_pass_comes_back_as_it_was(pass in pass()) {
        let text = issue(&pass, &signer()).unwrap();
        prop_assert_eq!(read_signed(&text, &signer().public()), Ok(Some(pass.clone())));
        prop_assert_eq!(issue(&pass, &signer()).unwrap(), text);
    }

    #[test]
    fn any_text_is_judged(text in "(TX1:)?[0-9A-Z $%*+./:-]{0,400}") {
        prop_assert!(!check(&text, &KEYS, &LIST, &gate()).is_valid());
    }

    #[test]
    fn any_message_is_judged(bytes in prop::collection::vec(any::<u8>(), 0..640)) {
        prop_assert!(!check(&text_of(&bytes), &KEYS, &LIST, &gate()).is_valid());
        prop_assert!(KeySet::read(&bytes, &KEYS.keys()[0].public, None).is_err());
        prop_assert!(StatusList::read(&bytes, &KEYS, None).is_err());
    }

    #[test]
    fn any_moment_is_judged(millis in any::<i64>(), uncertainty in any::<u64>()) {
        let situation = tongxin_pass_format::Situation {
            at: Timestamp(millis),
            clock_uncertainty: std::time::Duration::from_millis(uncertainty),
            ..gate()
        };
        for text in TEXTS.iter() {
            check(text, &KEYS, &LIST, &situation);
        }
    }
}
