//! Types and decisions, pure and tested without a database.

pub mod decide;
pub mod figure;
pub mod fleet;
pub mod gate;
pub mod hours;
pub mod kind;
pub mod row;
pub mod standing;
pub mod times;
pub mod trip;

pub use decide::{Outcome, Route, decide};
pub use figure::{GateFigure, PassFigure, PassFigureKey, PassHappening};
pub use fleet::{FirmFacts, Used};
pub use kind::PassKind;
pub use row::{AskedPass, PassRow};
pub use standing::{PassEventKind, PassRule, PassState, Step};
