//! Care of a whole city: a million people are registered and their rounds of a day are made, in this process through the
//! module's own code; and the phones of thousands of people who were without a signal come back at once.

mod rounds;
mod sync;
mod town;

pub use rounds::run as rounds;
pub use sync::run as sync;
