//! Areas: named sets of places that are not one node.

use serde::Serialize;
use tongxin_city::{Area, PlaceCode};
use tongxin_storage::{Answered, CommandKey, Row, StorageError, args};

use crate::error::Faults;
use crate::limits::{AREA_PLACES_MAX, ORG_NAME_CHARS_MAX};
use crate::{Fault, Places, PlacesError};

/// An area as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedArea {
    /// Its number, shown nowhere; for the next page.
    #[serde(skip)]
    pub number: i64,
    /// Its name and places.
    #[serde(flatten)]
    pub area: Area,
}

impl Places {
    /// Adds an area of up to 500 places; its name must be new.
    ///
    /// # Errors
    /// `Rows` when the name or a place is wrong; `Storage`.
    pub async fn add_area(
        &self,
        command: CommandKey,
        added_by: &str,
        name: &str,
        places: Vec<PlaceCode>,
    ) -> Result<Answered<Area>, PlacesError> {
        let area = self.checked_area(name, places)?;
        let added_by = added_by.to_owned();
        let at = self.now();
        self.inner
            .db
            .write_once(command, move |tx| {
                let (area, added_by) = (area.clone(), added_by.clone());
                Box::pin(async move {
                    if tx
                        .optional("SELECT id FROM area WHERE name = $1", args![area.name()])
                        .await?
                        .is_some()
                    {
                        let mut faults = Faults::default();
                        faults.add(0, "name", Fault::NameTaken(area.name().to_owned()));
                        faults.into_result()?;
                    }
                    let places = serde_json::to_string(area.places()).unwrap_or_default();
                    let id = tongxin_city::Id63::generate(at).get();
                    tx.execute(
                        "INSERT INTO area (id, name, places, added_by, added_at) VALUES ($1, $2, $3, $4, $5)",
                        args![id, area.name(), places, added_by, at.0],
                    )
                    .await?;
                    Ok(area)
                })
            })
            .await
    }

    fn checked_area(&self, name: &str, places: Vec<PlaceCode>) -> Result<Area, PlacesError> {
        let mut faults = Faults::default();
        let name = faults.text(0, "name", name, ORG_NAME_CHARS_MAX);
        if places.len() > AREA_PLACES_MAX {
            faults.add(
                0,
                "places",
                Fault::RowCount {
                    found: places.len(),
                    max: AREA_PLACES_MAX,
                },
            );
        }
        faults.into_result()?;
        let mut faults = Faults::default();
        match Area::new(&name, places, &self.tree()) {
            Ok(area) => Ok(area),
            Err(error) => {
                faults.add(0, "places", Fault::Area(error));
                faults.into_result()?;
                Err(PlacesError::NoCity)
            }
        }
    }

    /// All areas by name.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn areas(&self) -> Result<Vec<NamedArea>, PlacesError> {
        let rows = self
            .inner
            .db
            .all("SELECT id, name, places FROM area ORDER BY name", vec![])
            .await?;
        Ok(rows.iter().map(area_of).collect::<Result<_, _>>()?)
    }
}

fn area_of(row: &Row) -> Result<NamedArea, StorageError> {
    let value = serde_json::json!({
        "name": row.text("name")?,
        "places": serde_json::from_str::<serde_json::Value>(&row.text("places")?).unwrap_or_default(),
    });
    let area = serde_json::from_value(value).map_err(|error| StorageError::Corrupt {
        column: "area.places".into(),
        what: error.to_string(),
    })?;
    Ok(NamedArea {
        number: row.int("id")?,
        area,
    })
}
