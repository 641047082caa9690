//! Organisations: plants, project owners, outlets, hospitals, teams.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tongxin_city::{OrgId, PlaceCode, PlaceTree, Timestamp};
use tongxin_storage::{Answered, CommandKey, Row, Sql, StorageError, Tx, args, columns};

use crate::error::Faults;
use crate::handle::code_of;
use crate::limits::{LIST_MAX, ORG_NAME_CHARS_MAX};
use crate::{Fault, Places, PlacesError};

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrgKind {
    /// 工厂: a factory, perhaps in closed loop.
    Plant,
    /// 项目法人: a project's owner on its site.
    Project,
    /// 保供门店: a shop or supermarket that serves households.
    Outlet,
    /// 药店: a pharmacy.
    Pharmacy,
    /// 仓库: a warehouse.
    Warehouse,
    /// 批发商: a wholesaler.
    Wholesaler,
    /// 承运商: a carrier.
    Carrier,
    /// 医院: a hospital or clinic.
    Hospital,
    /// 志愿服务队: a volunteer or repair team.
    Team,
}

impl OrgKind {
    /// All kinds.
    pub const ALL: [OrgKind; 9] = [
        OrgKind::Plant,
        OrgKind::Project,
        OrgKind::Outlet,
        OrgKind::Pharmacy,
        OrgKind::Warehouse,
        OrgKind::Wholesaler,
        OrgKind::Carrier,
        OrgKind::Hospital,
        OrgKind::Team,
    ];

    /// The key used in the database, JSON and language files.
    pub const fn key(self) -> &'static str {
        match self {
            OrgKind::Plant => "plant",
            OrgKind::Project => "project",
            OrgKind::Outlet => "outlet",
            OrgKind::Pharmacy => "pharmacy",
            OrgKind::Warehouse => "warehouse",
            OrgKind::Wholesaler => "wholesaler",
            OrgKind::Carrier => "carrier",
            OrgKind::Hospital => "hospital",
            OrgKind::Team => "team",
        }
    }

    /// The kind of that key.
    pub fn from_key(key: &str) -> Option<OrgKind> {
        OrgKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Org {
    /// Its id.
    pub id: OrgId,
    /// What it is.
    pub kind: OrgKind,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: PlaceCode,
}

/// An organisation to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrg {
    /// What it is.
    pub kind: OrgKind,
    /// Its name.
    pub name: String,
    /// Where it is: any place of the tree.
    pub place: PlaceCode,
}

/// Which organisations are asked for.
#[derive(Debug, Clone, Default)]
pub struct OrgFilter {
    /// Only of that kind.
    pub kind: Option<OrgKind>,
    /// Only inside one of those places; nothing inside none.
    pub within: Option<Vec<PlaceCode>>,
    /// Only those whose name holds this, in any case of Latin letters.
    pub name: Option<String>,
    /// Only these.
    pub ids: Option<Vec<OrgId>>,
    /// Only after this one, for the next page.
    pub after: Option<OrgId>,
}

impl Places {
    /// Adds up to 500 organisations, all or none; answers their ids in the order given.
    ///
    /// # Errors
    /// `Rows` naming every row that can't be added; `Storage`.
    pub async fn add_orgs(
        &self,
        command: CommandKey,
        added_by: &str,
        rows: Vec<NewOrg>,
    ) -> Result<Answered<Vec<OrgId>>, PlacesError> {
        let rows: Arc<[NewOrg]> = checked(&self.tree(), rows)?.into();
        let added_by: Arc<str> = added_by.into();
        let now = self.now();
        self.inner
            .db
            .write_once(command, move |tx| {
                let (rows, added_by) = (Arc::clone(&rows), Arc::clone(&added_by));
                Box::pin(async move { insert_checked(tx, &added_by, now, &rows).await })
            })
            .await
    }

    /// Up to [`LIST_MAX`] organisations in the order they were added, by the primary key or the index on places.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn orgs(&self, filter: &OrgFilter) -> Result<Vec<Org>, PlacesError> {
        let mut sql = Sql::new("SELECT id, kind, name, place_code FROM org WHERE id > ");
        sql.bind(filter.after.map_or(-1, OrgId::get));
        if let Some(kind) = filter.kind {
            sql.push(" AND kind = ").bind(kind.key());
        }
        if let Some(name) = &filter.name {
            sql.push(" AND ").push_holds("name", name);
        }
        if let Some(ids) = &filter.ids {
            sql.push(" AND id IN ").bind_list(ids.iter().map(|id| id.get()));
        }
        if let Some(places) = &filter.within {
            sql.push(" AND (1 = 0");
            for place in places {
                let (from, below) = place.range();
                sql.push(" OR (place_code >= ")
                    .bind(from)
                    .push(" AND place_code < ")
                    .bind(below)
                    .push(")");
            }
            sql.push(")");
        }
        sql.push(" ORDER BY id LIMIT ").bind(LIST_MAX as i64);
        let rows = self.inner.db.select(sql).await?;
        Ok(rows.iter().map(org_of).collect::<Result<_, _>>()?)
    }

    /// The names of these organisations; unknown ids are left out.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn org_names(&self, ids: impl IntoIterator<Item = OrgId>) -> Result<HashMap<OrgId, String>, PlacesError> {
        let filter = OrgFilter {
            ids: Some(ids.into_iter().collect()),
            ..OrgFilter::default()
        };
        let orgs = self.orgs(&filter).await?;
        Ok(orgs.into_iter().map(|org| (org.id, org.name)).collect())
    }

    /// The organisation of that id.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn org(&self, id: OrgId) -> Result<Option<Org>, PlacesError> {
        let row = self
            .inner
            .db
            .optional(
                "SELECT id, kind, name, place_code FROM org WHERE id = $1",
                args![id.get()],
            )
            .await?;
        Ok(row.as_ref().map(org_of).transpose()?)
    }
}

/// Adds up to 500 organisations inside a write, all or none; answers their ids in the order given. Whoever keeps more
/// about them does so in the same write.
///
/// # Errors
/// `Rows` naming every row that can't be added; `Storage`.
pub async fn insert_orgs(
    tx: &mut Tx,
    tree: &PlaceTree,
    added_by: &str,
    at: Timestamp,
    rows: Vec<NewOrg>,
) -> Result<Vec<OrgId>, PlacesError> {
    let rows = checked(tree, rows)?;
    insert_checked(tx, added_by, at, &rows).await
}

/// The organisation of that kind and name at that place, as a write sees it.
///
/// # Errors
/// `Storage`.
pub async fn known_org(tx: &mut Tx, row: &NewOrg) -> Result<Option<OrgId>, PlacesError> {
    let sql = "SELECT id FROM org WHERE place_code = $1 AND kind = $2 AND name = $3";
    let row = tx
        .optional(sql, args![row.place.as_str(), row.kind.key(), &*row.name])
        .await?;
    Ok(row.as_ref().map(|row| columns::id(row, "id")).transpose()?)
}

fn checked(tree: &PlaceTree, mut rows: Vec<NewOrg>) -> Result<Vec<NewOrg>, PlacesError> {
    let mut faults = Faults::count_of(rows.len())?;
    for (number, row) in rows.iter_mut().enumerate() {
        row.name = faults.text(number, "name", &row.name, ORG_NAME_CHARS_MAX);
        if tree.get(&row.place).is_none() {
            faults.add(number, "place", Fault::UnknownPlace(row.place));
        }
    }
    faults.into_result().map(|()| rows)
}

async fn insert_checked(
    tx: &mut Tx,
    added_by: &str,
    at: Timestamp,
    rows: &[NewOrg],
) -> Result<Vec<OrgId>, PlacesError> {
    let mut ids = Vec::with_capacity(rows.len());
    let mut faults = Faults::default();
    for (number, row) in rows.iter().enumerate() {
        if known_org(tx, row).await?.is_some() {
            faults.add(number, "name", Fault::NameTaken(row.name.clone()));
            continue;
        }
        let id = OrgId::generate(at);
        insert(tx, id, row, added_by, at.0).await?;
        ids.push(id);
    }
    faults.into_result().map(|()| ids)
}

async fn insert(tx: &mut Tx, id: OrgId, row: &NewOrg, added_by: &str, added_at: i64) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO org (id, kind, name, place_code, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            id.get(),
            row.kind.key(),
            &*row.name,
            row.place.as_str(),
            added_by,
            added_at
        ],
    )
    .await
    .map(drop)
}

fn org_of(row: &Row) -> Result<Org, StorageError> {
    let kind = row.text("kind")?;
    Ok(Org {
        id: columns::id(row, "id")?,
        kind: OrgKind::from_key(&kind).ok_or(StorageError::Corrupt {
            column: "org.kind".into(),
            what: kind,
        })?,
        name: row.text("name")?,
        place: code_of(row, "place_code")?,
    })
}
