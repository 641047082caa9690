//! Reads the tallies into a [`Snapshot`], and what the tallies don't say (the oldest needs, counts below a
//! subdistrict) into a [`Near`] for each place looked at.

use crate::kept::Kept;
use crate::near::{self, Near};
use crate::snapshot::{Cell, DAYS, DaySheet, EVENTS, Frame, STANDINGS, Sheet, Snapshot, Stirs};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_city::{Day, Level, PlaceCode};
use tongxin_clock::Clock;
use tongxin_ledger::{HappenedRow, Ledger, LedgerError, Lifeline, StandingRow};
use tongxin_places::{LoadedCity, Places, PlacesError};

/// Places whose near view is kept; beyond, all are forgotten and read again as asked for.
const NEAR_MAX: usize = 2_000;

/// Why there are no counts.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// No city is loaded.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// The tallies can't be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Holds the present snapshot and near views.
pub(crate) struct Keeper {
    pub(crate) ledger: Ledger,
    pub(crate) places: Places,
    pub(crate) clock: Clock,
    snapshot: Arc<Kept<Snapshot, Version>>,
    near: Mutex<HashMap<PlaceCode, Arc<Kept<Near, Stirred>>>>,
}

/// What a snapshot was read from: the count of changes, the day, and which loaded city.
type Version = (u64, Option<Day>, usize);

/// What a near view was read after: what happened elsewhere in the city does not make it outdated.
type Stirred = Option<(Day, u64)>;

impl Keeper {
    pub(crate) fn new(ledger: Ledger, places: Places, clock: Clock) -> Self {
        Self {
            ledger,
            places,
            clock,
            snapshot: Arc::default(),
            near: Mutex::default(),
        }
    }

    fn changes(&self) -> u64 {
        *self.ledger.changes().borrow()
    }

    fn version(&self) -> Version {
        let city = self.places.city().ok();
        let today = city.as_ref().map(|city| city.file.zone.day_of(self.clock.now()));
        (
            self.changes(),
            today,
            city.map_or(0, |city| Arc::as_ptr(&city) as usize),
        )
    }

    /// The present counts: exact while reading them is quick, else at most a few seconds old.
    pub(crate) async fn snapshot(self: &Arc<Self>) -> Result<Arc<Snapshot>, KeeperError> {
        let (version, reader) = (Arc::clone(self), Arc::clone(self));
        let read = move |before| {
            let keeper = Arc::clone(&reader);
            async move { keeper.read(before).await }
        };
        self.snapshot.get(move || version.version(), read).await
    }

    /// Counts that hold everything written before the call.
    pub(crate) async fn newest(&self) -> Result<Arc<Snapshot>, KeeperError> {
        self.snapshot
            .newest(|| self.version(), |before| self.read(before))
            .await
    }

    /// What the tallies don't say about a place. Tallies end at its subdistrict, if it lies below one.
    pub(crate) async fn near(
        self: &Arc<Self>,
        place: PlaceCode,
        level: Level,
        snapshot: &Snapshot,
    ) -> Result<Arc<Near>, KeeperError> {
        let widths = *self.places.tree().widths();
        let counted = widths.ancestor(&place, level.min(Level::Subdistrict)).unwrap_or(place);
        let is_overdue = |lifeline: &&Lifeline| snapshot.standing(&counted, **lifeline).overdue() > 0;
        let overdue: Arc<[Lifeline]> = Lifeline::ALL.iter().filter(is_overdue).copied().collect();
        let kept = {
            let mut near = self.near.lock();
            if near.len() >= NEAR_MAX && !near.contains_key(&place) {
                near.clear();
            }
            Arc::clone(near.entry(place).or_default())
        };
        let (stirred, reader) = (snapshot.stirs(&counted), Arc::clone(self));
        let read = move |_| {
            let (keeper, overdue) = (Arc::clone(&reader), Arc::clone(&overdue));
            async move {
                let now = keeper.clock.now();
                near::read(&keeper.ledger, place, level, &overdue, now)
                    .await
                    .map_err(KeeperError::from)
            }
        };
        kept.get(move || stirred, read).await
    }

    async fn read(&self, before: Option<Arc<Snapshot>>) -> Result<Snapshot, KeeperError> {
        let city = self.places.city()?;
        let now = self.clock.now();
        let fresh = self.frame(&city);
        let before = before.filter(|before| *before.frame() == fresh);
        let frame = before
            .as_ref()
            .map_or_else(|| Arc::new(fresh), |before| before.shared_frame());
        let standing = self.ledger.standing_rows(&city.file.code).await?;
        let sheet = Sheet::new(&frame, standing.iter().filter_map(|row| standing_cell(&frame, row)));
        let held = before.as_ref().map_or(&[][..], |before| before.days());
        let days = self.read_days(&frame, &city, city.file.zone.day_of(now), held).await?;
        let number = before.as_ref().map_or(1, |before| before.number + 1);
        Ok(Snapshot::new(number, now, frame, sheet, days))
    }

    fn frame(&self, city: &LoadedCity) -> Frame {
        let tree = self.places.tree();
        let subdistricts = tree
            .at_level(city.file.code, Level::Subdistrict)
            .map(|place| place.code);
        Frame::new(subdistricts, self.ledger.kinds())
    }

    /// Today's events, and those of days before that are not held yet. A day that was read while it was the last one
    /// is read once more after it ended.
    async fn read_days(
        &self,
        frame: &Frame,
        city: &LoadedCity,
        today: Day,
        held: &[DaySheet],
    ) -> Result<Vec<DaySheet>, LedgerError> {
        let last_held = held.last().map(|sheet| sheet.day);
        let mut days = Vec::new();
        for day in (1 - DAYS..=0).map(|offset| today.plus_days(offset)) {
            let known = held.iter().find(|sheet| sheet.day == day && last_held > Some(day));
            days.push(match known {
                Some(sheet) => sheet.clone(),
                None => {
                    let rows = self.ledger.happened_rows(&city.file.code, day).await?;
                    let cells = rows.iter().filter_map(|row| happened_cell(frame, row));
                    let stirs = rows.iter().map(|row| (row.subdistrict, row.all.unsigned_abs()));
                    DaySheet {
                        day,
                        sheet: Arc::new(Sheet::new(frame, cells)),
                        stirs: Arc::new(Stirs::new(frame, stirs)),
                    }
                }
            });
        }
        Ok(days)
    }
}

fn standing_cell(frame: &Frame, row: &StandingRow) -> Option<Cell<STANDINGS>> {
    let mut counts = [0; STANDINGS];
    for (count, stored) in counts.iter_mut().zip(row.by_state.iter().chain([&row.overdue])) {
        *count = u32::try_from(*stored).unwrap_or(0);
    }
    Some(Cell {
        subdistrict: row.subdistrict,
        topic: frame.topic(&row.kind, &row.topic)?,
        counts,
    })
}

fn happened_cell(frame: &Frame, row: &HappenedRow) -> Option<Cell<EVENTS>> {
    let counts = row.events.map(|count| u32::try_from(count).unwrap_or(0));
    Some(Cell {
        subdistrict: row.subdistrict,
        topic: frame.topic(&row.kind, &row.topic)?,
        counts,
    })
}
