//! Compounds and buildings that users add.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tongxin_city::{AddError, Level, NewPlace, PlaceCode, PlaceTree, Population};
use tongxin_storage::{Answered, CommandKey, StorageError, Tx, args};

use crate::error::Faults;
use crate::handle::{ADDED_SINCE, Seen, plant};
use crate::limits::PLACE_PEOPLE_MAX;
use crate::{Fault, Places, PlacesError};

/// A compound or building to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUserPlace {
    /// The community of a compound, the compound of a building.
    pub parent: PlaceCode,
    /// Its code; the next free one when left out.
    pub code: Option<PlaceCode>,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name, if it has one.
    pub name_en: Option<String>,
    /// People, where known.
    pub people: Option<u32>,
    /// Households, where known.
    pub households: Option<u32>,
}

impl Places {
    /// Adds up to 500 compounds and buildings, all or none; answers their codes in the order given. A building may be
    /// added to a compound of the same call when both give their codes.
    ///
    /// # Errors
    /// `Rows` naming every row that can't be added; `NoCity`; `Storage`.
    pub async fn add_places(
        &self,
        command: CommandKey,
        added_by: &str,
        rows: Vec<NewUserPlace>,
    ) -> Result<Answered<Vec<PlaceCode>>, PlacesError> {
        self.city()?;
        let faults = Faults::count_of(rows.len())?;
        check_numbers(faults, &rows)?;
        let (added_by, rows): (Arc<str>, Arc<[NewUserPlace]>) = (added_by.into(), rows.into());
        let added_at = self.now().0;
        self.refresh().await?;
        let places = self.clone();
        let answered = self
            .inner
            .db
            .write_once(command, move |tx| {
                let (added_by, rows, seen) = (Arc::clone(&added_by), Arc::clone(&rows), places.seen());
                Box::pin(async move { add(tx, seen, &added_by, added_at, &rows).await })
            })
            .await?;
        self.refresh().await?;
        Ok(answered)
    }
}

fn check_numbers(mut faults: Faults, rows: &[NewUserPlace]) -> Result<(), PlacesError> {
    for (row, new) in rows.iter().enumerate() {
        faults.number(row, "people", new.people, 0, PLACE_PEOPLE_MAX);
        faults.number(row, "households", new.households, 0, PLACE_PEOPLE_MAX);
    }
    faults.into_result()
}

async fn add(
    tx: &mut Tx,
    seen: Seen,
    added_by: &str,
    added_at: i64,
    rows: &[NewUserPlace],
) -> Result<Vec<PlaceCode>, PlacesError> {
    // Taking the next version locks the city's row, so that calls which add places follow one another.
    tx.execute(
        "UPDATE city SET places_version = places_version + 1 WHERE id = 1",
        vec![],
    )
    .await?;
    let row = tx
        .optional("SELECT load_number, places_version FROM city WHERE id = 1", vec![])
        .await?;
    let row = row.ok_or(PlacesError::NoCity)?;
    let version = row.int("places_version")?;
    if row.int("load_number")? != seen.load_number {
        return Err(StorageError::Conflict.into());
    }
    let mut tree = Arc::unwrap_or_clone(seen.tree);
    plant(
        &mut tree,
        &tx.all(ADDED_SINCE, args![seen.places_version, version]).await?,
    )?;
    let planted = plant_new(&mut tree, rows)?;
    for place in &planted {
        let population = place.population;
        tx.execute(
            "INSERT INTO place (code, name_zh, name_en, people, households, is_estimated, added_by, added_at, version)
             VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8)",
            args![
                place.code.as_str(),
                &*place.name_zh,
                place.name_en.as_deref(),
                population.map(|p| p.people),
                population.map(|p| p.households),
                added_by,
                added_at,
                version
            ],
        )
        .await?;
    }
    tx.announce();
    Ok(planted.into_iter().map(|place| place.code).collect())
}

/// Adds the rows to the tree, or says what is wrong with each.
fn plant_new(tree: &mut PlaceTree, rows: &[NewUserPlace]) -> Result<Vec<NewPlace>, PlacesError> {
    let mut faults = Faults::default();
    let mut planted = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        match plant_one(tree, row) {
            Ok(place) => planted.push(place),
            Err((field, fault)) => faults.add(number, field, fault),
        }
    }
    faults.into_result().map(|()| planted)
}

fn plant_one(tree: &mut PlaceTree, row: &NewUserPlace) -> Result<NewPlace, (&'static str, Fault)> {
    let parent = tree
        .get(&row.parent)
        .ok_or(("parent", Fault::UnknownPlace(row.parent)))?;
    if !matches!(parent.level, Level::Community | Level::Compound) {
        return Err(("parent", Fault::NotAParent(row.parent)));
    }
    let code = match row.code {
        Some(code) if tree.widths().parent(&code) != Some(row.parent) => {
            return Err((
                "code",
                Fault::Add(AddError::ParentMissing {
                    code,
                    parent: row.parent,
                }),
            ));
        }
        Some(code) => code,
        None => tree
            .next_child_code(&row.parent)
            .map_err(|error| ("parent", Fault::Numbering(error)))?,
    };
    let name_en = row.name_en.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let population = match (row.people, row.households) {
        (None, None) => None,
        (people, households) => Some(Population {
            people: people.unwrap_or(0),
            households: households.unwrap_or(0),
            estimated: false,
        }),
    };
    let new = NewPlace {
        code,
        name_zh: row.name_zh.trim().into(),
        name_en: name_en.map(Into::into),
        population,
    };
    tree.add(new.clone())
        .map_err(|error| (field_of(&error), Fault::Add(error)))?;
    Ok(new)
}

fn field_of(error: &AddError) -> &'static str {
    match error {
        AddError::WrongWidth { .. } | AddError::CodeTaken { .. } | AddError::SecondCity { .. } => "code",
        AddError::ParentMissing { .. } => "parent",
        AddError::NameEmpty | AddError::NameTooLong { .. } | AddError::NameUnprintable => "name_zh",
    }
}
