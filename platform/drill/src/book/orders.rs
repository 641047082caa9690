//! The drill's own record of an order, kept by the rules as the documents state them.

use super::words::OrderState;
use tongxin_city::Timestamp;

/// A line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookLine {
    /// Its number in the system.
    pub number: usize,
    /// The item, as an index in the plan.
    pub item: usize,
    /// What a piece costs, in fen.
    pub price: i64,
    /// Pieces that were ordered.
    pub ordered: i64,
    picked: Option<i64>,
    received: Option<i64>,
}

impl BookLine {
    /// A line as it is ordered.
    pub const fn ordered(number: usize, item: usize, price: i64, ordered: i64) -> BookLine {
        BookLine {
            number,
            item,
            price,
            ordered,
            picked: None,
            received: None,
        }
    }

    /// Pieces that stand as promised, or left with the order.
    pub fn pieces(&self) -> i64 {
        self.picked.unwrap_or(self.ordered)
    }

    fn payable(&self) -> i64 {
        self.received.unwrap_or_else(|| self.pieces())
    }
}

/// What happens to the pieces of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShelfChange {
    /// Promised to somebody.
    Promise,
    /// Not promised any more.
    Release,
    /// Promised ones leave.
    Leave,
    /// They are there, from outside or back.
    Arrive,
}

/// What somebody does to an order; a missing piece is of the line with that position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Called off.
    Cancel,
    /// Packed, without some pieces.
    Pack(Option<(usize, i64)>),
    /// Left.
    Send,
    /// Put down.
    Drop,
    /// In the household's hands, without some pieces.
    Receive(Option<(usize, i64)>),
    /// Came back whole.
    Return,
}

/// What follows from a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Follows {
    /// Item, change, pieces.
    pub shelf: Vec<(usize, ShelfChange, i64)>,
    /// What is counted for the day.
    pub counted: Vec<&'static str>,
    /// Whether a need is raised because it came short.
    pub is_newly_short: bool,
}

/// One order in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookOrder {
    state: OrderState,
    lines: Vec<BookLine>,
    due_at: Timestamp,
    seq: usize,
    is_short: bool,
    is_late: bool,
}

impl BookOrder {
    /// An order that was just placed; its lines by number.
    pub fn placed(lines: Vec<BookLine>, due_at: Timestamp) -> BookOrder {
        BookOrder {
            state: OrderState::Placed,
            lines,
            due_at,
            seq: 1,
            is_short: false,
            is_late: false,
        }
    }

    /// How it stands.
    pub fn state(&self) -> OrderState {
        self.state
    }

    /// Its lines by number.
    pub fn lines(&self) -> &[BookLine] {
        &self.lines
    }

    /// The number of its last event.
    pub fn seq(&self) -> usize {
        self.seq
    }

    /// Whether it came short.
    pub fn is_short(&self) -> bool {
        self.is_short
    }

    /// Whether it was late before it arrived.
    pub fn is_late(&self) -> bool {
        self.is_late
    }

    /// What is to be paid, in fen.
    pub fn total(&self) -> i64 {
        if self.state == OrderState::Cancelled {
            return 0;
        }
        self.lines.iter().map(|line| line.price * line.payable()).sum()
    }

    /// Whether the clock must raise that it is late.
    pub fn awaits_clock(&self, now: Timestamp) -> bool {
        self.can_be_late() && self.due_at < now
    }

    /// Whether it has not left yet, and still has to.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, OrderState::Placed | OrderState::Packed)
    }

    /// Whether it has not arrived, and nobody has raised yet that it is late.
    pub fn can_be_late(&self) -> bool {
        let is_under_way = matches!(self.state, OrderState::Placed | OrderState::Packed | OrderState::Sent);
        is_under_way && !self.is_late
    }

    /// The clock raises that it is late.
    pub fn clock_acts(&mut self) {
        self.is_late = true;
    }

    /// Takes a step that its state allows; nothing for one that it does not, which the system must refuse.
    pub fn step(&mut self, step: Step, now: Timestamp) -> Option<Follows> {
        let after = self.after(step)?;
        let before = std::mem::replace(&mut self.state, after);
        self.seq += 1;
        let mut follows = Follows::default();
        let is_short = self.apply(step, &mut follows);
        if after.has_arrived() && !before.has_arrived() {
            follows.counted.push("delivered");
            if now <= self.due_at {
                follows.counted.push("on_time");
            }
        }
        if after == OrderState::Cancelled {
            follows.counted.push("cancelled");
        }
        if is_short && !self.is_short {
            self.is_short = true;
            follows.is_newly_short = true;
            follows.counted.push("short");
        }
        Some(follows)
    }

    fn after(&self, step: Step) -> Option<OrderState> {
        let is_away = matches!(self.state, OrderState::Sent | OrderState::Dropped);
        match step {
            Step::Cancel => (self.state == OrderState::Placed).then_some(OrderState::Cancelled),
            Step::Pack(_) => (self.state == OrderState::Placed).then_some(OrderState::Packed),
            Step::Send => (self.state == OrderState::Packed).then_some(OrderState::Sent),
            Step::Drop => (self.state == OrderState::Sent).then_some(OrderState::Dropped),
            Step::Receive(_) => is_away.then_some(OrderState::Received),
            Step::Return => is_away.then_some(OrderState::Returned),
        }
    }

    /// What a step does to the lines and to the shelf; answers whether something is missing.
    fn apply(&mut self, step: Step, follows: &mut Follows) -> bool {
        match step {
            Step::Cancel => self.move_all(ShelfChange::Release, follows),
            Step::Send => self.move_all(ShelfChange::Leave, follows),
            Step::Drop => {}
            Step::Return => {
                self.move_all(ShelfChange::Arrive, follows);
                for line in &mut self.lines {
                    line.received = Some(0);
                }
            }
            Step::Pack(missing) => {
                for (position, line) in self.lines.iter_mut().enumerate() {
                    let pieces = missing_of(missing, position);
                    line.picked = Some(line.ordered - pieces);
                    if pieces > 0 {
                        follows.shelf.push((line.item, ShelfChange::Release, pieces));
                    }
                }
                return missing.is_some();
            }
            Step::Receive(missing) => {
                for (position, line) in self.lines.iter_mut().enumerate() {
                    line.received = Some(line.pieces() - missing_of(missing, position));
                }
                return missing.is_some();
            }
        }
        false
    }

    fn move_all(&self, change: ShelfChange, follows: &mut Follows) {
        let some = self.lines.iter().filter(|line| line.pieces() > 0);
        follows
            .shelf
            .extend(some.map(|line| (line.item, change, line.pieces())));
    }
}

fn missing_of(missing: Option<(usize, i64)>, position: usize) -> i64 {
    missing
        .filter(|(line, _)| *line == position)
        .map_or(0, |(_, pieces)| pieces)
}
