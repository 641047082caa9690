//! The ways of a transfer.

use super::*;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp(1_669_262_400_000);
const OFFICER: Hands = Hands {
    is_giver: false,
    is_receiver: false,
    is_officer: true,
    is_carrier: false,
};
const GIVER: Hands = Hands {
    is_giver: true,
    is_receiver: false,
    is_officer: false,
    is_carrier: false,
};
const CARRIER: Hands = Hands {
    is_giver: true,
    is_receiver: false,
    is_officer: false,
    is_carrier: true,
};
const RECEIVER: Hands = Hands {
    is_giver: false,
    is_receiver: true,
    is_officer: false,
    is_carrier: false,
};

fn proposed(asked: i64) -> TransferNow {
    TransferNow {
        state: TransferState::Proposed,
        asked,
        sent: None,
        received: None,
        last: Taken {
            seq: 1,
            step: TransferStep::Propose,
            before: None,
            actor: "account:officer".into(),
            at: NOW,
        },
    }
}

/// The transfer after a command.
fn after(transfer: &TransferNow, command: &TransferCommand, next: &TransferNext, actor: &str) -> TransferNow {
    TransferNow {
        state: next.state,
        asked: transfer.asked,
        sent: next.sent,
        received: next.received,
        last: Taken {
            seq: transfer.last.seq + 1,
            step: command.step(),
            before: Some(transfer.state),
            actor: actor.into(),
            at: NOW,
        },
    }
}

fn take(transfer: &TransferNow, command: TransferCommand, hands: Hands) -> TransferNow {
    let next = decide(transfer, &command, hands, "account:a", NOW).expect("allowed");
    after(transfer, &command, &next, "account:a")
}

fn refusal(transfer: &TransferNow, command: TransferCommand, hands: Hands) -> &'static str {
    decide(transfer, &command, hands, "account:a", NOW).expect_err("refused")
}

#[test]
fn each_side_counts_for_itself() {
    let agreed = take(&proposed(10), TransferCommand::Agree, GIVER);
    let sent = take(&agreed, TransferCommand::Send { pieces: 9 }, GIVER);
    let command = TransferCommand::Receive { pieces: 7 };
    let next = decide(&sent, &command, RECEIVER, "account:b", NOW).expect("allowed");
    assert_eq!((next.state, next.lost()), (TransferState::Received, 2));
    assert_eq!(next.stock, [StockStep::Arrive(7)]);
}

#[test]
fn neither_side_takes_the_other_s_step_and_an_officer_takes_neither() {
    let agreed = take(&proposed(10), TransferCommand::Agree, GIVER);
    let sent = take(&agreed, TransferCommand::Send { pieces: 10 }, GIVER);
    for hands in [RECEIVER, OFFICER] {
        assert_eq!(
            refusal(&proposed(10), TransferCommand::Agree, hands),
            "transfer-other-side"
        );
        let send = TransferCommand::Send { pieces: 10 };
        assert_eq!(refusal(&agreed, send, hands), "transfer-other-side");
    }
    for hands in [GIVER, OFFICER] {
        let receive = TransferCommand::Receive { pieces: 10 };
        assert_eq!(refusal(&sent, receive, hands), "transfer-other-side");
    }
}

#[test]
fn goods_on_the_road_can_be_neither_refused_nor_cancelled() {
    let agreed = take(&proposed(10), TransferCommand::Agree, GIVER);
    let sent = take(&agreed, TransferCommand::Send { pieces: 10 }, GIVER);
    let reason = String::from("late");
    let cancel = TransferCommand::Cancel { reason: reason.clone() };
    assert_eq!(refusal(&sent, cancel, OFFICER), "transfer-moved-on");
    assert_eq!(
        refusal(&sent, TransferCommand::Refuse { reason }, GIVER),
        "transfer-moved-on"
    );
}

#[test]
fn what_was_brought_is_still_counted_by_whoever_receives_it() {
    let agreed = take(&proposed(10), TransferCommand::Agree, GIVER);
    let sent = take(&agreed, TransferCommand::Send { pieces: 10 }, CARRIER);
    for hands in [GIVER, RECEIVER, OFFICER] {
        let bring = TransferCommand::Bring { pieces: 9 };
        assert_eq!(refusal(&sent, bring, hands), "transfer-other-side");
    }
    let brought = take(&sent, TransferCommand::Bring { pieces: 9 }, CARRIER);
    assert_eq!((brought.state, brought.sent), (TransferState::Sent, Some(10)));
    let undo = TransferCommand::Undo { seq: brought.last.seq };
    assert_eq!(refusal(&brought, undo, CARRIER), "transfer-moved-on");
    let received = take(&brought, TransferCommand::Receive { pieces: 8 }, RECEIVER);
    assert_eq!(received.received, Some(8));
}

#[test]
fn what_comes_back_is_the_giver_s_again() {
    let agreed = take(&proposed(10), TransferCommand::Agree, GIVER);
    let sent = take(&agreed, TransferCommand::Send { pieces: 9 }, CARRIER);
    let back = |is_sent_again| {
        let reason = String::from("nobody there");
        let command = TransferCommand::Return { reason, is_sent_again };
        decide(&sent, &command, CARRIER, "run:1", NOW).expect("allowed")
    };
    let again = back(true);
    assert_eq!((again.state, again.sent), (TransferState::Agreed, None));
    assert_eq!(again.stock, [StockStep::Return(9), StockStep::Promise(10)]);
    let over = back(false);
    assert_eq!(
        (over.state, over.stock),
        (TransferState::Cancelled, vec![StockStep::Return(9)])
    );
}

#[test]
fn what_was_promised_and_is_not_sent_is_free_again() {
    let agreed = take(&proposed(10), TransferCommand::Agree, GIVER);
    let send = TransferCommand::Send { pieces: 6 };
    let next = decide(&agreed, &send, GIVER, "account:a", NOW).expect("allowed");
    assert_eq!(next.stock, [StockStep::Leave(6), StockStep::Release(4)]);
    let cancel = TransferCommand::Cancel { reason: "x".into() };
    let next = decide(&agreed, &cancel, RECEIVER, "account:b", NOW).expect("allowed");
    assert_eq!(next.stock, [StockStep::Release(10)]);
}

#[test]
fn the_last_step_is_taken_back_by_whoever_took_it_and_soon() {
    let agreed = take(&proposed(10), TransferCommand::Agree, GIVER);
    let undo = TransferCommand::Undo { seq: 2 };
    let by = |actor, at| decide(&agreed, &undo, GIVER, actor, at);
    assert_eq!(by("account:b", NOW), Err("transfer-undo-other"));
    assert_eq!(by("account:a", NOW.plus_millis(UNDO_MS + 1)), Err("transfer-undo-late"));
    assert_eq!(by("account:a", NOW).expect("allowed").state, TransferState::Proposed);
    assert_eq!(
        refusal(&agreed, TransferCommand::Undo { seq: 1 }, GIVER),
        "transfer-moved-on"
    );
}

#[test]
fn a_proposal_taken_back_is_cancelled() {
    let undone = decide(
        &proposed(3),
        &TransferCommand::Undo { seq: 1 },
        OFFICER,
        "account:officer",
        NOW,
    );
    assert_eq!(undone.expect("allowed").state, TransferState::Cancelled);
}

#[test]
fn words_are_those_of_json() {
    for state in TransferState::ALL {
        assert_eq!(serde_json::to_value(state).expect("a word"), state.as_str());
    }
    for step in TransferStep::ALL {
        assert_eq!(serde_json::to_value(step).expect("a word"), step.as_str());
    }
}

/// Stock of both sides by the book.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Books {
    giver: i64,
    promised: i64,
    receiver: i64,
}

impl Books {
    fn step(&mut self, step: StockStep) {
        match step {
            StockStep::Promise(n) => self.promised += n,
            StockStep::Release(n) => self.promised -= n,
            StockStep::Leave(n) => {
                self.promised -= n;
                self.giver -= n;
            }
            StockStep::Return(n) => self.giver += n,
            StockStep::Arrive(n) => self.receiver += n,
            StockStep::Unarrive(n) => self.receiver -= n,
        }
    }
}

fn commands() -> impl Strategy<Value = TransferCommand> {
    prop_oneof![
        Just(TransferCommand::Agree),
        Just(TransferCommand::Refuse { reason: "x".into() }),
        (1..=10i64).prop_map(|pieces| TransferCommand::Send { pieces }),
        (0..=12i64).prop_map(|pieces| TransferCommand::Receive { pieces }),
        (1..=10i64).prop_map(|pieces| TransferCommand::Bring { pieces }),
        any::<bool>().prop_map(|is_sent_again| TransferCommand::Return {
            reason: "x".into(),
            is_sent_again
        }),
        Just(TransferCommand::Cancel { reason: "x".into() }),
        (1..9i64).prop_map(|seq| TransferCommand::Undo { seq }),
    ]
}

proptest! {
    #[test]
    fn books_agree_with_the_state_whatever_is_tried(
        tried in prop::collection::vec((commands(), 0..4usize), 0..25),
    ) {
        let mut transfer = proposed(10);
        let mut books = Books { giver: 10, promised: 0, receiver: 0 };
        for (command, who) in tried {
            let hands = [GIVER, RECEIVER, OFFICER, CARRIER][who];
            let actor = ["account:g", "account:r", "account:officer", "run:1"][who];
            let Ok(next) = decide(&transfer, &command, hands, actor, NOW) else { continue };
            next.stock.iter().for_each(|step| books.step(*step));
            transfer = after(&transfer, &command, &next, actor);
            let (sent, received) = (transfer.sent.unwrap_or(0), transfer.received.unwrap_or(0));
            let promised = if transfer.state == TransferState::Agreed { 10 } else { 0 };
            prop_assert_eq!(books, Books { giver: 10 - sent, promised, receiver: received });
        }
    }
}
