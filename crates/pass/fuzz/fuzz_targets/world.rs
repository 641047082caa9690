//! What a gate holds: the key and list of the vectors, so that their texts lead past the signature.

use std::time::Duration;

use tongxin_city::{Timestamp, Zone};
use tongxin_pass_format::{
    About, Direction, IssueNumber, IssuerKey, KeySet, KeyStatus, SecretKey, Situation, StatusList, Statuses,
};

/// Seconds since 1970 of Thursday 24 November 2022, 10:00 in Chongqing, where the vectors take place.
const NOW: i64 = 1_669_255_200;
const ISSUER: &str = "重庆";
const DAY: i64 = 86_400;

pub struct World {
    pub signer: SecretKey,
    pub keys: KeySet,
    pub list: StatusList,
    pub good: String,
    zone: Zone,
}

fn second(offset: i64) -> Timestamp {
    Timestamp((NOW + offset) * 1_000)
}

impl World {
    pub fn new() -> World {
        let mut secret = [0; 32];
        secret[..6].copy_from_slice(b"signer");
        let signer = SecretKey::from_random(&secret);
        let (from, until) = (second(-30 * DAY), second(30 * DAY));
        let key = IssuerKey {
            public: signer.public(),
            issuer: ISSUER.to_owned(),
            from,
            until,
            status: KeyStatus::Active,
        };
        let keys = KeySet::new("同心", IssueNumber(1), from, until, vec![key]).expect("a key set");
        let about = About {
            issuer: ISSUER.to_owned(),
            uri: "https://pass.example/statuses/1".to_owned(),
            issue: IssueNumber(12),
            issued_at: from,
            good_until: until,
        };
        let list = StatusList::new(about, Statuses::covering(80_000)).expect("a list");
        World {
            signer,
            keys,
            list,
            good: include_str!("../corpus/verify/the-first-second").to_owned(),
            zone: Zone::named("Asia/Shanghai").expect("a zone"),
        }
    }

    pub fn gate(&self) -> Situation<'_> {
        Situation {
            place: "500112".parse().expect("a place"),
            areas_around: &[],
            areas_within: &[],
            corridor: None,
            direction: Direction::Enter,
            at: second(0),
            clock_uncertainty: Duration::ZERO,
            zone: &self.zone,
        }
    }
}
