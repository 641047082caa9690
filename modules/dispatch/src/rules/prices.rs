//! What a plan costs. The search counts everything in metres of road ([`Cost`] 1 is a metre); people read it in money, at
//! [`FEN_A_KILOMETRE`]. Our model knows no firm's own rates: the money is there to compare plans, not to pay anybody.

use tongxin_city::Fen;
use tongxin_dispatch_solver::Cost;

/// What a kilometre of road costs, in fen. An assumption: 3 yuan for fuel, wear and the vehicle itself, which makes an hour
/// under way, that the search counts as 7.2 km, 21.60 yuan; nobody could be paid less than 21 for an hour in Chongqing in 2022.
pub const FEN_A_KILOMETRE: i64 = 300;
/// What it costs to use one more vehicle, in metres of road (an assumption: what its driver is paid for two hours' work).
pub const VEHICLE_COST: Cost = Cost(15_000);
/// What a second under way costs, in metres of road (an assumption: an hour is worth 7.2 km).
pub const SECOND_COST: Cost = Cost(2);
/// What it costs to give a published stop to another vehicle, in metres of road: people were told.
pub const PRICE_OF_CHANGE: Cost = Cost(3_000);
/// What it costs to move a stop that somebody pinned: more than any plan saves.
pub const PRICE_OF_PIN: Cost = Cost(100_000_000);

/// What vehicles cost that drive so far and are under way so long, all together. What changes cost is not in it: nobody pays
/// it.
pub fn cost(vehicles: i64, metres: i64, seconds: i64) -> Fen {
    let metres = vehicles
        .saturating_mul(VEHICLE_COST.0)
        .saturating_add(metres)
        .saturating_add(seconds.saturating_mul(SECOND_COST.0));
    Fen::try_from(metres.max(0).saturating_mul(FEN_A_KILOMETRE).saturating_add(500) / 1_000).unwrap_or(Fen::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vehicle_a_kilometre_and_an_hour_cost_what_is_stated() {
        let said = [(1, 0, 0), (0, 1_000, 0), (0, 0, 3_600), (2, 30_000, 7_200)]
            .map(|(vehicles, metres, seconds)| cost(vehicles, metres, seconds).to_string());
        assert_eq!(said, ["45.00", "3.00", "21.60", "223.20"]);
        assert_eq!(cost(i64::MAX, i64::MAX, i64::MAX), Fen::MAX);
    }
}
