//! What must be true of a draft's travel.

use super::draft::Draft;
use super::fault::Fault;
use super::travel::Travel;

/// Checks sizes.
pub(super) fn check(draft: &Draft) -> Result<(), Fault> {
    let expected = draft.travel.first().ok_or(Fault::NoTravel)?.locations();
    for (profile, travel) in draft.travel.iter().enumerate() {
        if let Travel::Table(table) = travel {
            let entries = table.size.saturating_mul(table.size);
            let lists = [
                ("distances", Some(&table.distances)),
                ("durations", table.durations.as_ref()),
            ];
            for (what, list) in lists {
                if let Some(found) = list.map(Vec::len).filter(|&found| found != entries) {
                    return Err(Fault::TableSize {
                        profile,
                        what,
                        size: table.size,
                        found,
                        expected: entries,
                    });
                }
            }
        }
        let found = travel.locations();
        if found != expected {
            return Err(Fault::ProfileSize {
                profile,
                found,
                expected,
            });
        }
    }
    if !draft.points.is_empty() && draft.points.len() != expected {
        return Err(Fault::Points {
            found: draft.points.len(),
            expected,
        });
    }
    Ok(())
}
