//! The state machine: what a command does to an order, or why it is refused.

use crate::limits::WRONG_CODES_MAX;
use crate::rules::order::{
    Command, OrderEventKind, OrderLine, OrderState, PackedLine, Party, ReceivedLine, ReturnedLine, Standing,
    StockChange, StockMove, Substitute, Substitutes, total,
};
use std::collections::BTreeMap;
use tongxin_city::{Fen, ItemId, RunId};
use tongxin_web::FieldFault;

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What happened.
    pub event: OrderEventKind,
    /// How the order stands after it.
    pub state: OrderState,
    /// Its lines after it; those of substitutes are new when it is packed, and gone when packing is taken back.
    pub lines: Vec<OrderLine>,
    /// What is to be paid, as far as is known.
    pub total: Fen,
    /// What happens to the outlet's stock, in the order of the items' ids.
    pub moves: Vec<StockMove>,
    /// Whether the household gets less than it ordered, or something it can't use.
    pub is_short: bool,
    /// What is noted.
    pub note: Option<String>,
    /// The run it left with.
    pub run: Option<RunId>,
    /// Where it was put down.
    pub drop_point: Option<String>,
}

impl Decision {
    /// Whether the order has a line of that number after it.
    pub fn has_line(&self, number: i64) -> bool {
        self.lines.iter().any(|line| line.line == number)
    }
}

/// Why a command is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The order's state or the caller's side does not allow it; the problem's code.
    State(&'static str),
    /// Something is wrong with what was said.
    Fields(Vec<FieldFault>),
}

impl From<FieldFault> for Refusal {
    fn from(fault: FieldFault) -> Self {
        Refusal::Fields(vec![fault])
    }
}

/// Decides a command. Writes nothing; the same arguments always give the same answer.
///
/// # Errors
/// Why the command is refused.
pub fn decide(now: &Standing, command: &Command, by: Party) -> Result<Decision, Refusal> {
    check_party(now, command, by)?;
    check_state(now.state, command, by)?;
    let mut after = Decision {
        event: OrderEventKind::Cancelled,
        state: OrderState::Cancelled,
        lines: now.lines.clone(),
        total: Fen::ZERO,
        moves: Vec::new(),
        is_short: false,
        note: None,
        run: None,
        drop_point: None,
    };
    match command {
        Command::Cancel { reason } => cancel(&mut after, reason.as_deref(), by)?,
        Command::Pack { lines } => pack(&mut after, lines, now.substitutes)?,
        Command::Unpack => unpack(&mut after),
        Command::Send { run } => {
            (after.event, after.state) = (OrderEventKind::Sent, OrderState::Sent);
            after.run = Some(*run);
            after.moves = moves_of(&after.lines, StockChange::Leave);
        }
        Command::Drop { point } => {
            (after.event, after.state) = (OrderEventKind::Dropped, OrderState::Dropped);
            after.drop_point = Some(point.clone());
        }
        Command::Receive { lines, .. } => receive(&mut after, lines)?,
        Command::Return { lines, reason } => bring_back(&mut after, lines, reason)?,
        Command::Presume => (after.event, after.state) = (OrderEventKind::Presumed, OrderState::Received),
    }
    if after.state != OrderState::Cancelled {
        // Substitutes cost no more than what they stand for, so that the sum never grows beyond the basket's.
        after.total = total(&after.lines).map_err(|_| Refusal::State("order-total"))?;
    }
    Ok(after)
}

/// Whether a photo of the drop point can be added: while the order waits there.
///
/// # Errors
/// Why it is refused.
pub fn check_photo(state: OrderState) -> Result<(), Refusal> {
    match state {
        OrderState::Dropped => Ok(()),
        state if state.is_open() => Err(Refusal::State("order-not-dropped")),
        _ => Err(Refusal::State("order-closed")),
    }
}

/// The refusal of a hand-over code that is another; it counts.
pub const WRONG_CODE: &str = "order-wrong-code";

/// The household takes and calls off; the outlet works; the clock waits.
fn check_party(now: &Standing, command: &Command, by: Party) -> Result<(), Refusal> {
    let is_permitted = match command {
        Command::Cancel { .. } => by != Party::Clock,
        Command::Pack { .. }
        | Command::Unpack
        | Command::Send { .. }
        | Command::Drop { .. }
        | Command::Return { .. } => by == Party::Outlet,
        Command::Receive { code, .. } => match by {
            Party::Household => true,
            // Else it could try them all.
            Party::Outlet if now.wrong_codes >= WRONG_CODES_MAX => return Err(Refusal::State("order-code-spent")),
            Party::Outlet if code.as_deref() == Some(now.hand_over_code.as_str()) => true,
            Party::Outlet => return Err(Refusal::State(WRONG_CODE)),
            Party::Clock => false,
        },
        Command::Presume => by == Party::Clock,
    };
    if is_permitted {
        Ok(())
    } else {
        Err(Refusal::State("order-not-permitted"))
    }
}

fn check_state(state: OrderState, command: &Command, by: Party) -> Result<(), Refusal> {
    use OrderState::{Dropped, Packed, Placed, Sent};
    if !state.is_open() {
        return Err(Refusal::State("order-closed"));
    }
    let (is_right, code) = match command {
        Command::Cancel { .. } if by == Party::Household => (state == Placed, "order-packed-already"),
        Command::Cancel { .. } => (matches!(state, Placed | Packed), "order-left-already"),
        Command::Pack { .. } => (state == Placed, "order-packed-already"),
        Command::Unpack if state == Placed => (false, "order-not-packed"),
        Command::Unpack => (state == Packed, "order-left-already"),
        Command::Send { .. } => (state == Packed, "order-not-packed"),
        Command::Drop { .. } => (state == Sent, "order-not-sent"),
        Command::Receive { .. } | Command::Return { .. } => (matches!(state, Sent | Dropped), "order-not-sent"),
        Command::Presume => (state == Dropped, "order-not-dropped"),
    };
    if is_right { Ok(()) } else { Err(Refusal::State(code)) }
}

fn cancel(after: &mut Decision, reason: Option<&str>, by: Party) -> Result<(), Refusal> {
    if by == Party::Outlet && reason.is_none_or(|reason| reason.trim().is_empty()) {
        return Err(FieldFault::new("reason", "field-required").into());
    }
    after.note = reason.map(str::to_owned);
    after.moves = moves_of(&after.lines, StockChange::Release);
    Ok(())
}

fn pack(after: &mut Decision, packed: &[PackedLine], rule: Substitutes) -> Result<(), Refusal> {
    (after.event, after.state) = (OrderEventKind::Packed, OrderState::Packed);
    let mut faults = Vec::new();
    let mut substitutes = Vec::new();
    // What is promised more, or less when negative.
    let mut changes: BTreeMap<ItemId, i64> = BTreeMap::new();
    for line in &mut after.lines {
        let mut said = packed.iter().filter(|said| said.line == line.line);
        let (Some(said), None) = (said.next(), said.next()) else {
            faults.push(line_fault(line.line, "picked", "supply-order-line-once"));
            continue;
        };
        if !(0..=line.ordered).contains(&said.picked) {
            faults.push(line_fault(line.line, "picked", "supply-order-pieces").arg("max", line.ordered));
            continue;
        }
        let missing = line.ordered - said.picked;
        line.picked = Some(said.picked);
        *changes.entry(line.item).or_default() -= missing;
        match &said.substitute {
            Some(substitute) => match check_substitute(line, substitute, missing, rule) {
                Ok(()) => substitutes.push((line.line, line.price, *substitute)),
                Err(fault) => faults.push(fault),
            },
            None => after.is_short |= missing > 0,
        }
    }
    for said in packed {
        if !after.lines.iter().any(|line| line.line == said.line) {
            faults.push(line_fault(said.line, "picked", "supply-order-no-line"));
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    for (line, price, substitute) in substitutes {
        *changes.entry(substitute.item).or_default() += substitute.pieces;
        let number = after.lines.last().map_or(1, |last| last.line + 1);
        after.lines.push(OrderLine {
            picked: Some(substitute.pieces),
            substitute_for: Some(line),
            ..OrderLine::ordered(number, substitute.item, substitute.price.min(price), 0)
        });
    }
    if after.lines.iter().all(|line| line.pieces() == 0) {
        return Err(Refusal::State("order-nothing-picked"));
    }
    after.moves = changes
        .into_iter()
        .filter_map(|(item, change)| promised(item, change))
        .collect();
    Ok(())
}

/// What was promised is what was ordered: substitutes go, and what was missing is promised once more.
fn unpack(after: &mut Decision) {
    (after.event, after.state) = (OrderEventKind::Unpacked, OrderState::Placed);
    let mut changes: BTreeMap<ItemId, i64> = BTreeMap::new();
    for line in &mut after.lines {
        *changes.entry(line.item).or_default() += line.ordered - line.pieces();
        line.picked = None;
    }
    after.lines.retain(|line| line.substitute_for.is_none());
    after.moves = changes
        .into_iter()
        .filter_map(|(item, change)| promised(item, change))
        .collect();
}

fn promised(item: ItemId, change: i64) -> Option<StockMove> {
    let (kind, pieces) = match change {
        0 => return None,
        more if more > 0 => (StockChange::Promise, more),
        less => (StockChange::Release, -less),
    };
    Some(StockMove {
        item,
        change: kind,
        pieces,
    })
}

fn check_substitute(
    line: &OrderLine,
    substitute: &Substitute,
    missing: i64,
    rule: Substitutes,
) -> Result<(), FieldFault> {
    let fault = |key| Err(line_fault(line.line, "substitute", key));
    if rule == Substitutes::None {
        return fault("supply-order-no-substitutes");
    }
    if rule == Substitutes::Ask && !substitute.is_agreed {
        return fault("supply-order-ask-first");
    }
    if substitute.item == line.item {
        return fault("supply-order-same-item");
    }
    if missing == 0 {
        return fault("supply-order-nothing-missing");
    }
    if !(1..=missing).contains(&substitute.pieces) {
        return Err(line_fault(line.line, "substitute", "supply-order-pieces").arg("max", missing));
    }
    Ok(())
}

fn receive(after: &mut Decision, said: &[ReceivedLine]) -> Result<(), Refusal> {
    (after.event, after.state) = (OrderEventKind::Received, OrderState::Received);
    check_named(after, said.iter().map(|said| said.line))?;
    let mut faults = Vec::new();
    for line in &mut after.lines {
        let packed = line.pieces();
        let as_packed = ReceivedLine {
            line: line.line,
            received: packed,
            damaged: 0,
        };
        let said = said.iter().find(|said| said.line == line.line).unwrap_or(&as_packed);
        if !(0..=packed).contains(&said.received) {
            faults.push(line_fault(line.line, "received", "supply-order-pieces").arg("max", packed));
        } else if !(0..=said.received).contains(&said.damaged) {
            faults.push(line_fault(line.line, "damaged", "supply-order-pieces").arg("max", said.received));
        }
        (line.received, line.damaged) = (Some(said.received), said.damaged);
        after.is_short |= said.received < packed || said.damaged > 0;
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Fields(faults))
    }
}

fn bring_back(after: &mut Decision, said: &[ReturnedLine], reason: &str) -> Result<(), Refusal> {
    (after.event, after.state) = (OrderEventKind::Returned, OrderState::Returned);
    check_named(after, said.iter().map(|said| said.line))?;
    after.note = Some(reason.to_owned());
    let mut faults = Vec::new();
    let mut fit: BTreeMap<ItemId, i64> = BTreeMap::new();
    for line in &mut after.lines {
        let named = said.iter().find(|said| said.line == line.line);
        let pieces = named.map_or(line.pieces(), |said| said.fit);
        if !(0..=line.pieces()).contains(&pieces) {
            faults.push(line_fault(line.line, "fit", "supply-order-pieces").arg("max", line.pieces()));
        }
        (line.received, line.damaged) = (Some(0), 0);
        *fit.entry(line.item).or_default() += pieces;
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    after.moves = moves(fit, StockChange::Back);
    Ok(())
}

/// Each line that is named is there and named once.
fn check_named(after: &Decision, named: impl Iterator<Item = i64>) -> Result<(), Refusal> {
    let mut seen = Vec::new();
    for number in named {
        if !after.lines.iter().any(|line| line.line == number) {
            return Err(line_fault(number, "line", "supply-order-no-line").into());
        }
        if seen.contains(&number) {
            return Err(line_fault(number, "line", "supply-order-line-once").into());
        }
        seen.push(number);
    }
    Ok(())
}

/// The same change for all pieces of the lines.
fn moves_of(lines: &[OrderLine], change: StockChange) -> Vec<StockMove> {
    let mut pieces: BTreeMap<ItemId, i64> = BTreeMap::new();
    for line in lines {
        *pieces.entry(line.item).or_default() += line.pieces();
    }
    moves(pieces, change)
}

fn moves(pieces: BTreeMap<ItemId, i64>, change: StockChange) -> Vec<StockMove> {
    let some = pieces.into_iter().filter(|(_, pieces)| *pieces > 0);
    some.map(|(item, pieces)| StockMove { item, change, pieces }).collect()
}

/// A fault at a field of a line: `lines[2].picked` is the second line's.
fn line_fault(line: i64, field: &str, key: &'static str) -> FieldFault {
    FieldFault::new(format!("lines[{line}].{field}"), key)
}
