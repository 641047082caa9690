//! Counting for the briefing. Listed firms, vehicles and staff are a few thousand rows, counted as they are; what
//! happened to orders is kept as a tally in the writes themselves.

use crate::rules::figure::SupplyFigureKey;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode};
use tongxin_storage::{Db, Row, StorageError, args};

/// The figures of the moment: firms of a place that are listed on `today`, their vehicles and staff.
pub(crate) async fn now(db: &Db, place: &PlaceCode, today: Day) -> Result<HashMap<SupplyFigureKey, u32>, StorageError> {
    let (low, high) = place.range();
    let row = db
        .one(
            "SELECT COUNT(*) AS listed,
                 CAST(COALESCE(SUM((SELECT COUNT(*) FROM vehicle
                     WHERE vehicle.org_id = listing.org_id AND vehicle.ended_at IS NULL)), 0) AS BIGINT) AS vehicles,
                 CAST(COALESCE(SUM((SELECT COUNT(*) FROM staff
                     WHERE staff.org_id = listing.org_id AND staff.ended_at IS NULL)), 0) AS BIGINT) AS staff
             FROM listing
             WHERE place_code >= $1 AND place_code < $2 AND state = 'listed' AND valid_from <= $3 AND valid_until >= $3",
            args![low, high, today.number()],
        )
        .await?;
    let keys = [
        SupplyFigureKey::Listed,
        SupplyFigureKey::Vehicles,
        SupplyFigureKey::Staff,
    ];
    keys.into_iter()
        .map(|key| Ok((key, number(&row, key.as_str())?)))
        .collect()
}

/// How often each event happened to orders of a place on a day.
pub(crate) async fn happened(db: &Db, place: &PlaceCode, day: Day) -> Result<HashMap<String, u32>, StorageError> {
    let (low, high) = place.range();
    let rows = db
        .all(
            "SELECT event, CAST(SUM(count) AS BIGINT) AS count FROM supply_day
             WHERE day = $1 AND subdistrict_code >= $2 AND subdistrict_code < $3 GROUP BY event",
            args![day.number(), low, high],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("event")?, number(row, "count")?)))
        .collect()
}

fn number(row: &Row, column: &str) -> Result<u32, StorageError> {
    Ok(u32::try_from(row.int(column)?).unwrap_or(0))
}
