//! Whoever carries texts to telephones.

use crate::number::Number;
use tongxin_city::Id63;
use tongxin_storage::BoxFuture;

/// A text on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Ours; a gateway that is asked twice under one id sends once.
    pub id: Id63,
    /// To whom.
    pub to: Number,
    /// What it says.
    pub body: String,
}

/// What became of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The gateway has it, and sees to the rest.
    Accepted,
    /// It never will: the number or the text is refused. Why, in a word that names nobody.
    Failed(String),
    /// Not now.
    TryLater {
        /// Why, in a word that names nobody.
        why: String,
        /// After how many milliseconds, if the gateway says.
        after_ms: Option<i64>,
    },
}

/// Carries one text to one number.
pub trait Gateway: Send + Sync {
    /// Tries once.
    fn send<'g>(&'g self, text: &'g Outgoing) -> BoxFuture<'g, Sent>;
}
