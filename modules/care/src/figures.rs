//! A place's day in figures, for the briefing: visits, appointments, posts.

use crate::care::Care;
use crate::error::CareError;
use crate::kinds::{APPOINTMENT, DUTY};
use crate::rules::appointment::AppointmentState;
use crate::rules::duty::Post;
use crate::store::coverage;
use crate::store::tallies::{self, CareFigureKey, DayAppointment};
use serde::Serialize;
use std::collections::HashMap;
use tongxin_city::{Day, Level, PlaceCode, RideId, words};
use tongxin_dispatch::rules::ride::RideState;
use tongxin_ledger::{EntryKind, HappenedRow};
use utoipa::ToSchema;

/// Rides that are looked up in one query; SQLite binds at most 32,766 values.
const PICKUPS_AT_ONCE: usize = 5_000;

/// One figure of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CareFigure {
    /// What is counted.
    pub key: CareFigureKey,
    /// How many.
    pub number: u32,
    /// The day before.
    pub day_before: u32,
    /// Where the visits behind it are listed.
    pub href: String,
}

words! {
    /// What is counted of a day's appointments. Those that were called off count nowhere.
    AppointmentFigureKey, "figure of appointments" {
        /// Appointments of that day.
        Asked = "asked",
        /// Of these, those that the hospital keeps, or kept.
        Confirmed = "confirmed",
        /// And those that the hospital refused.
        Refused = "refused",
        /// And those that nobody has confirmed.
        Unconfirmed = "unconfirmed",
        /// And those whose time went by without a word that they are kept.
        Lapsed = "lapsed",
        /// Needs that were raised on that day because an appointment was refused, or not confirmed in time.
        NeedsRaised = "needs_raised",
        /// Patients whom their ride brought to the hospital.
        Ridden = "ridden",
        /// Patients who were not at the door for one of their rides, or did not want to go then.
        RideMissed = "ride_missed",
    }
}

impl AppointmentFigureKey {
    /// Where the rows behind a figure are listed.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        match self {
            AppointmentFigureKey::NeedsRaised => {
                let kind = APPOINTMENT.key;
                format!("/briefing/figure/raised?date={day}&place={place}&kind={kind}")
            }
            key => format!("/care/appointments/day?place={place}&day={day}&counted={key}"),
        }
    }

    /// Whether a figure counts an appointment with such rides; nothing of needs, which the ledger counts.
    pub(crate) fn counts(self, row: &DayAppointment, rides: &Rides) -> bool {
        use AppointmentState::{Asked, Cancelled, Confirmed, Lapsed, Over, Proposed, Refused};
        match self {
            AppointmentFigureKey::Asked => row.state != Cancelled,
            AppointmentFigureKey::Confirmed => matches!(row.state, Confirmed | Over),
            AppointmentFigureKey::Refused => row.state == Refused,
            AppointmentFigureKey::Unconfirmed => matches!(row.state, Asked | Proposed),
            AppointmentFigureKey::Lapsed => row.state == Lapsed,
            AppointmentFigureKey::NeedsRaised => false,
            AppointmentFigureKey::Ridden => rides.stands(row.there, &[RideState::Arrived]),
            AppointmentFigureKey::RideMissed => {
                let missed = [RideState::Absent, RideState::Refused];
                rides.stands(row.there, &missed) || rides.stands(row.back, &missed)
            }
        }
    }
}

/// How rides stand.
pub(crate) struct Rides(HashMap<RideId, RideState>);

impl Rides {
    fn stands(&self, ride: Option<RideId>, states: &[RideState]) -> bool {
        let state = ride.and_then(|ride| self.0.get(&ride));
        state.is_some_and(|state| states.contains(state))
    }
}

/// One figure of a day's appointments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AppointmentFigure {
    /// What is counted.
    pub key: AppointmentFigureKey,
    /// How many.
    pub number: u32,
    /// The day before.
    pub day_before: u32,
    /// Where the appointments or needs behind it are listed.
    pub href: String,
}

words! {
    /// What is counted of those who are responsible for buildings and compounds.
    DutyFigureKey, "figure of posts" {
        /// Buildings without a steward.
        NoSteward = "no_steward",
        /// Needs of posts that nobody holds, or will from tomorrow on, and of communities with buildings that never had a steward.
        Vacant = "vacant",
    }
}

impl DutyFigureKey {
    /// Where the buildings or needs behind a figure are listed.
    pub fn href(self, place: &PlaceCode) -> String {
        match self {
            DutyFigureKey::NoSteward => format!("/care/coverage?place={place}"),
            DutyFigureKey::Vacant => format!("/needs?place={place}&kind={}", DUTY.key),
        }
    }
}

/// One figure of posts, as they stand at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyFigure {
    /// What is counted.
    pub key: DutyFigureKey,
    /// How many; none for a past day, of which it is not kept.
    pub number: Option<u32>,
    /// Where the buildings or needs behind it are listed.
    pub href: String,
}

impl Care {
    /// The figures of a place's visits. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn figures(&self, place: &PlaceCode, day: Day) -> Result<Vec<CareFigure>, CareError> {
        let of_day = tallies::of(self.db(), place, day).await?;
        let before = tallies::of(self.db(), place, day.previous()).await?;
        let number = |counts: &HashMap<CareFigureKey, i64>, key: &CareFigureKey| {
            let count = counts.get(key).copied().unwrap_or(0);
            u32::try_from(count).unwrap_or(0)
        };
        let figure = |key: &CareFigureKey| CareFigure {
            key: *key,
            number: number(&of_day, key),
            day_before: number(&before, key),
            href: key.href(place, day),
        };
        Ok(CareFigureKey::ALL.iter().map(figure).collect())
    }

    /// The figures of a place's appointments: those of people who live there. `needs` are what happened to needs there on the day and
    /// the day before, as the ledger counts it. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn appointment_figures(
        &self,
        place: &PlaceCode,
        day: Day,
        [needs, needs_before]: [&[HappenedRow]; 2],
    ) -> Result<Vec<AppointmentFigure>, CareError> {
        let of_day = self.day_appointments(place, day).await?;
        let before = self.day_appointments(place, day.previous()).await?;
        let figure = |key: &AppointmentFigureKey| AppointmentFigure {
            key: *key,
            number: counted(*key, &of_day, needs),
            day_before: counted(*key, &before, needs_before),
            href: key.href(place, day),
        };
        Ok(AppointmentFigureKey::ALL.iter().map(figure).collect())
    }

    /// A day's appointments of people who live inside a place, in the order in which they come, and how their rides stand.
    pub(crate) async fn day_appointments(
        &self,
        place: &PlaceCode,
        day: Day,
    ) -> Result<(Vec<DayAppointment>, Rides), CareError> {
        let found = tallies::appointments_of(self.db(), place, day).await?;
        let ids: Vec<RideId> = found.iter().flat_map(|row| [row.there, row.back]).flatten().collect();
        let mut rides = HashMap::with_capacity(ids.len());
        for part in ids.chunks(PICKUPS_AT_ONCE) {
            let pickups = self.dispatch().pickups(part.iter().copied()).await?;
            rides.extend(pickups.into_iter().map(|(ride, pickup)| (ride, pickup.state)));
        }
        Ok((found, Rides(rides)))
    }

    /// The figures of a place's posts. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn duty_figures(&self, place: &PlaceCode, is_today: bool) -> Result<Vec<DutyFigure>, CareError> {
        let mut numbers = [None; DutyFigureKey::ALL.len()];
        if is_today {
            let tree = self.places().tree();
            let buildings = tree.at_level(*place, Level::Building).count();
            let held = coverage::held_by_subdistrict(self.db(), place).await?;
            let held = held.iter().filter(|held| held.post == Post::Steward);
            let held: i64 = held.map(|held| held.count).sum();
            let without = i64::try_from(buildings).unwrap_or(i64::MAX) - held;
            let vacant = tallies::vacant_posts(self.db(), place).await?;
            let vacant = vacant + coverage::count_uncovered(self.db(), place).await?;
            numbers = [without, vacant].map(|count| Some(u32::try_from(count).unwrap_or(0)));
        }
        let figure = |(key, number): (&DutyFigureKey, Option<u32>)| DutyFigure {
            key: *key,
            number,
            href: key.href(place),
        };
        Ok(DutyFigureKey::ALL.iter().zip(numbers).map(figure).collect())
    }
}

/// A figure's number among a day's appointments and what happened to needs on it.
fn counted(key: AppointmentFigureKey, (rows, rides): &(Vec<DayAppointment>, Rides), needs: &[HappenedRow]) -> u32 {
    if key == AppointmentFigureKey::NeedsRaised {
        let ours = needs.iter().filter(|row| row.kind == APPOINTMENT.key);
        let count: i64 = ours.map(|row| row.count(EntryKind::Raised)).sum();
        return u32::try_from(count).unwrap_or(0);
    }
    let count = rows.iter().filter(|row| key.counts(row, rides)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
