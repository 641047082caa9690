//! The one handle on places, and the tree it keeps in memory.

use std::sync::Arc;

use parking_lot::RwLock;
use tongxin_city::{NewPlace, Place, PlaceCode, PlaceTree, Population, Timestamp, Widths};
use tongxin_clock::Clock;
use tongxin_storage::{Db, Row, StorageError, args, columns};

use crate::PlacesError;
use crate::city::{LoadedCity, read_loaded};
use crate::positions::{Known, SET_SINCE, learn};

/// All about places; cheap to clone, all clones agree.
#[derive(Clone)]
pub struct Places {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) db: Db,
    clock: Clock,
    seen: RwLock<Seen>,
    /// One refresh at a time.
    refreshing: tokio::sync::Mutex<()>,
}

/// What this process has read of the database.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) city: Option<Arc<LoadedCity>>,
    pub(crate) tree: Arc<PlaceTree>,
    /// The load the city is of; 0 before the first.
    pub(crate) load_number: i64,
    /// Places up to this version are in the tree, and positions in `positions`.
    pub(crate) places_version: i64,
    /// Where places lie, as somebody said.
    pub(crate) positions: Arc<Known>,
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Places({:?})", self.tree())
    }
}

impl Places {
    /// Reads the places of a migrated database. Without a city yet the tree is empty.
    ///
    /// # Errors
    /// `Storage` when it can't be read.
    pub async fn open(db: Db, clock: Clock) -> Result<Places, PlacesError> {
        let seen = Seen {
            city: None,
            tree: Arc::new(PlaceTree::new(Widths::CHINA)),
            load_number: 0,
            places_version: 0,
            positions: Arc::default(),
        };
        let places = Places {
            inner: Arc::new(Inner {
                db,
                clock,
                seen: RwLock::new(seen),
                refreshing: tokio::sync::Mutex::new(()),
            }),
        };
        places.refresh().await?;
        Ok(places)
    }

    /// The tree as this process knows it, users' places included.
    pub fn tree(&self) -> Arc<PlaceTree> {
        Arc::clone(&self.inner.seen.read().tree)
    }

    /// The loaded city: its own file and its boundaries.
    ///
    /// # Errors
    /// `NoCity` before the first `city load`.
    pub fn city(&self) -> Result<Arc<LoadedCity>, PlacesError> {
        self.inner.seen.read().city.clone().ok_or(PlacesError::NoCity)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn seen(&self) -> Seen {
        self.inner.seen.read().clone()
    }

    /// Reads what was loaded or added since, here or by another process.
    ///
    /// # Errors
    /// `Storage` when it can't be read.
    pub async fn refresh(&self) -> Result<(), PlacesError> {
        let _one_at_a_time = self.inner.refreshing.lock().await;
        let seen = self.seen();
        let row = self
            .inner
            .db
            .optional("SELECT load_number, places_version FROM city WHERE id = 1", vec![])
            .await?;
        let Some(row) = row else { return Ok(()) };
        let (load_number, places_version) = (row.int("load_number")?, row.int("places_version")?);
        if (load_number, places_version) == (seen.load_number, seen.places_version) {
            return Ok(());
        }
        let mut fresh = if load_number == seen.load_number {
            seen
        } else {
            self.loaded(load_number).await?
        };
        self.catch_up(&mut fresh, places_version).await?;
        *self.inner.seen.write() = fresh;
        Ok(())
    }

    /// The loaded city as its folder has it, without anything of the users.
    async fn loaded(&self, load_number: i64) -> Result<Seen, PlacesError> {
        let (city, tree) = read_loaded(&self.inner.db).await?;
        Ok(Seen {
            city: Some(Arc::new(city)),
            tree: Arc::new(tree),
            load_number,
            places_version: 0,
            positions: Arc::default(),
        })
    }

    /// Takes in what users added and set up to a version.
    async fn catch_up(&self, seen: &mut Seen, version: i64) -> Result<(), PlacesError> {
        let since = || args![seen.places_version, version];
        let added = self.inner.db.all(ADDED_SINCE, since()).await?;
        let set = self.inner.db.all(SET_SINCE, since()).await?;
        // Nothing is copied when there is nothing new in it.
        if !added.is_empty() {
            plant(Arc::make_mut(&mut seen.tree), &added)?;
        }
        if !set.is_empty() {
            learn(Arc::make_mut(&mut seen.positions), &set)?;
        }
        seen.places_version = version;
        Ok(())
    }

    /// Keeps the tree fresh with what other processes add, for as long as the task runs.
    pub fn follow_changes(&self) -> tokio::task::JoinHandle<()> {
        let places = self.clone();
        let mut changes = self.inner.db.changes();
        tokio::spawn(async move {
            while changes.changed().await.is_ok() {
                if let Err(error) = places.refresh().await {
                    tracing::warn!(%error, "places could not be refreshed");
                }
            }
        })
    }

    /// The place of that code.
    pub fn get(&self, code: &PlaceCode) -> Option<Place> {
        self.tree().get(code).cloned()
    }
}

/// Users' places in code order, parents first.
pub(crate) const ADDED_SINCE: &str = "SELECT code, name_zh, name_en, people, households, is_estimated FROM place WHERE version > $1 AND version <= $2 ORDER BY code";

/// Adds stored places to a tree.
pub(crate) fn plant(tree: &mut PlaceTree, rows: &[Row]) -> Result<(), StorageError> {
    for row in rows {
        let new = stored_place(row)?;
        let code = new.code;
        // What another process added meanwhile may be read twice.
        if tree.get(&code).is_none() {
            tree.add(new).map_err(|error| StorageError::Corrupt {
                column: "place.code".into(),
                what: error.to_string(),
            })?;
        }
    }
    Ok(())
}

pub(crate) fn stored_place(row: &Row) -> Result<NewPlace, StorageError> {
    let population = match (row.opt_int("people")?, row.opt_int("households")?) {
        (None, None) => None,
        (people, households) => Some(Population {
            people: count(people),
            households: count(households),
            estimated: row.flag("is_estimated")?,
        }),
    };
    Ok(NewPlace {
        code: code_of(row, "code")?,
        name_zh: row.text("name_zh")?,
        name_en: row.opt_text("name_en")?,
        population,
    })
}

fn count(stored: Option<i64>) -> u32 {
    stored.and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
}

/// A place code of a row.
pub(crate) fn code_of(row: &Row, column: &str) -> Result<PlaceCode, StorageError> {
    columns::word(row, column)
}
