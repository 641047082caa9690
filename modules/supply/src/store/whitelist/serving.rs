//! The whitelist as everybody may see it: who serves a place today. It is public, so nobody's scope bounds it.

use crate::store::whitelist::LISTING_TEXT;
use crate::store::whitelist::listings::{push_after, with_places};
use crate::store::whitelist::rows::{Listing, listing_columns};
use tongxin_city::{Day, OrgId, PlaceCode, Widths};
use tongxin_storage::{Db, Sql, StorageError};

/// Who is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServingFilter {
    /// Who serves this place, a place around it, or a part of it.
    pub(crate) place: Option<PlaceCode>,
    /// Whose name holds these words.
    pub(crate) search: Option<String>,
}

/// A page of the firms that serve on that day, by name.
pub(crate) async fn page(
    db: &Db,
    widths: &Widths,
    filter: &ServingFilter,
    today: Day,
    after: Option<OrgId>,
    limit: u32,
) -> Result<Vec<Listing>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        listing_columns!(),
        " FROM listing WHERE state = 'listed'"
    ));
    sql.push(" AND valid_from <= ").bind(today.number());
    sql.push(" AND valid_until >= ").bind(today.number());
    if let Some(place) = &filter.place {
        push_serves(&mut sql, place, widths);
    }
    if let Some(words) = filter.search.as_deref().filter(|words| !words.trim().is_empty())
        && !LISTING_TEXT.push_match(sql.push(" AND org_id "), db.dialect(), words)
    {
        // Punctuation alone finds nothing.
        sql.push("IS NULL");
    }
    push_after(&mut sql, after);
    sql.push(" ORDER BY name, org_id LIMIT ").bind(limit);
    let rows = db.select(sql).await?;
    with_places(db, rows).await
}

/// Serves the place itself, a place around it, or a part of it.
fn push_serves(sql: &mut Sql, place: &PlaceCode, widths: &Widths) {
    let around = std::iter::successors(widths.parent(place), |place| widths.parent(place));
    let around: Vec<String> = around.map(|place| place.to_string()).collect();
    let (from, below) = place.range();
    sql.push(" AND org_id IN (SELECT org_id FROM service_place WHERE (place_code >= ")
        .bind(from)
        .push(" AND place_code < ")
        .bind(below)
        .push(") OR place_code IN ")
        .bind_list(around)
        .push(")");
}
