//! Keys and the signed files that gates hold.

use crate::store::columns::{at, corrupt, word};
use crate::store::rows::number;
use tongxin_city::{Timestamp, words};
use tongxin_pass_format::pass::PassNumber;
use tongxin_pass_format::{IssueNumber, KeyId, PublicKey};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

words! {
    /// Whether a key of the issuer still counts.
    KeyState, "state of a key" {
        /// It signs, or will once gates have heard of it.
        Active = "active",
        /// It signs nothing more; what it signed counts.
        Retired = "retired",
        /// Somebody else may have it: nothing it signed counts.
        Withdrawn = "withdrawn",
    }
}

/// A key of the issuer.
#[derive(Debug, Clone)]
pub(crate) struct KeyRow {
    pub(crate) public: PublicKey,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) state: KeyState,
    pub(crate) added_at: Timestamp,
}

fn key(row: &Row) -> Result<KeyRow, StorageError> {
    let bytes: [u8; 32] = row
        .blob("public_key")?
        .try_into()
        .map_err(|_| corrupt("public_key", "not 32 bytes"))?;
    Ok(KeyRow {
        public: PublicKey::from_bytes(&bytes).map_err(|error| corrupt("public_key", error))?,
        from: at(row, "from_at")?,
        until: at(row, "until_at")?,
        state: word(row, "status")?,
        added_at: at(row, "added_at")?,
    })
}

const SELECT_KEYS: &str =
    "SELECT public_key, from_at, until_at, status, added_at FROM pass_key ORDER BY added_at, key_id";

/// All keys, oldest first.
pub(crate) async fn keys(db: &Db) -> Result<Vec<KeyRow>, StorageError> {
    db.all(SELECT_KEYS, args![]).await?.iter().map(key).collect()
}

/// The same as a write sees them.
pub(crate) async fn keys_in(tx: &mut Tx) -> Result<Vec<KeyRow>, StorageError> {
    tx.all(SELECT_KEYS, args![]).await?.iter().map(key).collect()
}

/// Adds a key that signs.
pub(crate) fn add_key(tx: &mut Tx, new: &KeyRow) {
    tx.defer(
        "INSERT INTO pass_key (key_id, public_key, from_at, until_at, status, added_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            new.public.id().to_string(),
            new.public.to_bytes().to_vec(),
            new.from.millis(),
            new.until.millis(),
            new.state.as_str(),
            new.added_at.millis(),
        ],
    );
}

/// Ends a key's signing; one that was withdrawn stays so.
pub(crate) fn end_key(tx: &mut Tx, key: KeyId, state: KeyState) {
    tx.defer(
        "UPDATE pass_key SET status = $2 WHERE key_id = $1 AND status <> 'withdrawn'",
        args![key.to_string(), state.as_str()],
    );
}

/// The name of the file of keys, and of the status list.
pub(crate) const KEYS: &str = "keys";
/// See [`KEYS`].
pub(crate) const STATUS: &str = "status";

/// A signed file at its latest issue.
#[derive(Debug, Clone)]
pub(crate) struct SignedFile {
    pub(crate) issue: IssueNumber,
    pub(crate) issued_at: Timestamp,
    pub(crate) good_until: Timestamp,
    pub(crate) file: Vec<u8>,
}

/// The latest issue of a file.
pub(crate) async fn file(db: &Db, name: &str) -> Result<Option<SignedFile>, StorageError> {
    let sql = "SELECT issue, issued_at, good_until, file FROM pass_file WHERE name = $1";
    let row = db.optional(sql, args![name]).await?;
    let file = |row: Row| {
        Ok(SignedFile {
            issue: issue(&row)?,
            issued_at: at(&row, "issued_at")?,
            good_until: at(&row, "good_until")?,
            file: row.blob("file")?,
        })
    };
    row.map(file).transpose()
}

fn issue(row: &Row) -> Result<IssueNumber, StorageError> {
    let issue = u64::try_from(row.int("issue")?).map_err(|error| corrupt("issue", error))?;
    Ok(IssueNumber(issue))
}

/// Keeps a new issue of a file, unless somebody else has made that one.
pub(crate) async fn keep_file(tx: &mut Tx, name: &str, new: &SignedFile) -> Result<bool, StorageError> {
    let sql = "INSERT INTO pass_file (name, issue, issued_at, good_until, file) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO UPDATE SET issue = excluded.issue, issued_at = excluded.issued_at,
             good_until = excluded.good_until, file = excluded.file
         WHERE pass_file.issue < excluded.issue";
    let args = args![
        name,
        new.issue.0 as i64,
        new.issued_at.millis(),
        new.good_until.millis(),
        new.file.clone(),
    ];
    Ok(tx.execute(sql, args).await? == 1)
}

/// What an issue of the status list covered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatusIssue {
    pub(crate) issue: IssueNumber,
    pub(crate) issued_at: Timestamp,
    pub(crate) good_until: Timestamp,
    pub(crate) numbers: u32,
}

/// An issue of the status list.
pub(crate) async fn status_issue(db: &Db, number: IssueNumber) -> Result<Option<StatusIssue>, StorageError> {
    let sql = "SELECT issue, issued_at, good_until, numbers FROM pass_status_issue WHERE issue = $1";
    let row = db.optional(sql, args![number.0 as i64]).await?;
    let read = |row: Row| {
        Ok(StatusIssue {
            issue: issue(&row)?,
            issued_at: at(&row, "issued_at")?,
            good_until: at(&row, "good_until")?,
            numbers: u32::try_from(row.int("numbers")?).map_err(|error| corrupt("numbers", error))?,
        })
    };
    row.map(read).transpose()
}

/// Remembers an issue, and forgets those that are too old to start from.
pub(crate) fn remember_issue(tx: &mut Tx, new: &StatusIssue, forget_before: i64) {
    tx.defer(
        "INSERT INTO pass_status_issue (issue, issued_at, good_until, numbers) VALUES ($1, $2, $3, $4)",
        args![
            new.issue.0 as i64,
            new.issued_at.millis(),
            new.good_until.millis(),
            i64::from(new.numbers),
        ],
    );
    tx.defer("DELETE FROM pass_status_issue WHERE issue < $1", args![forget_before]);
}

/// The passes that don't count any more and of which no issue tells.
pub(crate) async fn unlisted(db: &Db) -> Result<Vec<PassNumber>, StorageError> {
    let sql = "SELECT number FROM pass
         WHERE state IN ('revoked', 'replaced') AND listed_in IS NULL ORDER BY number";
    db.all(sql, args![]).await?.iter().map(number).collect()
}

/// The passes that don't count any more, as an issue told.
pub(crate) async fn listed_by(db: &Db, issue: IssueNumber) -> Result<Vec<PassNumber>, StorageError> {
    let sql = "SELECT number FROM pass WHERE listed_in <= $1 ORDER BY number";
    db.all(sql, args![issue.0 as i64]).await?.iter().map(number).collect()
}

/// Notes which issue first tells of these.
pub(crate) fn list(tx: &mut Tx, numbers: &[PassNumber], issue: IssueNumber) {
    for number in numbers {
        tx.defer(
            "UPDATE pass SET listed_in = $2 WHERE number = $1 AND listed_in IS NULL",
            args![i64::from(number.get()), issue.0 as i64],
        );
    }
}
