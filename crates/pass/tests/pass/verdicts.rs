//! Each verdict, with the facts it carries.

use std::time::Duration;

use tongxin_pass_format::pass::Days;
use tongxin_pass_format::{
    Doubt, Edge, Fault, KeyTrouble, ListGap, Pass, Refusal, StatusList, Statuses, Verdict, check, issue,
};

use crate::world::*;

fn refused(pass: Pass, why: Refusal) -> Verdict {
    let pass = Box::new(pass);
    Verdict::Refused { pass, why }
}

#[test]
fn a_pass_is_valid_and_says_what_was_issued() {
    let verdict = checked(&truck(), &gate());
    assert_eq!(verdict, Verdict::Valid(Box::new(truck())));
    assert_eq!((verdict.key(), verdict.is_valid()), ("valid", true));
    for pass in one_of_each() {
        let verdict = checked(&pass, &gate());
        assert_eq!(verdict.pass(), Some(&pass));
        assert!(!matches!(verdict, Verdict::NotAccepted(_)));
    }
}

#[test]
fn a_revoked_pass_is_refused_even_by_an_old_list() {
    let pass = Pass {
        number: number(REVOKED),
        ..truck()
    };
    let mut later = gate();
    later.at = at("2022-11-26T10:00:00+08:00");
    let as_of = about(12).issued_at;
    for gate in [gate(), later] {
        assert_eq!(checked(&pass, &gate), refused(pass.clone(), Refusal::Revoked { as_of }));
    }
}

#[test]
fn a_pass_has_its_time() {
    let mut gate = gate();
    gate.at = at("2022-11-23T10:00:00+08:00");
    let from = truck().not_before;
    assert_eq!(checked(&truck(), &gate), refused(truck(), Refusal::NotYet { from }));
    gate.at = at("2022-11-28T10:00:00+08:00");
    let since = truck().expires;
    assert_eq!(checked(&truck(), &gate), refused(truck(), Refusal::Expired { since }));
}

#[test]
fn a_list_that_is_too_old_can_not_say_that_a_pass_is_good() {
    let mut gate = gate();
    gate.at = at("2022-11-26T10:00:00+08:00");
    let good_until = about(12).good_until;
    let why = Doubt::ListTooOld(ListGap::Statuses { good_until });
    let pass = Box::new(truck());
    assert_eq!(checked(&truck(), &gate), Verdict::Unsure { pass, why });
}

#[test]
fn a_pass_beyond_the_list_or_of_another_list_is_unsure() {
    let why_of = |verdict| match verdict {
        Verdict::Unsure { why, .. } => why,
        other => panic!("{other:?}"),
    };
    let beyond = Pass {
        number: number(80_000),
        ..truck()
    };
    assert_eq!(
        why_of(checked(&beyond, &gate())),
        Doubt::ListTooOld(ListGap::BeyondList)
    );
    let mut about = about(12);
    about.issuer = OTHER_ISSUER.to_owned();
    let mut statuses = Statuses::covering(80_000);
    statuses.set(truck().number, true);
    let others = StatusList::new(about, statuses).unwrap();
    let verdict = check(&issued(&truck()), &key_set(), &others, &gate());
    assert_eq!(why_of(verdict), Doubt::ListTooOld(ListGap::OtherIssuer));
}

#[test]
fn a_key_set_that_is_too_old_can_not_say_that_a_pass_is_good() {
    let mut gate = gate();
    gate.at = at("2022-12-02T10:00:00+08:00");
    let pass = Pass {
        expires: at("2022-12-05T00:00:00+08:00"),
        ..truck()
    };
    let mut about = about(20);
    about.good_until = at("2022-12-09T00:00:00Z");
    let list = StatusList::new(about, Statuses::covering(80_000)).unwrap();
    let good_until = key_set().good_until();
    let why = Doubt::ListTooOld(ListGap::Keys { good_until });
    let verdict = check(&issued(&pass), &key_set(), &list, &gate);
    let pass = Box::new(pass);
    assert_eq!(verdict, Verdict::Unsure { pass, why });
}

#[test]
fn a_clock_before_the_signing_of_what_the_gate_holds_is_slow() {
    let mut gate = gate();
    gate.at = about(12).issued_at.plus_minutes(-30);
    let edge = Edge::SignedAhead(about(12).issued_at);
    let clock_uncertainty = Duration::ZERO;
    let why = Doubt::ClockUnsure {
        edge,
        clock_uncertainty,
    };
    let pass = Box::new(truck());
    assert_eq!(checked(&truck(), &gate), Verdict::Unsure { pass, why });
}

#[test]
fn keys_count_for_their_issuer_in_their_time_and_until_they_are_withdrawn() {
    let verdict_of = |name: &str, pass: &Pass| {
        check(
            &issue(pass, &secret(name)).unwrap(),
            &key_set(),
            &status_list(),
            &gate(),
        )
    };
    let trouble = |name: &str, trouble| Verdict::NotAccepted(Fault::UnknownKey(secret(name).id(), trouble));
    assert!(verdict_of("retired", &truck()).is_valid());
    assert_eq!(
        verdict_of("stranger", &truck()),
        trouble("stranger", KeyTrouble::NotInSet)
    );
    assert_eq!(
        verdict_of("withdrawn", &truck()),
        trouble("withdrawn", KeyTrouble::Withdrawn)
    );
    assert_eq!(verdict_of("other", &truck()), trouble("other", KeyTrouble::OtherIssuer));
    let early = Pass {
        not_before: at("2022-10-31T00:00:00Z"),
        days: Days::ALL,
        ..truck()
    };
    assert_eq!(verdict_of("signer", &early), trouble("signer", KeyTrouble::OutsideSpan));
}
