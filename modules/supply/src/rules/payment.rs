//! How an order is paid. Each way is a [`Payment`]; one that is settled online would be another.

use tongxin_city::{Fen, words};

words! {
    /// How an order is paid.
    Pays, "way of paying" {
        /// In cash or by telephone when it is handed over.
        AtHandOver = "at_hand_over",
        /// Not at all.
        Free = "free",
    }
}

/// A way of paying.
pub trait Payment: Sync {
    /// Its word.
    fn pays(&self) -> Pays;

    /// Whether a basket of that price can be paid so.
    fn takes(&self, total: Fen) -> bool;

    /// What whoever hands the order over has to ask for.
    fn due_at_hand_over(&self, total: Fen) -> Fen;
}

/// Paid when it is handed over.
#[derive(Debug, Clone, Copy)]
pub struct AtHandOver;

impl Payment for AtHandOver {
    fn pays(&self) -> Pays {
        Pays::AtHandOver
    }

    fn takes(&self, total: Fen) -> bool {
        total > Fen::ZERO
    }

    fn due_at_hand_over(&self, total: Fen) -> Fen {
        total
    }
}

/// Free of charge.
#[derive(Debug, Clone, Copy)]
pub struct Free;

impl Payment for Free {
    fn pays(&self) -> Pays {
        Pays::Free
    }

    fn takes(&self, total: Fen) -> bool {
        total == Fen::ZERO
    }

    fn due_at_hand_over(&self, _: Fen) -> Fen {
        Fen::ZERO
    }
}

impl Pays {
    /// What is behind the word.
    pub fn payment(self) -> &'static dyn Payment {
        match self {
            Pays::AtHandOver => &AtHandOver,
            Pays::Free => &Free,
        }
    }

    /// The way in which a basket of that price is paid.
    pub fn of(total: Fen) -> Pays {
        let fitting = Pays::ALL.iter().find(|pays| pays.payment().takes(total));
        fitting.copied().unwrap_or(Pays::AtHandOver)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_price_is_paid_in_exactly_one_way() {
        for fen in [0, 1, 1_250, Fen::MAX.get()] {
            let total = Fen::try_from(fen).expect("a price");
            let ways = Pays::ALL.iter().filter(|pays| pays.payment().takes(total)).count();
            assert_eq!(ways, 1, "{fen}");
            assert_eq!(Pays::of(total).payment().due_at_hand_over(total), total);
            assert_eq!(Pays::of(total).payment().pays(), Pays::of(total));
        }
    }
}
