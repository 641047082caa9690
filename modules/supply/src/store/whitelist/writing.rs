//! Writing listings; each write adds an event.

use crate::rules::application::Offer;
use crate::rules::listing::{ListingEventKind, Standing};
use crate::store::whitelist::{LISTING_TEXT, Listing};
use tongxin_city::{OrgId, Timestamp};
use tongxin_storage::{IndexedText, StorageError, Tx, args};

/// Who did something to a listing, when, and what they said.
pub(crate) struct Happened<'a> {
    pub(crate) kind: ListingEventKind,
    pub(crate) actor: &'a str,
    pub(crate) note: &'a str,
    pub(crate) at: Timestamp,
}

/// Lists a firm for the first time.
pub(crate) fn insert(tx: &mut Tx, org: OrgId, offer: &Offer, standing: &Standing, happened: &Happened<'_>) {
    tx.defer(
        "INSERT INTO listing (org_id, credit_code, kind, name, place_code, state, valid_from, valid_until,
             orders_a_day, obligations, contact_name, contact_phone, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
        args![
            org.get(),
            offer.credit_code.as_str(),
            offer.kind.as_str(),
            &*offer.name,
            offer.place.as_str(),
            standing.state.as_str(),
            standing.valid.from.number(),
            standing.valid.until.number(),
            offer.orders_a_day,
            &*offer.obligations,
            &*offer.contact_name,
            &*offer.contact_phone,
        ],
    );
    let words = IndexedText::of(&format!("{} {}", offer.name, offer.credit_code));
    LISTING_TEXT.insert(tx, org.get(), words);
    insert_service_places(tx, org, offer);
    insert_event(tx, org, 1, standing, happened);
}

/// Lists a firm again: by what it now offers, in its old row.
pub(crate) async fn renew(
    tx: &mut Tx,
    known: &Listing,
    offer: &Offer,
    standing: &Standing,
    happened: &Happened<'_>,
) -> Result<i64, StorageError> {
    let seq = move_on(tx, known, standing, happened);
    tx.defer(
        "UPDATE listing SET orders_a_day = $2, obligations = $3, contact_name = $4, contact_phone = $5
         WHERE org_id = $1",
        args![
            known.org.get(),
            offer.orders_a_day,
            &*offer.obligations,
            &*offer.contact_name,
            &*offer.contact_phone,
        ],
    );
    tx.execute("DELETE FROM service_place WHERE org_id = $1", args![known.org.get()])
        .await?;
    insert_service_places(tx, known.org, offer);
    Ok(seq)
}

/// Moves a listing to a new standing, unless somebody else was first; answers the event's number.
pub(crate) fn move_on(tx: &mut Tx, known: &Listing, standing: &Standing, happened: &Happened<'_>) -> i64 {
    let seq = known.seq + 1;
    tx.defer_one(
        "UPDATE listing SET state = $3, valid_from = $4, valid_until = $5, seq = $6 WHERE org_id = $1 AND seq = $2",
        args![
            known.org.get(),
            known.seq,
            standing.state.as_str(),
            standing.valid.from.number(),
            standing.valid.until.number(),
            seq,
        ],
    );
    insert_event(tx, known.org, seq, standing, happened);
    seq
}

fn insert_service_places(tx: &mut Tx, org: OrgId, offer: &Offer) {
    for place in &offer.service_places {
        tx.defer(
            "INSERT INTO service_place (org_id, place_code) VALUES ($1, $2)",
            args![org.get(), place.as_str()],
        );
    }
}

fn insert_event(tx: &mut Tx, org: OrgId, seq: i64, standing: &Standing, happened: &Happened<'_>) {
    tx.defer(
        "INSERT INTO listing_event (org_id, seq, at, actor, kind, note, valid_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            org.get(),
            seq,
            happened.at.millis(),
            happened.actor,
            happened.kind.as_str(),
            happened.note,
            standing.valid.until.number(),
        ],
    );
}
