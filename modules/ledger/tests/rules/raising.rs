//! What is asked of a new need.

use crate::world::*;
use tongxin_city::Widths;
use tongxin_ledger::rules::command::{Command, FieldFault, TextFault};
use tongxin_ledger::rules::entry::{EntryBody, Texts, text_digest};
use tongxin_ledger::rules::need::{Actor, Lifeline, Priority, State, Tier};
use tongxin_ledger::rules::raise::{NewNeed, raise};

fn faults(new: NewNeed, org_kind: Option<&str>) -> Vec<(&'static str, TextFault)> {
    let result = raise(
        new,
        org_kind,
        Actor::Account(account(1)),
        &kinds(),
        &Widths::CHINA,
        NOON,
    );
    result
        .unwrap_err()
        .into_iter()
        .map(|FieldFault { field, fault }| (field, fault))
        .collect()
}

#[test]
fn a_need_starts_raised_at_its_kinds_tier_and_is_due_by_topic_and_priority() {
    let new = NewNeed {
        topic: "medicine".into(),
        priority: Some(Priority::High),
        ..new_need()
    };
    let raised = raise(
        new,
        None,
        Actor::Household(household(1)),
        &kinds(),
        &Widths::CHINA,
        NOON,
    )
    .unwrap();
    assert_eq!(
        (raised.standing.state, raised.standing.tier),
        (State::Raised, Tier::Base)
    );
    assert_eq!(raised.standing.due_at, NOON.plus_hours(4));
    assert_eq!(raised.standing.escalate_at, Some(NOON.plus_hours(4)));
    assert_eq!(raised.facts.lifeline, Lifeline::Health);
    assert_eq!(raised.facts.subdistrict.as_str(), "500112001");
    assert_eq!(raised.facts.district.as_str(), "500112");
}

#[test]
fn all_faults_of_a_new_need_are_named_at_once() {
    let new = NewNeed {
        topic: "beer".into(),
        place: "500112".parse().unwrap(),
        title: "  ".into(),
        body: "米".repeat(2_001),
        contact: Some("\u{202E}138".into()),
        ..new_need()
    };
    let fields: Vec<_> = faults(new, None);
    assert_eq!(
        fields.iter().map(|(field, _)| *field).collect::<Vec<_>>(),
        ["topic", "place", "title", "body", "contact"]
    );
    assert_eq!(fields[2].1, TextFault::Missing);
    assert_eq!(
        fields[3].1,
        TextFault::TooLong {
            max: 2_000,
            found: 2_001
        }
    );
    assert_eq!(fields[4].1, TextFault::Unprintable);
}

#[test]
fn a_plants_need_names_an_organisation_of_the_right_kind() {
    let new = || NewNeed {
        kind: "plant_blockage".into(),
        topic: "materials".into(),
        household: None,
        org: Some(org(1)),
        ..new_need()
    };
    assert!(
        raise(
            new(),
            Some("factory"),
            Actor::Account(account(1)),
            &kinds(),
            &Widths::CHINA,
            NOON
        )
        .is_ok()
    );
    assert_eq!(faults(new(), Some("hospital"))[0].0, "org");
    assert_eq!(
        faults(NewNeed { org: None, ..new() }, None),
        [("org", TextFault::Missing)]
    );
    assert_eq!(
        faults(
            NewNeed {
                household: Some(household(1)),
                ..new()
            },
            Some("factory")
        )[0]
        .0,
        "household"
    );
    assert_eq!(
        faults(
            NewNeed {
                org: Some(org(1)),
                ..new_need()
            },
            Some("factory")
        ),
        [("org", TextFault::NotAllowed)]
    );
}

#[test]
fn a_commands_texts_are_trimmed_and_bounded() {
    let trimmed = Command::Comment {
        text: " 来了\n".into()
    }
    .checked()
    .unwrap();
    assert_eq!(trimmed, Command::Comment { text: "来了".into() });
    let empty = Command::Decline { reason: " ".into() }.checked().unwrap_err();
    assert_eq!(
        empty,
        FieldFault {
            field: "reason",
            fault: TextFault::Missing
        }
    );
    let long = Command::Reopen {
        reason: "x".repeat(501),
    }
    .checked()
    .unwrap_err();
    assert_eq!(long.fault, TextFault::TooLong { max: 500, found: 501 });
}

#[test]
fn a_body_reads_back_as_it_was_written() {
    let raised = raise(
        new_need(),
        None,
        Actor::Household(household(1)),
        &kinds(),
        &Widths::CHINA,
        NOON,
    )
    .unwrap();
    let body = EntryBody::first(raised.facts, raised.standing, &raised.texts, "00ff".into());
    let text = body.to_canonical();
    let read: EntryBody = serde_json::from_str(&text).unwrap();
    assert_eq!(read, body);
    assert_eq!(read.to_canonical(), text);
    let other = Texts {
        title: "缺".into(),
        body: "米".into(),
        contact: None,
    };
    assert_ne!(body.text_digest, Some(text_digest("00ff", &other)));
}
