//! The official city: loaded whole from its folder or not at all, and given back as it came.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;
use tongxin_city::{Boundaries, City, CityFile, PlaceCode, PlaceTree};
use tongxin_storage::{Db, Row, StorageError, Tx, args};

use crate::handle::{code_of, stored_place};
use crate::limits::ORPHANS_LISTED_MAX;
use crate::{Places, PlacesError};

/// The loaded city without its tree, which [`Places::tree`] has with the users' places.
#[derive(Debug, Clone)]
pub struct LoadedCity {
    /// What the city's own file says.
    pub file: CityFile,
    /// Its districts' boundaries.
    pub boundaries: Boundaries,
    /// The same as one GeoJSON feature collection whose features carry `code`, `name_zh`, `name_en` and `people`.
    pub districts_geojson: String,
}

/// The files of a city's folder that were read, by name.
#[derive(Debug, Clone, Default)]
pub struct CityFolder(BTreeMap<String, Vec<u8>>);

/// A thing that users added and whose place a new city does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// What it is.
    pub kind: OrphanKind,
    /// Its name.
    pub name: String,
    /// The place it is at, or its own code.
    pub place: PlaceCode,
}

/// What an orphan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrphanKind {
    /// A compound or building.
    Place,
    /// A building with households.
    Building,
    /// An organisation.
    Org,
    /// An area.
    Area,
}

impl fmt::Display for Orphan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            OrphanKind::Place => "place",
            OrphanKind::Building => "households of building",
            OrphanKind::Org => "organisation",
            OrphanKind::Area => "area",
        };
        write!(f, "{kind} {} at {}", self.name, self.place)
    }
}

impl CityFolder {
    /// Reads and checks a city's folder.
    ///
    /// # Errors
    /// `Folder` with everything wrong in any file.
    pub fn read(folder: &Path) -> Result<(CityFolder, City), PlacesError> {
        CityFolder::read_with(|name| std::fs::read(folder.join(name)))
    }

    /// The same from anywhere: `file` gives the bytes of a file by name.
    ///
    /// # Errors
    /// As [`CityFolder::read`].
    pub fn read_with(file: impl Fn(&str) -> std::io::Result<Vec<u8>>) -> Result<(CityFolder, City), PlacesError> {
        let read = Mutex::new(BTreeMap::new());
        let city = City::read(|name| {
            let bytes = file(name)?;
            read.lock().insert(name.to_owned(), bytes.clone());
            Ok(bytes)
        })
        .map_err(PlacesError::Folder)?;
        Ok((CityFolder(read.into_inner()), city))
    }
}

impl Places {
    /// Puts a checked city in place of the loaded one, in one transaction. Compounds, buildings, households,
    /// organisations and areas stay.
    ///
    /// # Errors
    /// `Orphans` when something that users added has no place in the new city; `Storage`. Nothing is changed then.
    pub async fn load_city(&self, folder: CityFolder, city: City) -> Result<(), PlacesError> {
        let (folder, city) = (Arc::new(folder), Arc::new(city));
        let at = self.now().0;
        self.inner
            .db
            .write(move |tx| {
                let (folder, city) = (Arc::clone(&folder), Arc::clone(&city));
                Box::pin(async move { replace(tx, &folder, &city, at).await })
            })
            .await?;
        self.refresh().await
    }

    /// Writes the loaded city's files to `folder` as they came, and beside them the users' places as
    /// `added_places.csv` and the positions that were set as `positions.csv`.
    ///
    /// # Errors
    /// `NoCity`; `File` when a file can't be written; `Storage`.
    pub async fn export_city(&self, folder: &Path) -> Result<(), PlacesError> {
        let city = self.city()?;
        let sources = sources(&self.inner.db).await?;
        let added = self.added_places_csv().await?;
        let positions = self.positions_csv(&city.file.code);
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |source| PlacesError::File { path, source }
        };
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
        for (name, content) in sources
            .0
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice()))
            .chain([
                ("added_places.csv", added.as_bytes()),
                ("positions.csv", positions.as_bytes()),
            ])
        {
            let path = folder.join(name);
            std::fs::write(&path, content).map_err(failed(&path))?;
        }
        Ok(())
    }

    /// The users' compounds and buildings as CSV: code, name_zh, name_en, people, households.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn added_places_csv(&self) -> Result<String, PlacesError> {
        let rows = self.inner.db.all(USERS_PLACES, vec![]).await?;
        let mut text = String::from("code,name_zh,name_en,people,households\n");
        for row in &rows {
            let place = stored_place(row)?;
            let population = place.population;
            let count = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
            let cells = [
                place.code.to_string(),
                quoted(&place.name_zh),
                quoted(place.name_en.as_deref().unwrap_or_default()),
                count(population.map(|p| p.people)),
                count(population.map(|p| p.households)),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        Ok(text)
    }
}

/// A cell of a CSV file (RFC 4180).
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

const USERS_PLACES: &str = "SELECT code, name_zh, name_en, people, households, is_estimated FROM place ORDER BY code";

async fn replace(tx: &mut Tx, folder: &CityFolder, city: &City, at: i64) -> Result<(), PlacesError> {
    // The city's row is taken first, so that nobody adds places while their parents are checked.
    tx.execute(
        "INSERT INTO city (id, code, load_number, places_version, loaded_at) VALUES (1, $1, 1, 0, $2)
         ON CONFLICT (id) DO UPDATE SET code = excluded.code, load_number = city.load_number + 1, loaded_at = excluded.loaded_at",
        args![city.file.code.as_str(), at],
    )
    .await?;
    refuse_orphans(tx, city).await?;
    tx.execute("DELETE FROM city_source", vec![]).await?;
    for (name, content) in &folder.0 {
        tx.execute(
            "INSERT INTO city_source (name, content) VALUES ($1, $2)",
            args![&**name, &**content],
        )
        .await?;
    }
    tx.announce();
    Ok(())
}

async fn refuse_orphans(tx: &mut Tx, city: &City) -> Result<(), PlacesError> {
    let mut orphans = Vec::new();
    let mut tree = city.tree.clone();
    for row in &tx.all(USERS_PLACES, vec![]).await? {
        let place = stored_place(row)?;
        let (code, name) = (place.code, place.name_zh.clone());
        if tree.add(place).is_err() {
            orphans.push(Orphan {
                kind: OrphanKind::Place,
                name,
                place: code,
            });
        }
    }
    let buildings = "SELECT DISTINCT building_code AS place_code, building_code AS name FROM household ORDER BY 1";
    find_orphans(
        &mut orphans,
        OrphanKind::Building,
        &tree,
        &tx.all(buildings, vec![]).await?,
    )?;
    let orgs = "SELECT place_code, name FROM org ORDER BY id";
    find_orphans(&mut orphans, OrphanKind::Org, &tree, &tx.all(orgs, vec![]).await?)?;
    for row in &tx.all("SELECT name, places FROM area ORDER BY name", vec![]).await? {
        let places: Vec<PlaceCode> =
            serde_json::from_str(&row.text("places")?).map_err(|error| StorageError::Corrupt {
                column: "area.places".into(),
                what: error.to_string(),
            })?;
        if let Some(place) = places.into_iter().find(|place| tree.get(place).is_none()) {
            orphans.push(Orphan {
                kind: OrphanKind::Area,
                name: row.text("name")?,
                place,
            });
        }
    }
    if orphans.is_empty() {
        return Ok(());
    }
    let count = orphans.len();
    orphans.truncate(ORPHANS_LISTED_MAX);
    Err(PlacesError::Orphans { listed: orphans, count })
}

fn find_orphans(
    orphans: &mut Vec<Orphan>,
    kind: OrphanKind,
    tree: &PlaceTree,
    rows: &[Row],
) -> Result<(), PlacesError> {
    for row in rows {
        let place = code_of(row, "place_code")?;
        if tree.get(&place).is_none() {
            orphans.push(Orphan {
                kind,
                name: row.text("name")?,
                place,
            });
        }
    }
    Ok(())
}

async fn sources(db: &Db) -> Result<CityFolder, StorageError> {
    let rows = db.all("SELECT name, content FROM city_source", vec![]).await?;
    rows.iter()
        .map(|row| Ok((row.text("name")?, row.blob("content")?)))
        .collect::<Result<_, _>>()
        .map(CityFolder)
}

/// Reads the loaded city back.
pub(crate) async fn read_loaded(db: &Db) -> Result<(LoadedCity, PlaceTree), PlacesError> {
    let folder = sources(db).await?;
    let reading = tokio::task::spawn_blocking(move || {
        City::read(|name| {
            folder
                .0
                .get(name)
                .cloned()
                .ok_or_else(|| std::io::ErrorKind::NotFound.into())
        })
    });
    let city = reading
        .await
        .map_err(|_| StorageError::Abandoned)?
        .map_err(PlacesError::Folder)?;
    let districts_geojson = districts_geojson(&city);
    Ok((
        LoadedCity {
            file: city.file,
            boundaries: city.boundaries,
            districts_geojson,
        },
        city.tree,
    ))
}

fn districts_geojson(city: &City) -> String {
    let features = city.boundaries.iter().filter_map(|boundary| {
        let mut feature: serde_json::Value = serde_json::from_str(&boundary.feature).ok()?;
        let place = city.tree.get(&boundary.code)?;
        let properties = feature.get_mut("properties")?.as_object_mut()?;
        properties.insert("name_zh".into(), (*place.name_zh).into());
        properties.insert("name_en".into(), place.name_en.as_deref().into());
        properties.insert(
            "people".into(),
            place.population.map(|population| population.people).into(),
        );
        Some(feature)
    });
    let features: Vec<_> = features.collect();
    serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string()
}
