//! `tongxin care`: what may be said, and its words.

use super::Database;
use clap::Subcommand;
use tongxin_city::Lang;

/// What can be done with what is sealed.
#[derive(Debug, Subcommand)]
pub enum CareCommand {
    /// Seal every health fact anew under a new key and remove the old keys; may be cut off and started again, while the
    /// server runs.
    Rekey {
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
        /// The language of the answer.
        #[arg(long, default_value = "zh")]
        lang: Lang,
    },
}
