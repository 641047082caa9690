//! Households: one door each, in a building.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use tongxin_city::{HouseholdId, Level, PlaceCode, PlaceTree, Timestamp};
use tongxin_storage::{Row, Sql, StorageError, Tx, args, columns};

use crate::error::Faults;
use crate::handle::code_of;
use crate::limits::{BUILDING_DOORS_MAX, DOOR_CHARS_MAX, DOOR_PEOPLE_MAX};
use crate::{Fault, Places, PlacesError};

/// One door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Household {
    /// Its id.
    pub id: HouseholdId,
    /// Its building.
    pub building: PlaceCode,
    /// What stands on the door, such as `3-1502`.
    pub door: String,
    /// How many people live there, where known.
    pub people: Option<u32>,
}

/// A household to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHousehold {
    /// Its building.
    pub building: PlaceCode,
    /// What stands on the door; unique in the building.
    pub door: String,
    /// How many people live there, where known.
    pub people: Option<u32>,
}

/// Adds up to 500 households inside a write, all or none, in the order given. Whoever gives out their codes
/// does so in the same write.
///
/// # Errors
/// `Rows` naming every row that can't be added; `Storage`.
pub async fn insert_households(
    tx: &mut Tx,
    tree: &PlaceTree,
    added_by: &str,
    at: Timestamp,
    rows: &[NewHousehold],
) -> Result<Vec<Household>, PlacesError> {
    let rows = checked(tree, rows)?;
    refuse_taken_doors(tx, &rows).await?;
    let mut added = Vec::with_capacity(rows.len());
    for row in rows {
        let household = Household {
            id: HouseholdId::generate(at),
            building: row.building,
            door: row.door,
            people: row.people,
        };
        tx.execute(
            "INSERT INTO household (id, building_code, door, people, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)",
            args![household.id.get(), household.building.as_str(), &*household.door, household.people, added_by, at.0],
        )
        .await?;
        added.push(household);
    }
    Ok(added)
}

fn checked(tree: &PlaceTree, rows: &[NewHousehold]) -> Result<Vec<NewHousehold>, PlacesError> {
    let mut faults = Faults::count_of(rows.len())?;
    let mut doors = HashSet::new();
    let mut checked = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let door = faults.text(number, "door", &row.door, DOOR_CHARS_MAX);
        faults.number(number, "people", row.people, 1, DOOR_PEOPLE_MAX);
        match tree.get(&row.building).map(|place| place.level) {
            None => faults.add(number, "building", Fault::UnknownPlace(row.building)),
            Some(Level::Building) => {}
            Some(_) => faults.add(number, "building", Fault::NotABuilding(row.building)),
        }
        if !doors.insert((row.building, door.clone())) {
            faults.add(number, "door", Fault::DoorTaken(door.clone()));
        }
        checked.push(NewHousehold { door, ..row.clone() });
    }
    faults.into_result().map(|()| checked)
}

async fn refuse_taken_doors(tx: &mut Tx, rows: &[NewHousehold]) -> Result<(), PlacesError> {
    let mut known: HashMap<PlaceCode, HashSet<String>> = HashMap::new();
    let mut faults = Faults::default();
    for (number, row) in rows.iter().enumerate() {
        let doors = match known.entry(row.building) {
            Entry::Occupied(doors) => doors.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(doors_of(tx, &row.building).await?),
        };
        if !doors.insert(row.door.clone()) {
            faults.add(number, "door", Fault::DoorTaken(row.door.clone()));
        } else if doors.len() > BUILDING_DOORS_MAX {
            faults.add(
                number,
                "door",
                Fault::TooManyDoors {
                    max: BUILDING_DOORS_MAX,
                },
            );
        }
    }
    faults.into_result()
}

async fn doors_of(tx: &mut Tx, building: &PlaceCode) -> Result<HashSet<String>, StorageError> {
    let rows = tx
        .all(
            "SELECT door FROM household WHERE building_code = $1",
            args![building.as_str()],
        )
        .await?;
    rows.iter().map(|row| row.text("door")).collect()
}

impl Places {
    /// The households of a building by door, at most [`BUILDING_DOORS_MAX`].
    ///
    /// # Errors
    /// `Storage`.
    pub async fn households(&self, building: &PlaceCode) -> Result<Vec<Household>, PlacesError> {
        let sql = "SELECT id, building_code, door, people FROM household WHERE building_code = $1 ORDER BY door";
        let rows = self.inner.db.all(sql, args![building.as_str()]).await?;
        Ok(rows.iter().map(household_of).collect::<Result<_, _>>()?)
    }

    /// The household of that id.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn household(&self, id: HouseholdId) -> Result<Option<Household>, PlacesError> {
        let sql = "SELECT id, building_code, door, people FROM household WHERE id = $1";
        let row = self.inner.db.optional(sql, args![id.get()]).await?;
        Ok(row.as_ref().map(household_of).transpose()?)
    }

    /// The households of these ids, in no order; unknown ids are left out.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn households_of(
        &self,
        ids: impl IntoIterator<Item = HouseholdId>,
    ) -> Result<Vec<Household>, PlacesError> {
        let mut sql = Sql::new("SELECT id, building_code, door, people FROM household WHERE id IN ");
        sql.bind_list(ids.into_iter().map(HouseholdId::get));
        let rows = self.inner.db.select(sql).await?;
        Ok(rows.iter().map(household_of).collect::<Result<_, _>>()?)
    }

    /// How many households are registered inside a place.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn household_count(&self, within: &PlaceCode) -> Result<i64, PlacesError> {
        let (from, below) = within.range();
        let sql = "SELECT COUNT(*) AS n FROM household WHERE building_code >= $1 AND building_code < $2";
        Ok(self.inner.db.one(sql, args![from, below]).await?.int("n")?)
    }

    /// How many doors these buildings have; one without doors is left out.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn doors_of_buildings(
        &self,
        buildings: impl IntoIterator<Item = PlaceCode>,
    ) -> Result<HashMap<PlaceCode, i64>, PlacesError> {
        let mut sql = Sql::new("SELECT building_code, COUNT(*) AS n FROM household WHERE building_code IN ");
        sql.bind_list(buildings.into_iter().map(|code| code.to_string()))
            .push(" GROUP BY building_code");
        let rows = self.inner.db.select(sql).await?;
        let counted = |row: &Row| Ok((code_of(row, "building_code")?, row.int("n")?));
        Ok(rows.iter().map(counted).collect::<Result<_, StorageError>>()?)
    }
}

fn household_of(row: &Row) -> Result<Household, StorageError> {
    Ok(Household {
        id: columns::id(row, "id")?,
        building: code_of(row, "building_code")?,
        door: row.text("door")?,
        people: row.opt_int("people")?.and_then(|people| u32::try_from(people).ok()),
    })
}
