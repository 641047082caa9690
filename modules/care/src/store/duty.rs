//! Posts, who holds them and who comes next.

use crate::rules::duty::{DutyStep, Held, Next, Post, Standing};
use crate::store::columns::{at, day, opt_day, opt_id, word};
use tongxin_account::Scope;
use tongxin_city::{AccountId, Day, GrantId, NeedId, PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// A post of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostRow {
    pub(crate) place: PlaceCode,
    pub(crate) post: Post,
    pub(crate) subdistrict: PlaceCode,
    pub(crate) standing: Standing,
    pub(crate) vacant_from: Option<Day>,
    /// The need that says that it is vacant.
    pub(crate) need: Option<NeedId>,
    /// The role that goes with it, of whoever is on duty.
    pub(crate) grant: Option<GrantId>,
    pub(crate) seq: i64,
}

impl PostRow {
    /// Whoever is on duty now: to them went the role; somebody assigned from a later day is not there yet.
    pub(crate) fn on_duty(&self) -> Option<&Held> {
        self.standing.held.as_ref().filter(|_| self.grant.is_some())
    }

    /// Of some who left the post, each up to a change of it, those who stand on this row all the same: an old copy of the
    /// database was put back.
    pub(crate) fn is_back(&self, gone: &[(AccountId, i64)]) -> Vec<AccountId> {
        let is_back = |(account, last): &&(AccountId, i64)| {
            self.seq <= *last && self.standing.people().any(|there| there == *account)
        };
        gone.iter().filter(is_back).map(|(account, _)| *account).collect()
    }
}

const POST: &str =
    "SELECT place_code, post, subdistrict_code, account_id, phone, since_on, until_on, next_account_id, next_phone,
    next_on, next_until_on, next_note, is_given, is_taken, vacant_from, need_id, grant_id, seq FROM care_post WHERE ";

fn post_row(row: &Row) -> Result<PostRow, StorageError> {
    let held = match opt_id(row, "account_id")? {
        None => None,
        Some(account) => Some(Held {
            account,
            phone: row.opt_text("phone")?.unwrap_or_default(),
            since: day(row, "since_on")?,
            until: opt_day(row, "until_on")?,
        }),
    };
    let next = match opt_id(row, "next_account_id")? {
        None => None,
        Some(account) => Some(Next {
            account,
            phone: row.opt_text("next_phone")?.unwrap_or_default(),
            on: day(row, "next_on")?,
            until: opt_day(row, "next_until_on")?,
            note: row.opt_text("next_note")?.unwrap_or_default(),
            is_given: row.flag("is_given")?,
            is_taken: row.flag("is_taken")?,
        }),
    };
    Ok(PostRow {
        place: word(row, "place_code")?,
        post: word(row, "post")?,
        subdistrict: word(row, "subdistrict_code")?,
        standing: Standing { held, next },
        vacant_from: opt_day(row, "vacant_from")?,
        need: opt_id(row, "need_id")?,
        grant: opt_id(row, "grant_id")?,
        seq: row.int("seq")?,
    })
}

/// Writes a post that nobody ever held.
pub(crate) fn insert(tx: &mut Tx, place: &PlaceCode, post: Post, subdistrict: &PlaceCode, now: Timestamp) {
    tx.defer(
        "INSERT INTO care_post (place_code, post, subdistrict_code, is_given, is_taken, seq, changed_at)
         VALUES ($1, $2, $3, 0, 0, 0, $4) ON CONFLICT (place_code, post) DO NOTHING",
        args![place.as_str(), post.as_str(), subdistrict.as_str(), now.millis()],
    );
}

/// Writes how a post stands over how it stood at `row.seq`, with the need that says that it is vacant and the role that goes with it.
pub(crate) fn update(
    tx: &mut Tx,
    row: &PostRow,
    standing: &Standing,
    (need, grant): (Option<NeedId>, Option<GrantId>),
    (today, now): (Day, Timestamp),
) {
    let (held, next) = (standing.held.as_ref(), standing.next.as_ref());
    let is = |agreed: fn(&Next) -> bool| next.is_some_and(agreed);
    tx.defer_one(
        "UPDATE care_post SET account_id = $4, phone = $5, since_on = $6, until_on = $7, next_account_id = $8, next_phone = $9,
             next_on = $10, next_until_on = $11, next_note = $12, is_given = $13, is_taken = $14, turns_on = $15,
             vacant_from = $16, need_id = $17, grant_id = $18, seq = seq + 1, changed_at = $19
         WHERE place_code = $1 AND post = $2 AND seq = $3",
        args![
            row.place.as_str(),
            row.post.as_str(),
            row.seq,
            held.map(|held| held.account.get()),
            held.map(|held| held.phone.clone()),
            held.map(|held| held.since.number()),
            held.and_then(|held| held.until).map(Day::number),
            next.map(|next| next.account.get()),
            next.map(|next| next.phone.clone()),
            next.map(|next| next.on.number()),
            next.and_then(|next| next.until).map(Day::number),
            next.map(|next| next.note.clone()),
            is(|next| next.is_given),
            is(|next| next.is_taken),
            standing.turns_on(today).map(Day::number),
            standing.vacant_from(today).map(Day::number),
            need.map(NeedId::get),
            grant.map(GrantId::get),
            now.millis()
        ],
    );
}

/// Notes the need that says that a post is vacant.
pub(crate) fn set_need(tx: &mut Tx, row: &PostRow, need: NeedId) {
    let sql = "UPDATE care_post SET need_id = $3 WHERE place_code = $1 AND post = $2";
    tx.defer(sql, args![row.place.as_str(), row.post.as_str(), need.get()]);
}

/// Moves the number of a post's last change on.
pub(crate) fn set_seq(tx: &mut Tx, row: &PostRow, seq: i64) {
    let sql = "UPDATE care_post SET seq = $3 WHERE place_code = $1 AND post = $2";
    tx.defer(sql, args![row.place.as_str(), row.post.as_str(), seq]);
}

/// What happened to a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Happened {
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) step: DutyStep,
    /// Whom it was about.
    pub(crate) account: Option<AccountId>,
    /// What whoever left told whoever came.
    pub(crate) note: Option<String>,
}

/// Writes down what happened to a post.
pub(crate) fn add_event(tx: &mut Tx, row: &PostRow, happened: &Happened) {
    tx.defer(
        "INSERT INTO care_post_event (place_code, post, seq, at, actor, step, account_id, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            row.place.as_str(),
            row.post.as_str(),
            row.seq + 1,
            happened.at.millis(),
            happened.actor.as_str(),
            happened.step.as_str(),
            happened.account.map(AccountId::get),
            happened.note.clone()
        ],
    );
}

/// What happened to a post, the newest first.
pub(crate) async fn events(db: &Db, place: &PlaceCode, post: Post, limit: u32) -> Result<Vec<Happened>, StorageError> {
    let sql = "SELECT at, actor, step, account_id, note FROM care_post_event WHERE place_code = $1 AND post = $2
         ORDER BY seq DESC LIMIT $3";
    let rows = db
        .all(sql, args![place.as_str(), post.as_str(), i64::from(limit)])
        .await?;
    let happened = |row: &Row| {
        Ok(Happened {
            at: at(row, "at")?,
            actor: row.text("actor")?,
            step: word(row, "step")?,
            account: opt_id(row, "account_id")?,
            note: row.opt_text("note")?,
        })
    };
    rows.iter().map(happened).collect()
}

/// A post as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, place: &PlaceCode, post: Post) -> Result<Option<PostRow>, StorageError> {
    let mut sql = Sql::new(POST);
    sql.push("place_code = ")
        .bind(place.as_str())
        .push(" AND post = ")
        .bind(post.as_str());
    tx.select(sql).await?.iter().map(post_row).next().transpose()
}

/// The posts of these places, by place.
pub(crate) async fn of_places(db: &Db, places: &[PlaceCode]) -> Result<Vec<PostRow>, StorageError> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(POST);
    sql.push("place_code IN ")
        .bind_list(places.iter().map(PlaceCode::as_str));
    sql.push(" ORDER BY place_code, post");
    db.select(sql).await?.iter().map(post_row).collect()
}

/// The posts inside a scope and a place, at most so many.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    (place, post): (&PlaceCode, Option<Post>),
    after: Option<PlaceCode>,
    limit: u32,
) -> Result<Vec<PostRow>, StorageError> {
    let (from, below) = place.range();
    let mut sql = Sql::new(POST);
    scope.push_sql(&mut sql, Some("place_code"), None, None);
    sql.push(" AND place_code >= ")
        .bind(from)
        .push(" AND place_code < ")
        .bind(below);
    if let Some(post) = post {
        sql.push(" AND post = ").bind(post.as_str());
    }
    if let Some(after) = after {
        sql.push(" AND place_code > ").bind(after.as_str());
    }
    sql.push(" ORDER BY place_code, post LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(post_row).collect()
}

/// The posts that somebody holds, or is to come to.
pub(crate) async fn of_account(db: &Db, account: AccountId, limit: u32) -> Result<Vec<PostRow>, StorageError> {
    let mut sql = Sql::new(POST);
    sql.push("(account_id = ").bind(account.get());
    sql.push(" OR next_account_id = ").bind(account.get());
    sql.push(") ORDER BY place_code, post LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(post_row).collect()
}

/// The post with which a role goes, as a write sees it.
pub(crate) async fn of_grant_in(tx: &mut Tx, grant: GrantId) -> Result<Option<PostRow>, StorageError> {
    let mut sql = Sql::new(POST);
    sql.push("grant_id = ").bind(grant.get());
    tx.select(sql).await?.iter().map(post_row).next().transpose()
}

/// Posts at which the clock has to look.
pub(crate) async fn to_turn(db: &Db, today: Day, limit: u32) -> Result<Vec<(PlaceCode, Post)>, StorageError> {
    let sql = "SELECT place_code, post FROM care_post WHERE turns_on IS NOT NULL AND turns_on <= $1 ORDER BY turns_on LIMIT $2";
    named(&db.all(sql, args![today.number(), i64::from(limit)]).await?)
}

/// Posts that are vacant by that day and of which no need says so.
pub(crate) async fn vacant(db: &Db, by: Day, limit: u32) -> Result<Vec<(PlaceCode, Post)>, StorageError> {
    let sql = "SELECT place_code, post FROM care_post
         WHERE vacant_from IS NOT NULL AND need_id IS NULL AND vacant_from <= $1 ORDER BY vacant_from LIMIT $2";
    named(&db.all(sql, args![by.number(), i64::from(limit)]).await?)
}

fn named(rows: &[Row]) -> Result<Vec<(PlaceCode, Post)>, StorageError> {
    rows.iter()
        .map(|row| Ok((word(row, "place_code")?, word(row, "post")?)))
        .collect()
}

/// Whether something is kept of hand-overs before that moment.
pub(crate) async fn has_before(db: &Db, before: Timestamp) -> Result<bool, StorageError> {
    let sql = "SELECT place_code FROM care_post_event WHERE at < $1 LIMIT 1";
    Ok(db.optional(sql, args![before.millis()]).await?.is_some())
}

/// Forgets it.
pub(crate) fn forget(tx: &mut Tx, before: Timestamp) {
    tx.defer("DELETE FROM care_post_event WHERE at < $1", args![before.millis()]);
}
