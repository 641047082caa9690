//! What the clock does about cover: it writes down how it stands, and raises a need where an outlet runs short.

use crate::Supply;
use crate::cover::{Suggestion, wording};
use crate::error::SupplyError;
use crate::kinds::SHORTAGE;
use crate::limits::{COVER_LOOK_MS, COVER_ROWS_A_WRITE, SHORTAGE_REST_MS, SHORTAGES_A_LOOK_MAX};
use crate::rules::book::{Book, BookedFirm};
use crate::rules::cover::{CoverState, Days};
use crate::rules::goods::Category;
use crate::store::cover::{self, DayAmount, Shortage};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tongxin_city::{Day, Level, OrgId, Timestamp};
use tongxin_ledger::{Asker, LedgerError, NewNeed, Priority, Scope};
use tongxin_storage::Tx;

/// An outlet whose cover is too short, in one category.
struct Short<'b> {
    booked: &'b BookedFirm,
    category: &'b Category,
    days: Days,
    state: CoverState,
}

/// A need to be raised.
struct Ready {
    org: OrgId,
    category: String,
    org_kind: &'static str,
    need: NewNeed,
}

impl Supply {
    /// Looks at cover if it is time: keeps today's figures and raises what needs raising. Answers how many needs that
    /// were.
    pub(crate) async fn tick_cover(&self, now: Timestamp) -> Result<u64, SupplyError> {
        let is_taken = self
            .db()
            .write(move |tx| {
                Box::pin(async move { Ok::<_, SupplyError>(cover::take_look(tx, now, COVER_LOOK_MS).await?) })
            })
            .await?;
        if !is_taken {
            return Ok(0);
        }
        let book = self.cover_book(now).await?;
        self.keep_day(&book, self.today(now)?).await?;
        self.raise_shortages(&book, now).await
    }

    async fn keep_day(&self, book: &Book, day: Day) -> Result<(), SupplyError> {
        let rows = book.firms().iter().flat_map(|booked| {
            let contents = booked.firm.contents.iter();
            contents.map(|(category, contents)| DayAmount {
                day,
                org: booked.firm.org,
                category: category.clone(),
                amount: contents.on_hand,
            })
        });
        let rows: Vec<DayAmount> = rows.collect();
        for part in rows.chunks(COVER_ROWS_A_WRITE) {
            let part: Arc<[DayAmount]> = part.into();
            let save = move |tx: &mut Tx| cover::save_days(tx, &part);
            self.db()
                .write(move |tx| {
                    save(tx);
                    Box::pin(async { Ok::<_, SupplyError>(()) })
                })
                .await?;
        }
        Ok(())
    }

    async fn raise_shortages(&self, book: &Book, now: Timestamp) -> Result<u64, SupplyError> {
        let mut short = self.short(book);
        let raised = self.still_raised(&short, now).await?;
        short.retain(|short| !raised.contains(&(short.booked.firm.org, short.category.key.clone())));
        // Whoever has least comes first; what is left over comes at the next look.
        short.sort_by_key(|short| (short.state != CoverState::Failing, short.days, short.booked.firm.org));
        let mut count = 0;
        for short in short.iter().take(SHORTAGES_A_LOOK_MAX) {
            let suggestions = self.suggestions(book, short.booked, &short.category.key).await?;
            count += u64::from(self.raise_shortage(ready(short, &suggestions), now).await?);
        }
        Ok(count)
    }

    /// Outlets below the threshold. Reserves raise none: to run down is what they are for, and the outlets they serve say
    /// what is missing. Nor does a firm whose place is no part of a subdistrict, where no need can stand.
    fn short<'b>(&'b self, book: &'b Book) -> Vec<Short<'b>> {
        let tree = self.places().tree();
        let stands = |booked: &BookedFirm| {
            let level = tree.widths().level_of(&booked.firm.place);
            level.is_some_and(|level| level >= Level::Subdistrict)
        };
        let outlets = book
            .firms()
            .iter()
            .filter(|booked| !booked.firm.is_reserve && stands(booked));
        let short = outlets.flat_map(|booked| {
            self.goods().categories().iter().filter_map(move |category| {
                let cover = book.firm_cover(booked, &category.key)?;
                let is_short = matches!(cover.state, CoverState::Strained | CoverState::Failing);
                is_short.then_some(Short {
                    booked,
                    category,
                    days: cover.days?,
                    state: cover.state,
                })
            })
        });
        short.collect()
    }

    /// For which firms and categories a need is open, or was closed so lately that another would only argue with whoever
    /// closed it. The others are forgotten.
    async fn still_raised(
        &self,
        short: &[Short<'_>],
        now: Timestamp,
    ) -> Result<BTreeSet<(OrgId, String)>, SupplyError> {
        let mut known: BTreeMap<(OrgId, String), Shortage> = BTreeMap::new();
        for shortage in cover::shortages(self.db()).await? {
            known.insert((shortage.org, shortage.category.clone()), shortage);
        }
        let mut raised = BTreeSet::new();
        for one in short {
            let key = (one.booked.firm.org, one.category.key.clone());
            if let Some(shortage) = known.remove(&key)
                && (now.millis_since(shortage.raised_at) < SHORTAGE_REST_MS || !self.is_forgotten(shortage).await?)
            {
                raised.insert(key);
            }
        }
        // Cover is back: with a closed need everything is over; an open one is left to people.
        for (_, shortage) in known {
            self.is_forgotten(shortage).await?;
        }
        Ok(raised)
    }

    /// Forgets a need that is closed; answers whether it was.
    async fn is_forgotten(&self, shortage: Shortage) -> Result<bool, SupplyError> {
        let found = self.ledger().get(&Scope::whole(), shortage.need).await;
        let is_open = match found {
            Ok(found) => found.need.state.standing.state.is_open(),
            Err(LedgerError::NotFound) => false,
            Err(error) => return Err(error.into()),
        };
        if is_open {
            return Ok(false);
        }
        self.db()
            .write(move |tx| {
                cover::forget(tx, &shortage);
                Box::pin(async { Ok::<_, SupplyError>(true) })
            })
            .await
    }

    async fn raise_shortage(&self, ready: Ready, now: Timestamp) -> Result<bool, SupplyError> {
        let (supply, ready) = (self.clone(), Arc::new(ready));
        self.db()
            .write(move |tx| {
                let (supply, ready) = (supply.clone(), Arc::clone(&ready));
                Box::pin(async move {
                    if cover::is_raised(tx, ready.org, &ready.category).await? {
                        return Ok(false);
                    }
                    let need = ready.need.clone();
                    let asker = Asker::system();
                    let ledger = supply.ledger();
                    let done = ledger.raise_in(tx, &asker, need, Some(ready.org_kind), now).await?;
                    let shortage = Shortage {
                        org: ready.org,
                        category: ready.category.clone(),
                        need: done.id,
                        raised_at: now,
                    };
                    cover::remember(tx, &shortage);
                    Ok::<_, SupplyError>(true)
                })
            })
            .await
    }
}

fn ready(short: &Short<'_>, suggestions: &[Suggestion]) -> Ready {
    let firm = &short.booked.firm;
    let priority = match short.state {
        CoverState::Failing => Priority::Urgent,
        _ => Priority::High,
    };
    Ready {
        org: firm.org,
        category: short.category.key.clone(),
        org_kind: firm.kind,
        need: NewNeed {
            kind: SHORTAGE.key.to_owned(),
            topic: "cover".to_owned(),
            priority: Some(priority),
            place: firm.place,
            household: None,
            org: Some(firm.org),
            title: wording::title(short.category, short.days, &firm.name),
            body: wording::body(short.category, suggestions),
            contact: None,
        },
    }
}
