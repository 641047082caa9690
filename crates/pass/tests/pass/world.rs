//! A small authority: a root, two issuers, their keys and lists, and passes of each kind.

use std::sync::LazyLock;
use std::time::Duration;

use tongxin_city::{PlaceCode, Timestamp, Zone};
use tongxin_pass_format::pass::{Days, End, Holder, Hours, Kind, PassNumber, Scope, Ways};
use tongxin_pass_format::{
    About, Direction, IssueNumber, IssuerKey, KeySet, KeyStatus, Pass, SecretKey, Situation, StatusList, Statuses,
    Verdict, check, issue,
};

pub static ZONE: LazyLock<Zone> = LazyLock::new(|| Zone::named("Asia/Shanghai").unwrap());

pub const ISSUER: &str = "重庆";
pub const OTHER_ISSUER: &str = "海湾";
pub const URI: &str = "https://pass.example/statuses/1";
/// Revoked in the list.
pub const REVOKED: u32 = 77;

/// Thursday 24 November 2022, 10:00 in Chongqing.
pub fn now() -> Timestamp {
    at("2022-11-24T10:00:00+08:00")
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn secret(name: &str) -> SecretKey {
    let mut bytes = [0; 32];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    SecretKey::from_random(&bytes)
}

pub fn root() -> SecretKey {
    secret("root")
}

/// The key that signs.
pub fn signer() -> SecretKey {
    secret("signer")
}

fn issuer_key(name: &str, issuer: &str, status: KeyStatus) -> IssuerKey {
    IssuerKey {
        public: secret(name).public(),
        issuer: issuer.to_owned(),
        from: at("2022-11-01T00:00:00Z"),
        until: at("2023-02-01T00:00:00Z"),
        status,
    }
}

pub fn issuer_keys() -> Vec<IssuerKey> {
    vec![
        issuer_key("signer", ISSUER, KeyStatus::Active),
        issuer_key("retired", ISSUER, KeyStatus::Retired),
        issuer_key("withdrawn", ISSUER, KeyStatus::Withdrawn),
        issuer_key("other", OTHER_ISSUER, KeyStatus::Active),
    ]
}

pub fn key_set_of(number: u64, keys: Vec<IssuerKey>) -> KeySet {
    let (from, until) = (at("2022-11-23T16:00:00Z"), at("2022-12-01T00:00:00Z"));
    KeySet::new("同心", IssueNumber(number), from, until, keys).unwrap()
}

pub fn key_set() -> KeySet {
    key_set_of(3, issuer_keys())
}

pub fn about(number: u64) -> About {
    About {
        issuer: ISSUER.to_owned(),
        uri: URI.to_owned(),
        issue: IssueNumber(number),
        issued_at: at("2022-11-24T00:00:00Z"),
        good_until: at("2022-11-25T00:00:00Z"),
    }
}

pub fn number(number: u32) -> PassNumber {
    PassNumber::new(number).unwrap()
}

pub fn status_list() -> StatusList {
    let mut statuses = Statuses::covering(80_000);
    for revoked in [REVOKED, 1_024, 79_999] {
        statuses.set(number(revoked), true);
    }
    StatusList::new(about(12), statuses).unwrap()
}

pub fn place(code: &str) -> PlaceCode {
    code.parse().unwrap()
}

pub fn places(codes: &[&str]) -> Vec<End> {
    codes.iter().map(|code| End::Place(place(code))).collect()
}

/// A truck of key goods from a warehouse in one district to two others, any time.
pub fn truck() -> Pass {
    Pass {
        issuer: ISSUER.to_owned(),
        number: number(4_711),
        kind: Kind::KeyGoods,
        holder: Holder::Vehicle {
            plate: "渝A7B231".to_owned(),
        },
        org: "重庆粮食集团".to_owned(),
        scope: Scope {
            from: places(&["500107"]),
            to: places(&["500112", "500103"]),
            ways: Ways::One,
            corridor: Some("G75".to_owned()),
        },
        days: Days::ALL,
        hours: Hours::ALL,
        not_before: at("2022-11-24T00:00:00+08:00"),
        expires: at("2022-11-27T00:00:00+08:00"),
    }
}

/// A pass of each kind with a name, as a city would give it.
pub fn one_of_each() -> Vec<Pass> {
    let person = |surname: &str, id_end: &str| Holder::Person {
        surname: surname.to_owned(),
        id_end: id_end.to_owned(),
    };
    let day = Hours::new(6 * 60, 22 * 60).unwrap();
    let made = |kind, number_, holder, org: &str, from: &[&str], to: &[&str], corridor: Option<&str>, hours| Pass {
        kind,
        number: number(number_),
        holder,
        org: org.to_owned(),
        scope: Scope {
            from: places(from),
            to: places(to),
            ways: Ways::Both,
            corridor: corridor.map(str::to_owned),
        },
        hours,
        ..truck()
    };
    let plate = |plate: &str| Holder::Vehicle {
        plate: plate.to_owned(),
    };
    let all = Hours::ALL;
    let home = "500112001005003";
    vec![
        made(
            Kind::KeyGoods,
            101,
            plate("渝A7B231"),
            "重庆粮食集团",
            &["500107"],
            &["500112", "500103"],
            Some("G75"),
            all,
        ),
        made(
            Kind::MarketStaff,
            20_202,
            person("王", "4821"),
            "永辉渝北店",
            &[home],
            &["500112001"],
            None,
            day,
        ),
        made(
            Kind::TruckDriver,
            303,
            person("Zhang", "82K1"),
            "Yuhai Transport",
            &["500107"],
            &["500112"],
            None,
            all,
        ),
        made(
            Kind::Rider,
            40_404,
            person("欧阳", "0917"),
            "美团渝北",
            &["500112"],
            &["500112"],
            None,
            day,
        ),
        made(
            Kind::Volunteer,
            505,
            person("李", "3306"),
            "同心志愿队",
            &[home],
            &["500112001005"],
            None,
            day,
        ),
        made(
            Kind::Medical,
            606,
            person("陈", "1X90"),
            "渝北区人民医院",
            &[],
            &["500112001002"],
            None,
            all,
        ),
        made(
            Kind::ProjectWorker,
            70_707,
            person("赵", "5520"),
            "轨道15号线项目部",
            &[home],
            &["500112003"],
            None,
            day,
        ),
    ]
}

/// At the gate of a district that the truck drives to.
pub fn gate() -> Situation<'static> {
    Situation {
        place: place("500112"),
        areas_around: &[],
        areas_within: &[],
        corridor: None,
        direction: Direction::Enter,
        at: now(),
        clock_uncertainty: Duration::ZERO,
        zone: &ZONE,
    }
}

pub fn issued(pass: &Pass) -> String {
    issue(pass, &signer()).unwrap()
}

pub fn checked(pass: &Pass, gate: &Situation<'_>) -> Verdict {
    check(&issued(pass), &key_set(), &status_list(), gate)
}

pub fn checked_text(text: &str) -> Verdict {
    static HELD: LazyLock<(KeySet, StatusList)> = LazyLock::new(|| (key_set(), status_list()));
    check(text, &HELD.0, &HELD.1, &gate())
}
