//! Every refusal has words in both languages, and every route a description.

use crate::city::*;
use tongxin_i18n::Texts;
use tongxin_ledger::rules::check::FaultKind;
use tongxin_ledger::rules::photo::PhotoError;
use tongxin_ledger::{CommandKind, EntryKind, Lifeline, Priority, Refusal, State, Tier};

#[test]
fn nothing_lacks_words() {
    let texts = Texts::new(&[tongxin_web::TEXTS, tongxin_ledger::TEXTS]);
    assert_eq!(texts.problems(), [] as [String; 0]);
    let command = CommandKind::Solve;
    let refusals = [
        Refusal::WrongState {
            state: State::Raised,
            command,
        },
        Refusal::SolverStrikesOff,
        Refusal::TopTier,
        Refusal::SamePriority,
        Refusal::SameAssignee,
        Refusal::MergeIntoItself,
        Refusal::MergeTargetMissing,
        Refusal::MergeTargetClosed,
        Refusal::MergeTargetDiffers,
        Refusal::UndoNotLast { last: 1 },
        Refusal::UndoNotYours,
        Refusal::UndoTooLate,
        Refusal::UndoNotPossible(EntryKind::Raised),
        Refusal::Erased,
        Refusal::TooManyPhotos,
        Refusal::ClosesItself,
        Refusal::TooManyEntries,
    ];
    let photos = [
        PhotoError::Empty,
        PhotoError::TooLarge { found: 1 },
        PhotoError::TooManyPixels,
        PhotoError::WrongType,
        PhotoError::Damaged(String::new()),
    ];
    let faults = [
        FaultKind::Changed,
        FaultKind::ColumnChanged("x"),
        FaultKind::Removed,
        FaultKind::Added,
        FaultKind::HeadsChanged,
        FaultKind::WrongSignature,
        FaultKind::UnknownKey,
    ];
    let mut keys: Vec<String> = Vec::new();
    for code in refusals
        .iter()
        .map(Refusal::code)
        .chain(photos.iter().map(PhotoError::code))
    {
        keys.extend([format!("problem-{code}"), format!("problem-{code}.detail")]);
    }
    keys.extend(State::ALL.iter().map(|word| format!("ledger-state-{word}")));
    keys.extend(Tier::ALL.iter().map(|word| format!("ledger-tier-{word}")));
    keys.extend(Priority::ALL.iter().map(|word| format!("ledger-priority-{word}")));
    keys.extend(Lifeline::ALL.iter().map(|word| format!("ledger-lifeline-{word}")));
    keys.extend(EntryKind::ALL.iter().map(|word| format!("ledger-entry-{word}")));
    keys.extend(
        CommandKind::ALL
            .iter()
            .map(|word| format!("ledger-command-{}", word.as_str())),
    );
    keys.extend(faults.iter().map(|fault| format!("ledger-fault-{}", fault.code())));
    let missing: Vec<_> = keys.iter().filter(|key| !texts.has(key)).collect();
    assert_eq!(missing, [] as [&String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_described_and_its_right_decided() {
    let city = City::start().await;
    let state = tongxin_ledger::LedgerState {
        ledger: city.ledger.clone(),
        places: city.accounts.places().clone(),
        accounts: city.accounts.clone(),
    };
    let guarded = tongxin_ledger::routes(state).guarded(city.accounts.clone(), vec![]);
    let document = serde_json::to_value(&guarded.openapi).unwrap();
    let mut described = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            described += 1;
            assert!(
                operation["summary"].is_string(),
                "{method} {path} says nothing of itself"
            );
            let is_write = method == "post";
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let has_key = parameters
                .iter()
                .any(|parameter| parameter["name"] == "Idempotency-Key");
            assert_eq!(has_key, is_write, "{method} {path}");
        }
    }
    let under_api = guarded
        .decided
        .iter()
        .filter(|decided| decided.path.starts_with("/api/"));
    assert_eq!(described, under_api.count());
}
