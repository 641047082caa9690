//! Values the tests of the rules start from.

use proptest::prelude::*;
use tongxin_city::{AccountId, HouseholdId, NeedId, OrgId, Timestamp, Widths};
use tongxin_ledger::rules::command::{
    Assignee, Attached, Caller, Circumstances, Command, EscalationReason, Permissions,
};
use tongxin_ledger::rules::due::DueTimes;
use tongxin_ledger::rules::kinds::{Kind, Kinds, RaisedFor, Topic};
use tongxin_ledger::rules::need::{Actor, Lifeline, NeedState, Priority, Tier};
use tongxin_ledger::rules::raise::{NewNeed, raise};

pub const KINDS: &[Kind] = &[
    Kind {
        key: "household_request",
        name: "test-household-request",
        raised_for: RaisedFor::Household,
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[FOOD, MEDICINE],
    },
    Kind {
        key: "plant_blockage",
        name: "test-plant-blockage",
        raised_for: RaisedFor::Org(&["factory"]),
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[Topic {
            key: "materials",
            name: "test-materials",
            lifeline: Lifeline::Industry,
            due_hours: [2, 8, 24, 72],
        }],
    },
];
const FOOD: Topic = Topic {
    key: "food",
    name: "test-food",
    lifeline: Lifeline::Food,
    due_hours: [2, 8, 24, 72],
};
const MEDICINE: Topic = Topic {
    key: "medicine",
    name: "test-medicine",
    lifeline: Lifeline::Health,
    due_hours: [1, 4, 12, 48],
};

pub const NOON: Timestamp = Timestamp(1_669_262_400_000);

pub fn kinds() -> Kinds {
    Kinds::new(&[KINDS])
}

pub fn account(number: u32) -> AccountId {
    AccountId::from_parts(NOON, number)
}

pub fn household(number: u32) -> HouseholdId {
    HouseholdId::from_parts(NOON, number)
}

pub fn org(number: u32) -> OrgId {
    OrgId::from_parts(NOON, number)
}

pub fn need_id(number: u32) -> NeedId {
    NeedId::from_parts(NOON, number)
}

pub fn new_need() -> NewNeed {
    NewNeed {
        kind: "household_request".into(),
        topic: "food".into(),
        priority: None,
        place: "500112001002003004".parse().unwrap(),
        household: Some(household(1)),
        org: None,
        title: "缺米".into(),
        body: String::new(),
        contact: None,
    }
}

/// A household's need, just raised at noon by the household itself.
pub fn need() -> NeedState {
    let raised = raise(
        new_need(),
        None,
        Actor::Household(household(1)),
        &kinds(),
        &Widths::CHINA,
        NOON,
    )
    .unwrap();
    NeedState {
        id: need_id(1),
        facts: raised.facts,
        raised_at: NOON,
        standing: raised.standing,
        seq: 1,
        head: [1; 32],
        erased_at: None,
    }
}

pub fn worker(number: u32) -> Caller {
    Caller {
        actor: Actor::Account(account(number)),
        permissions: Permissions::ALL,
        acts_for: vec![],
    }
}

pub fn stranger(number: u32) -> Caller {
    Caller {
        permissions: Permissions::NONE,
        ..worker(number)
    }
}

pub fn resident() -> Caller {
    Caller::household(household(1))
}

pub fn at(now: Timestamp) -> Circumstances {
    Circumstances {
        now,
        due_times: DueTimes::of(Some(&FOOD)),
        closes_itself: false,
        is_of_system: false,
        merge_target: None,
        last: None,
        photos: 0,
    }
}

pub fn minutes(minutes: i64) -> Timestamp {
    NOON.plus_minutes(minutes)
}

/// Any command, of sane texts.
pub fn any_command() -> impl Strategy<Value = Command> {
    let text = || "[a-z米]{1,8}".prop_map(String::from);
    prop_oneof![
        Just(Command::Accept),
        (0..3u32).prop_map(|n| Command::Assign(Assignee::Account(account(n)))),
        (0..2u32).prop_map(|n| Command::Assign(Assignee::Org(org(n)))),
        proptest::option::of(text()).prop_map(|note| Command::Solve { note }),
        proptest::option::of(text()).prop_map(|reason| Command::StrikeOff { reason }),
        text().prop_map(|reason| Command::Decline { reason }),
        text().prop_map(|reason| Command::Appeal { reason }),
        text().prop_map(|reason| Command::Reopen { reason }),
        text().prop_map(|text| Command::Comment { text }),
        Just(Command::Attach(Attached {
            digest: "00".into(),
            id: tongxin_city::AttachmentId::from_parts(NOON, 1),
            media_type: "image/png".into(),
            name: "a.png".into(),
            size: 1,
        })),
        text().prop_map(|reason| Command::Escalate(EscalationReason::ByHand(reason))),
        Just(Command::Escalate(EscalationReason::Overdue)),
        Just(Command::Escalate(EscalationReason::Untouched)),
        (0..3u32).prop_map(|n| Command::Merge { into: need_id(n) }),
        proptest::sample::select(Priority::ALL).prop_map(Command::SetPriority),
        (1..6i64).prop_map(|seq| Command::Undo { seq }),
    ]
}

/// Any caller: workers, the raising household and another, strangers, somebody who acts for an organisation, the clock.
pub fn any_caller() -> impl Strategy<Value = Caller> {
    prop_oneof![
        (0..3u32).prop_map(worker),
        (0..3u32).prop_map(stranger),
        Just(resident()),
        Just(Caller::household(household(2))),
        Just(Caller {
            acts_for: vec![org(1)],
            ..stranger(7)
        }),
        Just(Caller::system()),
    ]
}
