//! `tongxin pass`: what may be said, and its words.

use super::Database;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use tongxin_city::{OrgId, PlaceCode, Timestamp};

/// What can be done with passes.
#[derive(Debug, Subcommand)]
pub enum PassCommand {
    /// The issuer's keys and the signed files that gates hold.
    Keys {
        /// What to do with them.
        #[command(subcommand)]
        command: PassKeysCommand,
    },
    /// Apply for passes of a firm and issue what the rules approve: JSON lines in, as the API takes rows.
    Issue(IssueOptions),
    /// Judge texts of passes as a gate does: a text a line in, or JSON lines with `text`; fails when one is not valid.
    Verify(VerifyOptions),
    /// Revoke passes by number: given here, or a number a line in.
    Revoke(RevokeOptions),
}

/// What can be done with the issuer's keys.
#[derive(Debug, Subcommand)]
pub enum PassKeysCommand {
    /// The root key's public half and the issuer's keys.
    List {
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
        /// The moment it is (RFC 3339); now by default.
        #[arg(long)]
        at: Option<Timestamp>,
    },
    /// Add a key. It signs once gates have had a day to hear of it; then the others retire.
    Rotate {
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
        /// The moment it is (RFC 3339); now by default.
        #[arg(long)]
        at: Option<Timestamp>,
    },
    /// Withdraw a key that somebody else may have: what it signed is refused by gates and signed anew by another.
    Withdraw {
        /// Its id, as `list` shows it.
        key: String,
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
        /// The moment it is (RFC 3339); now by default.
        #[arg(long)]
        at: Option<Timestamp>,
    },
    /// Write the signed files of keys and statuses into a folder, for gates without a network.
    Export {
        /// The folder.
        dir: PathBuf,
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
        /// The moment it is (RFC 3339); now by default.
        #[arg(long)]
        at: Option<Timestamp>,
    },
}

/// Options of `pass issue`.
#[derive(Debug, Args)]
pub struct IssueOptions {
    /// The database and its keys.
    #[command(flatten)]
    pub database: Database,
    /// The firm.
    #[arg(long)]
    pub org: OrgId,
    /// What comes out for each pass.
    #[arg(long, value_enum, default_value_t = PassFormat::Json)]
    pub format: PassFormat,
    /// The folder for square codes, each named by its number; standard output by default.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// The moment it is (RFC 3339); now by default.
    #[arg(long)]
    pub at: Option<Timestamp>,
}

/// What comes out for a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PassFormat {
    /// A JSON line: id, state, rule, number, text.
    Json,
    /// The text of its QR code.
    Text,
    /// Its QR code as SVG.
    Svg,
    /// Its QR code as PNG.
    Png,
}

/// Options of `pass verify`.
#[derive(Debug, Args)]
pub struct VerifyOptions {
    /// The database and its keys, unless files are given.
    #[command(flatten)]
    pub database: Database,
    /// The signed file of keys instead of the database's.
    #[arg(long, requires_all = ["status_file", "root"])]
    pub key_file: Option<PathBuf>,
    /// The signed status list instead of the database's.
    #[arg(long)]
    pub status_file: Option<PathBuf>,
    /// The root key's public half, 64 hexadecimal digits.
    #[arg(long)]
    pub root: Option<String>,
    /// The place whose gate it is.
    #[arg(long)]
    pub place: PlaceCode,
    /// Which way the holder goes.
    #[arg(long, value_enum, default_value_t = GateDirection::Enter)]
    pub direction: GateDirection,
    /// The corridor that the gate stands on.
    #[arg(long)]
    pub corridor: Option<String>,
    /// By how many seconds the clock may be wrong.
    #[arg(long, default_value_t = 1)]
    pub uncertainty_seconds: u64,
    /// The zone whose days and hours count, when files are given.
    #[arg(long, default_value = "Asia/Shanghai")]
    pub zone: String,
    /// The moment it is (RFC 3339); now by default.
    #[arg(long)]
    pub at: Option<Timestamp>,
}

/// Which way a holder goes at a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GateDirection {
    /// Into the gate's place.
    Enter,
    /// Out of it.
    Leave,
}

/// Options of `pass revoke`.
#[derive(Debug, Args)]
pub struct RevokeOptions {
    /// The database and its keys.
    #[command(flatten)]
    pub database: Database,
    /// The passes' numbers.
    pub numbers: Vec<u32>,
    /// Why, in words that the firm may read.
    #[arg(long)]
    pub reason: String,
    /// The moment it is (RFC 3339); now by default.
    #[arg(long)]
    pub at: Option<Timestamp>,
}
