//! The SQL of short messages, and nothing but. One text for SQLite and PostgreSQL.

use crate::code::ReplyCode;
use crate::number::Number;
use crate::outbox::NewText;
use crate::spoken::Answer;
use tongxin_city::{Day, Id63, Lang, Timestamp};
use tongxin_storage::columns::{corrupt, id};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

/// A text that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) id: Id63,
    pub(crate) to: Number,
    pub(crate) body: String,
    /// How often it has been tried, this time included.
    pub(crate) tries: i64,
    pub(crate) until: Timestamp,
}

/// How a text stands after a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    Sent,
    Failed(String),
    /// Nobody needs it any more.
    Late,
    /// To be tried again.
    Again(Timestamp, String),
}

/// What a reply is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) id: Id63,
    pub(crate) topic: String,
    pub(crate) about: String,
    pub(crate) until: Timestamp,
}

/// Writes a text, unless one of its cause is there; answers whether none was.
pub(crate) async fn insert(tx: &mut Tx, id: Id63, text: &NewText, now: Timestamp) -> Result<bool, StorageError> {
    let written = tx.execute(
        "INSERT INTO sms_out (id, cause, topic, about, number, body, reply_code, state, tries, next_at, until_at, queued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, $9, $8) ON CONFLICT (cause) DO NOTHING",
        args![
            id.get(),
            &*text.cause,
            text.topic,
            &*text.about,
            text.to.as_str(),
            &*text.body,
            text.code.map(|code| code.to_string()),
            now.millis(),
            text.until.millis()
        ],
    );
    Ok(written.await? == 1)
}

fn number(row: &Row) -> Result<Number, StorageError> {
    let text = row.text("number")?;
    Number::find(&text).ok_or_else(|| corrupt("number", "no number"))
}

fn due(row: &Row) -> Result<Due, StorageError> {
    Ok(Due {
        id: id(row, "id")?,
        to: number(row)?,
        body: row.text("body")?,
        tries: row.int("tries")? + 1,
        until: Timestamp(row.int("until_at")?),
    })
}

/// Takes up texts that are due, each by nobody else until `again_at`.
pub(crate) async fn take_up(
    tx: &mut Tx,
    now: Timestamp,
    again_at: Timestamp,
    limit: u32,
) -> Result<Vec<Due>, StorageError> {
    let sql = "SELECT id, number, body, tries, until_at FROM sms_out WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2";
    let mut taken = Vec::new();
    for row in tx.all(sql, args![now.millis(), limit]).await? {
        let due = due(&row)?;
        let sql = "UPDATE sms_out SET tries = $3, next_at = $4 WHERE id = $1 AND tries = $2 AND next_at <= $5";
        let args = args![due.id.get(), due.tries - 1, due.tries, again_at.millis(), now.millis()];
        // Another process may have been faster.
        if tx.execute(sql, args).await? == 1 {
            taken.push(due);
        }
    }
    Ok(taken)
}

/// Whether a text is due.
pub(crate) async fn has_due(db: &Db, now: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT 1 AS one FROM sms_out WHERE next_at <= $1 LIMIT 1";
    Ok(db.optional(sql, args![now.millis()]).await?.is_some())
}

/// Notes how a try ended, unless another try has begun since.
pub(crate) fn end_try(tx: &mut Tx, due: &Due, ending: &Ending) {
    let (state, next_at, failure) = match ending {
        Ending::Sent => ("sent", None, None),
        Ending::Failed(why) => ("failed", None, Some(why.clone())),
        Ending::Late => ("late", None, None),
        Ending::Again(at, why) => ("waiting", Some(at.millis()), Some(why.clone())),
    };
    tx.defer(
        "UPDATE sms_out SET state = $3, next_at = $4, failure = $5 WHERE id = $1 AND tries = $2 AND state = 'waiting'",
        args![due.id.get(), due.tries, state, next_at, failure],
    );
}

/// What a number was asked under a code, the last first.
pub(crate) async fn question(db: &Db, from: &Number, code: ReplyCode) -> Result<Option<Question>, StorageError> {
    let sql =
        "SELECT id, topic, about, until_at FROM sms_out WHERE number = $1 AND reply_code = $2 ORDER BY id DESC LIMIT 1";
    let row = db.optional(sql, args![from.as_str(), code.to_string()]).await?;
    let question = |row: &Row| {
        Ok(Question {
            id: id(row, "id")?,
            topic: row.text("topic")?,
            about: row.text("about")?,
            until: Timestamp(row.int("until_at")?),
        })
    };
    row.as_ref().map(question).transpose()
}

/// Notes an answer.
pub(crate) fn set_answer(tx: &mut Tx, id: Id63, answer: Answer) {
    let sql = "UPDATE sms_out SET answer = $2 WHERE id = $1";
    tx.defer(sql, args![id.get(), answer.as_str()]);
}

const LANG_OF: &str = "SELECT lang FROM sms_number WHERE number = $1";

fn lang(row: &Row) -> Result<Lang, StorageError> {
    tongxin_storage::columns::word(row, "lang")
}

/// The language of a number, as a write sees it.
pub(crate) async fn lang_of_in(tx: &mut Tx, number: &Number) -> Result<Option<Lang>, StorageError> {
    let row = tx.optional(LANG_OF, args![number.as_str()]).await?;
    row.as_ref().map(lang).transpose()
}

/// The language of a number.
pub(crate) async fn lang_of(db: &Db, number: &Number) -> Result<Option<Lang>, StorageError> {
    let row = db.optional(LANG_OF, args![number.as_str()]).await?;
    row.as_ref().map(lang).transpose()
}

/// Notes it.
pub(crate) fn set_lang(tx: &mut Tx, number: &Number, lang: Lang, now: Timestamp) {
    tx.defer(
        "INSERT INTO sms_number (number, lang, seen_at) VALUES ($1, $2, $3)
         ON CONFLICT (number) DO UPDATE SET lang = excluded.lang, seen_at = excluded.seen_at",
        args![number.as_str(), lang.as_tag(), now.millis()],
    );
}

/// Whether whoever is behind a number wants no reminders, as a write sees it.
pub(crate) async fn is_stopped_in(tx: &mut Tx, number: &Number) -> Result<bool, StorageError> {
    let sql = "SELECT 1 AS one FROM sms_number WHERE number = $1 AND stopped_at IS NOT NULL";
    Ok(tx.optional(sql, args![number.as_str()]).await?.is_some())
}

/// Notes since when they want none, or that they want them; of a number whose language is known.
pub(crate) fn set_stopped(tx: &mut Tx, number: &Number, since: Option<Timestamp>) {
    let sql = "UPDATE sms_number SET stopped_at = $2 WHERE number = $1";
    tx.defer(sql, args![number.as_str(), since.map(Timestamp::millis)]);
}

/// Takes back what is still to be sent to a number, but for texts of one topic.
pub(crate) fn take_back(tx: &mut Tx, number: &Number, but: &'static str) {
    let sql = "UPDATE sms_out SET state = 'stopped', next_at = NULL
         WHERE number = $1 AND next_at IS NOT NULL AND topic <> $2";
    tx.defer(sql, args![number.as_str(), but]);
}

/// Numbers that want no reminders and were last heard of before a moment, the longest ago first.
pub(crate) async fn stopped_before(db: &Db, before: Timestamp, limit: u32) -> Result<Vec<Number>, StorageError> {
    let sql = "SELECT number FROM sms_number WHERE stopped_at IS NOT NULL AND seen_at < $1 ORDER BY seen_at LIMIT $2";
    let rows = db.all(sql, args![before.millis(), limit]).await?;
    rows.iter().map(number).collect()
}

/// Notes that a number was heard of.
pub(crate) fn set_seen(tx: &mut Tx, number: &Number, now: Timestamp) {
    let sql = "UPDATE sms_number SET seen_at = $2 WHERE number = $1";
    tx.defer(sql, args![number.as_str(), now.millis()]);
}

/// Forgets a number, unless it was heard of since.
pub(crate) fn forget(tx: &mut Tx, number: &Number, before: Timestamp) {
    let sql = "DELETE FROM sms_number WHERE number = $1 AND seen_at < $2";
    tx.defer(sql, args![number.as_str(), before.millis()]);
}

/// Whether all reminders of a topic for a day have been queued.
pub(crate) async fn is_round_done(db: &Db, topic: &'static str, day: Day) -> Result<bool, StorageError> {
    let sql = "SELECT 1 AS one FROM sms_round WHERE topic = $1 AND day = $2";
    Ok(db.optional(sql, args![topic, day.number()]).await?.is_some())
}

/// Notes that they have.
pub(crate) fn end_round(tx: &mut Tx, topic: &'static str, day: Day) {
    let sql = "INSERT INTO sms_round (topic, day) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    tx.defer(sql, args![topic, day.number()]);
}

/// Whether something is old enough to be erased.
pub(crate) async fn has_old(db: &Db, texts_before: Timestamp, numbers_before: Timestamp) -> Result<bool, StorageError> {
    for (sql, before) in [
        (
            "SELECT 1 AS one FROM sms_out WHERE queued_at < $1 LIMIT 1",
            texts_before,
        ),
        (
            "SELECT 1 AS one FROM sms_number WHERE seen_at < $1 AND stopped_at IS NULL LIMIT 1",
            numbers_before,
        ),
    ] {
        if db.optional(sql, args![before.millis()]).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Erases texts queued before a moment, numbers last seen before another unless they want no reminders, and rounds of days before
/// a third.
pub(crate) fn erase(tx: &mut Tx, texts_before: Timestamp, numbers_before: Timestamp, rounds_before: Day) {
    tx.defer("DELETE FROM sms_out WHERE queued_at < $1", args![texts_before.millis()]);
    tx.defer(
        "DELETE FROM sms_number WHERE seen_at < $1 AND stopped_at IS NULL",
        args![numbers_before.millis()],
    );
    tx.defer("DELETE FROM sms_round WHERE day < $1", args![rounds_before.number()]);
}
