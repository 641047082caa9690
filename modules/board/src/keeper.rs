//! Reads the tallies into a [`Snapshot`], and what the tallies don't say (the oldest needs, counts below a
//! subdistrict) into a [`Near`] for each place looked at.

use crate::kept::Kept;
use crate::near::{self, Near};
use crate::snapshot::{Cell, DAYS, DaySheet, EVENTS, Frame, STANDINGS, Sheet, Snapshot, Stirs, counted};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_city::{Day, Level, Place, PlaceCode, Timestamp};
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

/// A look at a place from near, after a snapshot.
#[derive(Clone)]
struct Look {
    place: PlaceCode,
    level: Level,
    /// The lifelines that have overdue needs.
    overdue: Arc<[Lifeline]>,
    stirred: Stirred,
}

impl Look {
    async fn read(self, ledger: Ledger, now: Timestamp) -> Result<Near, KeeperError> {
        let near = near::read(&ledger, self.place, self.level, &self.overdue, now);
        near.await.map_err(KeeperError::from)
    }
}

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

    /// Reads what a place's board shows until it holds everything written before the call: the tallies, and what they
    /// don't say. Answers with the snapshot's number.
    pub(crate) async fn catch_up(&self, place: &Place) -> Result<u64, KeeperError> {
        let read = |before| self.read(before);
        let snapshot = self.snapshot.newest(|| self.version(), read).await?;
        let look = self.look(place, &snapshot);
        let kept = self.near_of(place.code);
        kept.newest(
            || look.stirred,
            |_| look.clone().read(self.ledger.clone(), self.clock.now()),
        )
        .await?;
        Ok(snapshot.number)
    }

    /// What the tallies don't say about a place.
    pub(crate) async fn near(self: &Arc<Self>, place: &Place, snapshot: &Snapshot) -> Result<Arc<Near>, KeeperError> {
        let (look, keeper) = (self.look(place, snapshot), Arc::clone(self));
        let stirred = look.stirred;
        let read = move |_| look.clone().read(keeper.ledger.clone(), keeper.clock.now());
        self.near_of(place.code).get(move || stirred, read).await
    }

    fn look(&self, place: &Place, snapshot: &Snapshot) -> Look {
        let counted = counted(self.places.tree().widths(), place);
        let is_overdue = |lifeline: &&Lifeline| snapshot.standing(&counted, **lifeline).overdue() > 0;
        Look {
            place: place.code,
            level: place.level,
            overdue: Lifeline::ALL.iter().filter(is_overdue).copied().collect(),
            stirred: snapshot.stirs(&counted),
        }
    }

    fn near_of(&self, place: PlaceCode) -> Arc<Kept<Near, Stirred>> {
        let mut near = self.near.lock();
        if near.len() >= NEAR_MAX && !near.contains_key(&place) {
            near.clear();
        }
        Arc::clone(near.entry(place).or_default())
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
