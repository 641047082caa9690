use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tongxin_city::{RunId, Timestamp};

const CODE: &str = "123456";

fn item(number: u32) -> ItemId {
    ItemId::from_parts(Timestamp(1_669_262_400_000), number)
}

fn run() -> RunId {
    RunId::from_parts(Timestamp(1_669_262_400_000), 1)
}

/// Two of item 1 for 10 yuan each, one of item 2 for 5.
fn placed(substitutes: Substitutes) -> Standing {
    let fen = |fen| Fen::try_from(fen).expect("a price");
    Standing {
        state: OrderState::Placed,
        substitutes,
        hand_over_code: CODE.into(),
        wrong_codes: 0,
        lines: vec![
            OrderLine::ordered(1, item(1), fen(1_000), 2),
            OrderLine::ordered(2, item(2), fen(500), 1),
        ],
    }
}

fn picked(line: i64, picked: i64) -> PackedLine {
    PackedLine {
        line,
        picked,
        substitute: None,
    }
}

fn instead(line: i64, there: i64, of: u32, price: i64) -> PackedLine {
    PackedLine {
        substitute: Some(Substitute {
            item: item(of),
            price: Fen::try_from(price).expect("a price"),
            pieces: 1,
            is_agreed: false,
        }),
        ..picked(line, there)
    }
}

fn after(standing: &Standing, decision: &Decision) -> Standing {
    Standing {
        state: decision.state,
        lines: decision.lines.clone(),
        ..standing.clone()
    }
}

fn done(standing: &Standing, command: Command, by: Party) -> (Standing, Decision) {
    let decision = decide(standing, &command, by).expect("allowed");
    (after(standing, &decision), decision)
}

fn code(standing: &Standing, command: Command, by: Party) -> &'static str {
    match decide(standing, &command, by) {
        Err(Refusal::State(code)) => code,
        Err(Refusal::Fields(faults)) => faults[0].key,
        Ok(_) => "allowed",
    }
}

fn pack(lines: Vec<PackedLine>) -> Command {
    Command::Pack { lines }
}

fn cancel(reason: Option<&str>) -> Command {
    Command::Cancel {
        reason: reason.map(str::to_owned),
    }
}

fn receive(lines: Vec<ReceivedLine>) -> Command {
    Command::Receive { lines, code: None }
}

fn sent() -> Standing {
    let whole = pack(vec![picked(1, 2), picked(2, 1)]);
    let (packed, _) = done(&placed(Substitutes::None), whole, Party::Outlet);
    done(&packed, Command::Send { run: run() }, Party::Outlet).0
}

#[test]
fn an_order_is_packed_sent_dropped_and_received() {
    let (packed, decision) = done(
        &placed(Substitutes::None),
        pack(vec![picked(1, 2), picked(2, 1)]),
        Party::Outlet,
    );
    assert_eq!((decision.is_short, decision.moves.len()), (false, 0));
    let (sent, decision) = done(&packed, Command::Send { run: run() }, Party::Outlet);
    let left: Vec<_> = decision.moves.iter().map(|step| (step.change, step.pieces)).collect();
    assert_eq!(left, [(StockChange::Leave, 2), (StockChange::Leave, 1)]);
    let point = Command::Drop { point: "南门".into() };
    let (dropped, _) = done(&sent, point, Party::Outlet);
    let (received, decision) = done(&dropped, receive(vec![]), Party::Household);
    assert_eq!((received.state, decision.total.get()), (OrderState::Received, 2_500));
    assert!(!decision.is_short);
}

#[test]
fn a_household_calls_off_until_its_order_is_packed_and_an_outlet_with_a_reason_until_it_leaves() {
    let order = placed(Substitutes::None);
    let (_, decision) = done(&order, cancel(None), Party::Household);
    assert_eq!(decision.moves.len(), 2);
    assert_eq!(decision.total, Fen::ZERO);
    assert_eq!(code(&order, cancel(None), Party::Outlet), "field-required");
    let (packed, _) = done(&order, pack(vec![picked(1, 2), picked(2, 1)]), Party::Outlet);
    assert_eq!(code(&packed, cancel(None), Party::Household), "order-packed-already");
    assert_eq!(code(&packed, cancel(Some("flooded")), Party::Outlet), "allowed");
    assert_eq!(
        code(&sent(), cancel(Some("flooded")), Party::Outlet),
        "order-left-already"
    );
}

#[test]
fn what_is_not_there_is_short_unless_something_similar_is_packed_and_welcome() {
    let short = pack(vec![picked(1, 1), picked(2, 1)]);
    let (_, decision) = done(&placed(Substitutes::None), short, Party::Outlet);
    assert!(decision.is_short);
    assert_eq!(decision.total.get(), 1_500);
    let released = StockMove {
        item: item(1),
        change: StockChange::Release,
        pieces: 1,
    };
    assert_eq!(decision.moves, [released]);

    let similar = pack(vec![instead(1, 1, 3, 5_000), picked(2, 1)]);
    assert_eq!(
        code(&placed(Substitutes::None), similar.clone(), Party::Outlet),
        "supply-order-no-substitutes"
    );
    assert_eq!(
        code(&placed(Substitutes::Ask), similar.clone(), Party::Outlet),
        "supply-order-ask-first"
    );
    let (_, decision) = done(&placed(Substitutes::Similar), similar, Party::Outlet);
    assert!(!decision.is_short);
    assert_eq!(decision.total.get(), 2_500, "a substitute never costs more");
    assert_eq!(decision.lines[2].substitute_for, Some(1));
}

fn change(of: u32, change: StockChange, pieces: i64) -> StockMove {
    StockMove {
        item: item(of),
        change,
        pieces,
    }
}

#[test]
fn packing_that_is_taken_back_leaves_the_order_as_it_was_ordered() {
    let order = placed(Substitutes::Similar);
    let (packed, _) = done(&order, pack(vec![picked(1, 2), picked(2, 1)]), Party::Outlet);
    let (again, decision) = done(&packed, Command::Unpack, Party::Outlet);
    assert_eq!((&again, decision.moves.len()), (&order, 0), "all was there");

    let (packed, _) = done(&order, pack(vec![instead(1, 1, 3, 500), picked(2, 0)]), Party::Outlet);
    let (again, decision) = done(&packed, Command::Unpack, Party::Outlet);
    assert_eq!(again, order, "what came instead is no line any more");
    let moves = [
        change(1, StockChange::Promise, 1),
        change(2, StockChange::Promise, 1),
        change(3, StockChange::Release, 1),
    ];
    assert_eq!(decision.moves, moves);
    assert_eq!((decision.total.get(), decision.is_short), (2_500, false));
    assert_eq!(decision.event, OrderEventKind::Unpacked);
}

#[test]
fn what_came_instead_and_was_ordered_too_is_promised_as_far_as_it_was_ordered() {
    let order = placed(Substitutes::Similar);
    let (packed, decision) = done(&order, pack(vec![instead(1, 1, 2, 500), picked(2, 1)]), Party::Outlet);
    assert_eq!(
        decision.moves,
        [change(1, StockChange::Release, 1), change(2, StockChange::Promise, 1)]
    );
    let (again, decision) = done(&packed, Command::Unpack, Party::Outlet);
    assert_eq!(
        decision.moves,
        [change(1, StockChange::Promise, 1), change(2, StockChange::Release, 1)]
    );
    assert_eq!(again, order);
}

#[test]
fn packing_is_taken_back_by_the_outlet_alone_and_only_until_the_order_leaves() {
    let order = placed(Substitutes::None);
    assert_eq!(code(&order, Command::Unpack, Party::Outlet), "order-not-packed");
    let (packed, _) = done(&order, pack(vec![picked(1, 2), picked(2, 1)]), Party::Outlet);
    for by in [Party::Household, Party::Clock] {
        assert_eq!(code(&packed, Command::Unpack, by), "order-not-permitted");
    }
    assert_eq!(code(&sent(), Command::Unpack, Party::Outlet), "order-left-already");
    let (off, _) = done(&packed, cancel(Some("flooded")), Party::Outlet);
    assert_eq!(code(&off, Command::Unpack, Party::Outlet), "order-closed");
    let (again, _) = done(&packed, Command::Unpack, Party::Outlet);
    assert_eq!(code(&again, cancel(None), Party::Household), "allowed");
    assert_eq!(
        code(&again, Command::Send { run: run() }, Party::Outlet),
        "order-not-packed"
    );
}

#[test]
fn a_photo_shows_where_an_order_waits_and_nothing_else() {
    for state in OrderState::ALL {
        let should = match state {
            OrderState::Dropped => Ok(()),
            OrderState::Placed | OrderState::Packed | OrderState::Sent => Err(Refusal::State("order-not-dropped")),
            _ => Err(Refusal::State("order-closed")),
        };
        assert_eq!(check_photo(*state), should, "{state}");
    }
}

#[test]
fn every_line_is_packed_once_and_never_more_than_was_ordered() {
    let order = placed(Substitutes::Similar);
    let refused = |lines| code(&order, pack(lines), Party::Outlet);
    assert_eq!(refused(vec![picked(1, 2)]), "supply-order-line-once");
    assert_eq!(
        refused(vec![picked(1, 2), picked(1, 2), picked(2, 1)]),
        "supply-order-line-once"
    );
    assert_eq!(
        refused(vec![picked(1, 2), picked(2, 1), picked(9, 1)]),
        "supply-order-no-line"
    );
    assert_eq!(refused(vec![picked(1, 3), picked(2, 1)]), "supply-order-pieces");
    assert_eq!(refused(vec![picked(1, -1), picked(2, 1)]), "supply-order-pieces");
    assert_eq!(refused(vec![picked(1, 0), picked(2, 0)]), "order-nothing-picked");
    assert_eq!(
        refused(vec![instead(1, 2, 3, 1), picked(2, 1)]),
        "supply-order-nothing-missing"
    );
    assert_eq!(
        refused(vec![instead(1, 1, 1, 1), picked(2, 1)]),
        "supply-order-same-item"
    );
}

#[test]
fn a_household_says_what_was_missing_or_damaged_and_pays_only_what_it_can_use() {
    let lines = vec![ReceivedLine {
        line: 1,
        received: 2,
        damaged: 1,
    }];
    let (_, decision) = done(&sent(), receive(lines), Party::Household);
    assert!(decision.is_short);
    assert_eq!(decision.total.get(), 1_500);
    let too_many = vec![ReceivedLine {
        line: 1,
        received: 3,
        damaged: 0,
    }];
    assert_eq!(
        code(&sent(), receive(too_many), Party::Household),
        "supply-order-pieces"
    );
}

#[test]
fn an_outlet_confirms_only_with_the_code_that_the_household_said() {
    let with = |code: Option<&str>| Command::Receive {
        lines: vec![],
        code: code.map(str::to_owned),
    };
    assert_eq!(code(&sent(), with(None), Party::Outlet), "order-wrong-code");
    assert_eq!(code(&sent(), with(Some("000000")), Party::Outlet), "order-wrong-code");
    assert_eq!(code(&sent(), with(Some(CODE)), Party::Outlet), "allowed");
    assert_eq!(code(&sent(), with(None), Party::Household), "allowed");
    assert_eq!(code(&sent(), with(Some(CODE)), Party::Clock), "order-not-permitted");
}

#[test]
fn what_comes_back_is_sold_again_as_far_as_it_is_fit() {
    let lines = vec![ReturnedLine { line: 1, fit: 1 }];
    let reason = "nobody opened".to_owned();
    let (returned, decision) = done(&sent(), Command::Return { lines, reason }, Party::Outlet);
    assert_eq!(returned.state, OrderState::Returned);
    let back: Vec<_> = decision.moves.iter().map(|step| step.pieces).collect();
    assert_eq!((back, decision.total), (vec![1, 1], Fen::ZERO));
}

fn any_party() -> impl Strategy<Value = Party> {
    prop_oneof![Just(Party::Household), Just(Party::Outlet), Just(Party::Clock)]
}

fn any_packed() -> impl Strategy<Value = PackedLine> {
    let substitute = (1u32..5, 0i64..3_000, 1i64..4, any::<bool>());
    (1i64..4, -1i64..4, proptest::option::weighted(0.4, substitute)).prop_map(|(line, picked, substitute)| PackedLine {
        line,
        picked,
        substitute: substitute.map(|(of, price, pieces, is_agreed)| Substitute {
            item: item(of),
            price: Fen::try_from(price).expect("a price"),
            pieces,
            is_agreed,
        }),
    })
}

fn any_command() -> impl Strategy<Value = Command> {
    let received = (1i64..4, -1i64..4, -1i64..3).prop_map(|(line, received, damaged)| ReceivedLine {
        line,
        received,
        damaged,
    });
    let returned = (1i64..4, -1i64..4).prop_map(|(line, fit)| ReturnedLine { line, fit });
    prop_oneof![
        1 => proptest::option::of(Just("why".to_owned())).prop_map(|reason| Command::Cancel { reason }),
        4 => (any_packed(), any_packed()).prop_map(|(mut first, mut second)| {
            (first.line, second.line) = (1, 2);
            Command::Pack { lines: vec![first, second] }
        }),
        2 => proptest::collection::vec(any_packed(), 0..4).prop_map(|lines| Command::Pack { lines }),
        2 => Just(Command::Unpack),
        3 => Just(Command::Send { run: run() }),
        2 => Just(Command::Drop { point: "gate".into() }),
        2 => (proptest::collection::vec(received, 0..3), proptest::option::of(Just(CODE.to_owned())))
            .prop_map(|(lines, code)| Command::Receive { lines, code }),
        1 => proptest::collection::vec(returned, 0..3)
            .prop_map(|lines| Command::Return { lines, reason: "why".into() }),
        1 => Just(Command::Presume),
    ]
}

/// Each command as somebody may give it who does everything right.
fn ways_on(standing: &Standing) -> usize {
    let whole = standing
        .lines
        .iter()
        .map(|line| picked(line.line, line.ordered))
        .collect();
    let commands = [
        (Command::Pack { lines: whole }, Party::Outlet),
        (Command::Send { run: run() }, Party::Outlet),
        (Command::Drop { point: "gate".into() }, Party::Outlet),
        (receive(vec![]), Party::Household),
        (Command::Presume, Party::Clock),
    ];
    commands
        .iter()
        .filter(|(command, by)| decide(standing, command, *by).is_ok())
        .count()
}

proptest! {
    #[test]
    fn whatever_is_tried_in_whatever_order_the_machine_keeps_its_promises(
        rule in 0usize..3,
        tried in proptest::collection::vec((any_command(), any_party()), 1..30),
    ) {
        let mut standing = placed(Substitutes::ALL[rule]);
        let mut promised: BTreeMap<ItemId, i64> = BTreeMap::from([(item(1), 2), (item(2), 1)]);
        let mut left: BTreeMap<ItemId, i64> = BTreeMap::new();
        let ordered = standing.lines.clone();
        let mut payable = total(&ordered).expect("a sum");
        for (command, by) in tried {
            let Ok(decision) = decide(&standing, &command, by) else { continue };
            prop_assert!(standing.state.is_open(), "closed is closed: {:?}", command);
            prop_assert!(decision.moves.is_sorted_by_key(|step| step.item));
            for step in &decision.moves {
                prop_assert!(step.pieces > 0);
                let stands = promised.entry(step.item).or_default();
                let gone = left.entry(step.item).or_default();
                match step.change {
                    StockChange::Promise => *stands += step.pieces,
                    StockChange::Release => *stands -= step.pieces,
                    StockChange::Leave => (*stands, *gone) = (*stands - step.pieces, *gone + step.pieces),
                    StockChange::Back => *gone -= step.pieces,
                }
                prop_assert!(*stands >= 0 && *gone >= 0);
            }
            for line in &decision.lines {
                let pieces = line.pieces();
                prop_assert!(line.damaged >= 0 && line.payable() >= 0 && pieces >= 0);
                prop_assert!(line.substitute_for.is_some() || pieces <= line.ordered);
                prop_assert!(line.received.unwrap_or(0) <= pieces);
            }
            if decision.event == OrderEventKind::Unpacked {
                prop_assert_eq!(&decision.lines, &ordered);
                let held: BTreeMap<ItemId, i64> = promised.clone().into_iter().filter(|(_, held)| *held > 0).collect();
                prop_assert_eq!(held, BTreeMap::from([(item(1), 2), (item(2), 1)]));
                payable = total(&ordered).expect("a sum");
            }
            prop_assert!(decision.total <= payable, "nobody pays more than was said when ordering");
            payable = decision.total;
            standing = after(&standing, &decision);
            if standing.state.is_open() {
                prop_assert!(ways_on(&standing) > 0, "{:?} has no way on", standing.state);
            } else {
                prop_assert!(promised.values().all(|pieces| *pieces == 0), "nothing stays promised");
            }
        }
    }
}
