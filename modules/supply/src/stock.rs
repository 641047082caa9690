//! Stock: reports on it, what it is, and how it came to be so.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::OUTLET_ITEMS_MAX;
use crate::rules::item::Item;
use crate::rules::report::{AskedReport, Found, Names, NewReport, ReportKind, ReportRow, can_undo, row_field};
use crate::rules::stock::{Level, Pace};
use crate::store::firm::Firm;
use crate::store::items::{self, carried};
use crate::store::stock::counting::{CountOutcome, Counted, count};
use crate::store::stock::reading::{self, Movement, MovementFilter, StockLine};
use crate::store::stock::{self, Moved, reports};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Scope;
use tongxin_city::{ItemId, MovementId, ReportId, Timestamp, Zone};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What a report did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportDone {
    /// The report; it can be taken back for ten minutes, if nothing moves.
    pub id: ReportId,
    /// How many rows were entered.
    pub rows: usize,
    /// Items of which more is promised than is there now.
    pub uncovered: Vec<Uncovered>,
}

/// An item of which more is promised than is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Uncovered {
    /// The item.
    pub item: ItemId,
    /// Its name.
    pub name: String,
    /// Promised pieces that are not there.
    pub pieces: i64,
}

impl Supply {
    /// Enters a report once, all of it or nothing.
    ///
    /// # Errors
    /// `Faults` with everything that is wrong, each at its row; `Refused` when the firm would carry too many items; or a
    /// storage failure.
    pub(crate) async fn report(
        &self,
        command: CommandKey,
        firm: Firm,
        asked: AskedReport,
        zone: Zone,
        now: Timestamp,
    ) -> Result<ReportDone, SupplyError> {
        let names = Names::read(&asked.rows)?;
        let mut known = self.items_of_gtins(&names.gtins()).await?;
        let found = Found {
            gtins: known.iter().filter_map(|item| Some((item.gtin?, item.id))).collect(),
            items: Default::default(),
        };
        let by_id = items::of_firm(self.db(), &firm, &names.items()).await?;
        let found = Found {
            items: by_id.iter().map(|item| item.id).collect(),
            ..found
        };
        known.extend(by_id);
        let report = NewReport::read(asked, names, &found, now).map_err(SupplyError::Faults)?;
        let actor = command.sender.clone();
        let entry = Arc::new(ReportEntry {
            firm,
            report,
            known,
            actor,
            zone,
            now,
        });
        let done = self.db().write_once(command, move |tx| {
            let entry = Arc::clone(&entry);
            Box::pin(async move { entry.carry_out(tx).await })
        });
        Ok(done.await?.value)
    }

    /// Takes a wrong report back, for ten minutes and if nothing moved since.
    ///
    /// # Errors
    /// `NotFound` for a report of a firm outside the scope; `Refused` with the reason; or a storage failure.
    pub(crate) async fn undo_report(
        &self,
        command: CommandKey,
        scope: &Scope,
        id: ReportId,
        now: Timestamp,
    ) -> Result<Firm, SupplyError> {
        let org = reports::org_of(self.db(), id).await?.ok_or(SupplyError::NotFound)?;
        let firm = self.firm(scope, org).await?;
        let (actor, seen) = (command.sender.clone(), firm.clone());
        self.db()
            .write_once(command, move |tx| {
                let (firm, actor) = (seen.clone(), actor.clone());
                Box::pin(async move {
                    let report = reports::of_firm(tx, &firm, id).await?.ok_or(SupplyError::NotFound)?;
                    let is_undone = report.undone_at.is_some();
                    can_undo(report.actor == actor, is_undone, report.at, now).map_err(SupplyError::Refused)?;
                    if reports::undo(tx, &report, &actor, now).await? {
                        Ok(())
                    } else {
                        Err(SupplyError::Refused("stock-moved-since"))
                    }
                })
            })
            .await?;
        Ok(firm)
    }

    /// A page of what a firm carries, by name.
    pub(crate) async fn stock(
        &self,
        firm: &Firm,
        search: Option<&str>,
        after: Option<ItemId>,
        limit: u32,
    ) -> Result<Vec<StockLine>, SupplyError> {
        Ok(reading::lines(self.db(), firm, search, after, limit).await?)
    }

    /// All that a firm carries, by name; its number is bounded.
    pub(crate) async fn whole_stock(&self, firm: &Firm) -> Result<Vec<StockLine>, SupplyError> {
        let limit = u32::try_from(OUTLET_ITEMS_MAX).unwrap_or(u32::MAX);
        self.stock(firm, None, None, limit).await
    }

    /// One item as a firm has it.
    pub(crate) async fn stock_line(&self, firm: &Firm, item: ItemId) -> Result<StockLine, SupplyError> {
        let line = reading::line(self.db(), firm, item).await?;
        line.ok_or(SupplyError::NotFound)
    }

    /// How fast each item left a firm during the last day.
    pub(crate) async fn pace(&self, firm: &Firm, now: Timestamp) -> Result<Pace, SupplyError> {
        let since = now.plus_millis(-Timestamp::DAY_MS);
        Ok(Pace::new(reading::left_since(self.db(), firm, since).await?))
    }

    /// A page of a firm's movements, newest first.
    pub(crate) async fn movements(
        &self,
        firm: &Firm,
        filter: &MovementFilter,
        before: Option<MovementId>,
        limit: u32,
    ) -> Result<Vec<Movement>, SupplyError> {
        Ok(reading::movements(self.db(), firm, filter, before, limit).await?)
    }
}

/// A report with all that its writing needs.
struct ReportEntry {
    firm: Firm,
    report: NewReport,
    /// The items it names.
    known: Vec<Item>,
    actor: String,
    zone: Zone,
    now: Timestamp,
}

impl ReportEntry {
    async fn carry_out(&self, tx: &mut Tx) -> Result<ReportDone, SupplyError> {
        let id = ReportId::generate(self.now);
        reports::insert(tx, id, &self.firm, self.report.kind, &self.actor, self.now);
        let (mut faults, mut uncovered) = (Vec::new(), Vec::new());
        for row in &self.report.rows {
            match self.enter(tx, id, row).await? {
                Ok(level) if level.uncovered() > 0 => uncovered.push(Uncovered {
                    item: row.item,
                    name: self.name(row.item),
                    pieces: level.uncovered(),
                }),
                Ok(_) => {}
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(SupplyError::Faults(faults));
        }
        if carried(tx, &self.firm).await? > OUTLET_ITEMS_MAX {
            return Err(SupplyError::Refused("outlet-full"));
        }
        Ok(ReportDone {
            id,
            rows: self.report.rows.len(),
            uncovered,
        })
    }

    /// Enters one row: what the books say then, or what is wrong with it.
    async fn enter(
        &self,
        tx: &mut Tx,
        id: ReportId,
        row: &ReportRow,
    ) -> Result<Result<Level, FieldFault>, SupplyError> {
        let (org, item) = (self.firm.id(), row.item);
        let moved = Moved {
            org,
            item,
            pieces: row.pieces,
            kind: self.report.kind.movement(),
            cause: Some(id.get()),
            actor: &self.actor,
            note: self.report.note.as_deref(),
            at: self.now,
        };
        match self.report.kind {
            ReportKind::Count => return self.count(tx, id, row).await,
            ReportKind::Receipt => stock::arrive(tx, &moved),
            ReportKind::Waste => {
                if !stock::lose(tx, &moved).await? {
                    let on_hand = stock::level(tx, org, item).await?.on_hand;
                    let fault = FieldFault::new(row_field(row.number, "pieces"), "supply-stock-not-there");
                    return Ok(Err(fault.arg("on_hand", on_hand)));
                }
            }
        }
        Ok(Ok(stock::level(tx, org, item).await?))
    }

    async fn count(
        &self,
        tx: &mut Tx,
        id: ReportId,
        row: &ReportRow,
    ) -> Result<Result<Level, FieldFault>, SupplyError> {
        let counted = Counted {
            org: self.firm.id(),
            item: row.item,
            pieces: row.pieces,
            counted_at: row.at,
            report: id,
            actor: &self.actor,
            now: self.now,
        };
        match count(tx, &counted).await? {
            CountOutcome::Done(level) => Ok(Ok(level)),
            CountOutcome::Older { counted_at } => {
                let zone = &self.zone;
                let time = format!("{} {}", zone.day_of(counted_at), zone.format_time(counted_at));
                let fault = FieldFault::new(row_field(row.number, "pieces"), "supply-stock-older");
                Ok(Err(fault.arg("time", time)))
            }
        }
    }

    fn name(&self, id: ItemId) -> String {
        let item = self.known.iter().find(|item| item.id == id);
        item.map_or_else(|| id.to_string(), |item| item.name.clone())
    }
}
