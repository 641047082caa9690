//! Published runs, their stops, and what is handed over at them.

mod arrivals;
mod reading;
mod record;
mod rows;
mod writing;

pub(crate) use arrivals::{Arrival, arrivals};
pub(crate) use reading::{
    behind, broken_in, by_link, changes, changes_in, firm_of, first_departures, get, get_in, holding_in, of_day,
    of_day_in,
};
pub(crate) use record::{CargoRecord, RunRecord, StopRecord};
pub(in crate::store) use writing::insert_stop;
pub(crate) use writing::{cancel, end, finish_stop, leave, put, renew_link, set_cargo, take_over, touch};
