//! Which firm applies for what, and how each row stands with the rules.

use super::Setting;
use crate::draw::scaled;
use crate::draw::shares::{dealt, quotas};
use crate::plan::Plan;
use crate::scenario_pass::{PassKind, RowCase};
use crate::scenario_supply::FirmKind;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// The rows of each firm: what for, and how they stand with the rules.
pub(super) type Firms = BTreeMap<usize, Vec<(PassKind, RowCase)>>;

/// Who applies for a kind of pass, with weights: volunteers carry for outlets, medical staff are those of pharmacies,
/// carriers bring workers to building sites.
const fn employers(kind: PassKind) -> &'static [(FirmKind, f64)] {
    match kind {
        PassKind::KeyGoods => &[
            (FirmKind::Carrier, 0.55),
            (FirmKind::Wholesaler, 0.15),
            (FirmKind::Warehouse, 0.15),
            (FirmKind::Outlet, 0.15),
        ],
        PassKind::TruckDriver => &[
            (FirmKind::Carrier, 0.6),
            (FirmKind::Wholesaler, 0.2),
            (FirmKind::Warehouse, 0.2),
        ],
        PassKind::MarketStaff | PassKind::Rider => &[(FirmKind::Outlet, 0.9), (FirmKind::Pharmacy, 0.1)],
        PassKind::Volunteer => &[(FirmKind::Outlet, 1.0)],
        PassKind::Medical => &[(FirmKind::Pharmacy, 1.0)],
        PassKind::ProjectWorker => &[(FirmKind::Carrier, 1.0)],
    }
}

pub(super) fn draw(setting: &Setting<'_>, plan: &Plan, rng: &mut ChaCha8Rng) -> Firms {
    let total = scaled(setting.pass.count, plan.scale);
    let kinds: Vec<(PassKind, f64)> = setting.pass.kinds.iter().map(|(kind, share)| (*kind, *share)).collect();
    let cases: Vec<(RowCase, f64)> = setting.pass.rows.iter().map(|(case, share)| (*case, *share)).collect();
    let weights: Vec<f64> = kinds.iter().map(|(_, share)| *share).collect();
    let mut rows: Vec<(usize, PassKind)> = Vec::with_capacity(total);
    for ((kind, _), count) in kinds.iter().zip(quotas(total, &weights)) {
        rows.extend(firms_for(setting, *kind, count).into_iter().map(|firm| (firm, *kind)));
    }
    rows.shuffle(rng);
    let mut firms = Firms::new();
    for ((firm, kind), case) in rows.into_iter().zip(dealt(total, &cases, rng)) {
        firms.entry(firm).or_default().push((kind, case));
    }
    // Those that a rule refuses come after those whose places they would take.
    for rows in firms.values_mut() {
        rows.sort_by_key(|(_, case)| *case);
    }
    firms
}

/// The firms that apply for so many of a kind, each as often as it does.
fn firms_for(setting: &Setting<'_>, kind: PassKind, count: usize) -> Vec<usize> {
    let of_kind = |wanted: FirmKind| -> Vec<usize> {
        let firms = setting.supply.firms.iter().enumerate();
        firms
            .filter(|(_, firm)| firm.kind == wanted)
            .map(|(index, _)| index)
            .collect()
    };
    let mut able: Vec<(Vec<usize>, f64)> = employers(kind)
        .iter()
        .map(|(firm, weight)| (of_kind(*firm), *weight))
        .filter(|(firms, _)| !firms.is_empty())
        .collect();
    if able.is_empty() {
        able.push(((0..setting.supply.firms.len()).collect(), 1.0));
    }
    let weights: Vec<f64> = able.iter().map(|(_, weight)| *weight).collect();
    let parts = able.iter().zip(quotas(count, &weights));
    parts
        .flat_map(|((firms, _), count)| firms.iter().copied().cycle().take(count))
        .collect()
}
