//! Adding entries and moving the needs they belong to.

use crate::error::LedgerError;
use crate::rules::chain::{self, Hash, Link};
use crate::rules::entry::{EntryBody, EntryKind, Texts};
use crate::rules::need::{Actor, Facts, NeedState, Standing};
use crate::rules::raise::Raised;
use crate::rules::tally::{Move, moves};
use crate::store::NEED_TEXT;
use tongxin_city::{Day, NeedId, Timestamp};
use tongxin_storage::{IndexedText, Tx, Value, args};

/// Who does something, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) actor: Actor,
    pub(crate) now: Timestamp,
    /// The day in the city's zone.
    pub(crate) day: Day,
}

/// 16 random bytes in hex.
pub(crate) fn nonce() -> Result<String, LedgerError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(LedgerError::NoRandomness)?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}

/// A new need with its first entry, ready to be written. It takes no look at the database, so that everything is made
/// before the write, which others wait for.
pub(crate) struct NewRows {
    id: NeedId,
    entry: Vec<Value>,
    row: Vec<Value>,
    text: IndexedText,
    counts: Vec<Count>,
}

impl NewRows {
    pub(crate) fn new(id: NeedId, raised: &Raised, moment: &Moment) -> Result<Self, LedgerError> {
        let Raised { facts, standing, texts } = raised;
        let body = EntryBody::first(facts.clone(), standing.clone(), texts, nonce()?).to_canonical();
        let new = NewEntry {
            need: id,
            seq: 1,
            kind: EntryKind::Raised,
            body,
            previous: chain::START,
        };
        let (entry, head) = entry_row(new, moment);
        Ok(Self {
            id,
            entry,
            row: need_row(id, raised, &head, moment.now),
            text: IndexedText::of(&searched(texts)),
            counts: counts(facts, None, standing, EntryKind::Raised, moment),
        })
    }

    pub(crate) fn insert(self, tx: &mut Tx) {
        tx.defer(INSERT_ENTRY, self.entry);
        tx.defer(
            "INSERT INTO need (id, kind, topic, lifeline, priority, state, tier, place_code, subdistrict_code,
                 district_code, household_id, org_id, raised_by_account, title, body, contact, is_open, is_overdue,
                 raised_at, due_at, touched_at, escalate_at, seq, head_hash, is_sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, 0, $17, $18, $17, $19, 1,
                 $20, 0)",
            self.row,
        );
        NEED_TEXT.insert(tx, self.id.get(), self.text);
        count(tx, self.counts);
        tx.announce();
    }
}

fn searched(texts: &Texts) -> String {
    format!("{} {}", texts.title, texts.body)
}

fn need_row(id: NeedId, raised: &Raised, head: &Hash, now: Timestamp) -> Vec<Value> {
    let Raised { facts, standing, texts } = raised;
    args![
        id.get(),
        &*facts.kind,
        &*facts.topic,
        facts.lifeline.as_str(),
        standing.priority.number(),
        standing.state.as_str(),
        standing.tier.number(),
        facts.place.as_str(),
        facts.subdistrict.as_str(),
        facts.district.as_str(),
        facts.household.map(i64::from),
        facts.org.map(i64::from),
        facts.raised_by.map(i64::from),
        &*texts.title,
        &*texts.body,
        texts.contact.clone(),
        now.millis(),
        standing.due_at.millis(),
        standing.escalate_at.map(Timestamp::millis),
        *head,
    ]
}

/// Adds an entry to a need and moves the need to its new standing, unless another write was first (`Conflict`, the
/// whole write is tried again). The guarded row moves before the entry is added: whoever is second on PostgreSQL waits
/// there and loses quietly, instead of failing at the entry's key.
pub(crate) fn append(tx: &mut Tx, need: &NeedState, kind: EntryKind, body: EntryBody, moment: &Moment) -> i64 {
    let after = body.after.clone();
    let seq = need.seq + 1;
    let new = NewEntry {
        need: need.id,
        seq,
        kind,
        body: body.to_canonical(),
        previous: need.head,
    };
    let (entry, head) = entry_row(new, moment);
    update_row(tx, need, &after, seq, &head);
    tx.defer(INSERT_ENTRY, entry);
    count(tx, counts(&need.facts, Some(&need.standing), &after, kind, moment));
    tx.announce();
    seq
}

fn update_row(tx: &mut Tx, need: &NeedState, after: &Standing, seq: i64, head: &Hash) {
    tx.defer_one(
        "UPDATE need SET priority = $3, state = $4, tier = $5, assigned_account = $6, assigned_org = $7, solver = $8,
             merged_into = $9, is_open = $10, is_overdue = $11, due_at = $12, touched_at = $13, escalate_at = $14,
             closed_at = $15, seq = $16, head_hash = $17, is_sealed = 0
         WHERE id = $1 AND seq = $2",
        args![
            need.id.get(),
            need.seq,
            after.priority.number(),
            after.state.as_str(),
            after.tier.number(),
            after.assigned_account.map(i64::from),
            after.assigned_org.map(i64::from),
            after.solver.map(|solver| solver.to_string()),
            after.merged_into.map(i64::from),
            after.state.is_open(),
            after.is_overdue,
            after.due_at.millis(),
            after.touched_at.millis(),
            after.escalate_at.map(Timestamp::millis),
            after.closed_at.map(Timestamp::millis),
            seq,
            *head,
        ],
    );
}

struct NewEntry {
    need: NeedId,
    seq: i64,
    kind: EntryKind,
    body: String,
    previous: Hash,
}

const INSERT_ENTRY: &str = "INSERT INTO entry (need_id, seq, at, actor, kind, body, body_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

fn entry_row(new: NewEntry, moment: &Moment) -> (Vec<Value>, Hash) {
    let NewEntry {
        need,
        seq,
        kind,
        body,
        previous,
    } = new;
    let actor = moment.actor.to_string();
    let body_hash = chain::body_hash(&body);
    let link = Link {
        need,
        seq,
        at: moment.now,
        kind: kind.as_str(),
        actor: &actor,
        body_hash: &body_hash,
    };
    let hash = chain::link_hash(&link, &previous);
    let row = args![
        need.get(),
        seq,
        moment.now.millis(),
        actor,
        kind.as_str(),
        body,
        body_hash,
        hash
    ];
    (row, hash)
}

const COUNT_NOW: &str = "INSERT INTO tally_now (subdistrict_code, kind, topic, state, count)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (subdistrict_code, kind, topic, state) DO UPDATE SET count = tally_now.count + excluded.count";
const COUNT_TIER: &str = "INSERT INTO tally_tier (subdistrict_code, kind, tier, count) VALUES ($1, $2, $3, $4)
    ON CONFLICT (subdistrict_code, kind, tier) DO UPDATE SET count = tally_tier.count + excluded.count";
const COUNT_DAY: &str = "INSERT INTO tally_day (day, subdistrict_code, kind, topic, event, count)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (day, subdistrict_code, kind, topic, event) DO UPDATE SET count = tally_day.count + excluded.count";

/// What an entry adds to a tally: the statement, its key, how many.
type Count = (&'static str, Vec<Value>, i64);

fn count(tx: &mut Tx, counts: Vec<Count>) {
    for (upsert, key, delta) in counts {
        tx.count(upsert, key, delta);
    }
}

fn counts(facts: &Facts, before: Option<&Standing>, after: &Standing, event: EntryKind, moment: &Moment) -> Vec<Count> {
    let (subdistrict, kind, topic) = (facts.subdistrict.as_str(), &*facts.kind, &*facts.topic);
    let of_step = |step| match step {
        Move::State(state, delta) => (COUNT_NOW, args![subdistrict, kind, topic, state], delta),
        Move::Tier(tier, delta) => (COUNT_TIER, args![subdistrict, kind, tier.number()], delta),
    };
    let mut counts: Vec<Count> = moves(before, after).into_iter().map(of_step).collect();
    let day = moment.day.number();
    let is_newly_overdue = after.is_overdue && !before.is_some_and(|before| before.is_overdue);
    let overdue = (is_newly_overdue && event != EntryKind::Overdue).then_some(EntryKind::Overdue);
    for event in [event].into_iter().chain(overdue) {
        let key = args![day, subdistrict, kind, topic, event.as_str()];
        counts.push((COUNT_DAY, key, 1));
    }
    counts
}
