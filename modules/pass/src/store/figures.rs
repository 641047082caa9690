//! Counting for the briefing: what waits by an index of what is open, a day by indexes of when things happened, so that a
//! count reads that day's rows and not the years before it.

use crate::rules::gate::GateVerdict;
use crate::rules::{PassFigureKey, PassHappening};
use crate::store::columns::word;
use std::collections::HashMap;
use std::ops::Range;
use tongxin_city::{PlaceCode, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, args};

/// Adds the condition that something happened within a span.
pub(super) fn push_happened(sql: &mut Sql, happening: PassHappening, span: &Range<Timestamp>) {
    let column = match happening {
        PassHappening::Applied => "pass.applied_at",
        PassHappening::Issued => "pass.issued_at",
        PassHappening::Refused => {
            sql.push(" AND pass.state = 'refused'");
            "pass.closed_at"
        }
        PassHappening::Revoked => {
            sql.push(" AND pass.state = 'revoked'");
            "pass.closed_at"
        }
    };
    sql.push(" AND ").push(column).push(" >= ").bind(span.start.millis());
    sql.push(" AND ").push(column).push(" < ").bind(span.end.millis());
}

/// How often each thing happened to passes of firms in a place within a span.
pub(crate) async fn happened(
    db: &Db,
    place: &PlaceCode,
    span: &Range<Timestamp>,
) -> Result<HashMap<PassHappening, u32>, StorageError> {
    let (low, high) = place.range();
    let rows = db
        .all(
            "SELECT 'applied' AS happening, COUNT(*) AS count FROM pass
                 WHERE applied_at >= $1 AND applied_at < $2 AND place_code >= $3 AND place_code < $4
             UNION ALL SELECT 'issued', COUNT(*) FROM pass
                 WHERE issued_at >= $1 AND issued_at < $2 AND place_code >= $3 AND place_code < $4
             UNION ALL SELECT state, COUNT(*) FROM pass
                 WHERE closed_at >= $1 AND closed_at < $2 AND place_code >= $3 AND place_code < $4
                     AND state IN ('refused', 'revoked')
                 GROUP BY state",
            args![span.start.millis(), span.end.millis(), low, high],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((word(row, "happening")?, number(row, "count")?)))
        .collect()
}

/// How many applications of firms in a place wait for an officer, for districts, and of those in vain until now.
pub(crate) async fn waiting(db: &Db, place: &PlaceCode) -> Result<HashMap<PassFigureKey, u32>, StorageError> {
    let (low, high) = place.range();
    let rows = db
        .all(
            "SELECT state, COUNT(*) AS count, COUNT(need_id) AS late FROM pass
             WHERE state IN ('waiting', 'agreeing') AND place_code >= $1 AND place_code < $2 GROUP BY state",
            args![low, high],
        )
        .await?;
    let mut counts = HashMap::new();
    for row in &rows {
        let key: PassFigureKey = word(row, "state")?;
        counts.insert(key, number(row, "count")?);
        if key == PassFigureKey::Agreeing {
            counts.insert(PassFigureKey::Late, number(row, "late")?);
        }
    }
    Ok(counts)
}

/// What a gate's place counted of a verdict within a span.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlaceCount {
    pub(crate) place: PlaceCode,
    pub(crate) verdict: GateVerdict,
    pub(crate) count: u32,
}

/// The gates of a place with what they counted within a span, the busiest first.
pub(crate) async fn gates(
    db: &Db,
    place: &PlaceCode,
    span: &Range<Timestamp>,
    verdict: Option<GateVerdict>,
    limit: u32,
) -> Result<Vec<PlaceCount>, StorageError> {
    let (low, high) = place.range();
    let mut sql =
        Sql::new("SELECT place_code, verdict, CAST(SUM(count) AS BIGINT) AS count FROM gate_count WHERE hour_at >= ");
    sql.bind(span.start.millis());
    sql.push(" AND hour_at < ").bind(span.end.millis());
    sql.push(" AND place_code >= ")
        .bind(low)
        .push(" AND place_code < ")
        .bind(high);
    if let Some(verdict) = verdict {
        sql.push(" AND verdict = ").bind(verdict.as_str());
    }
    sql.push(" GROUP BY place_code, verdict ORDER BY 3 DESC, place_code, verdict LIMIT ")
        .bind(limit);
    let count = |row: &Row| {
        Ok(PlaceCount {
            place: word(row, "place_code")?,
            verdict: word(row, "verdict")?,
            count: number(row, "count")?,
        })
    };
    db.select(sql).await?.iter().map(count).collect()
}

fn number(row: &Row, column: &str) -> Result<u32, StorageError> {
    Ok(u32::try_from(row.int(column)?).unwrap_or(0))
}
