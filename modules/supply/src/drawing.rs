//! The draw of an allotment: the list is closed and its digest published, the ranks are worked out outside any write and
//! written bit by bit. A run that was interrupted is simply run again: it works out the same and goes on behind the last
//! rank that was written.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{DRAW_WAIT_SECONDS, FILE_ROWS_READ, RANKS_LISTED, RANKS_WRITTEN, WITNESS_CHARS_MAX};
use crate::rules::allotment::{AllotmentState, list_is_final_at};
use crate::rules::draw::{self, Ask, Hash};
use crate::rules::draw_file::{Allotted, DrawFile, FORMAT, HexHash, PublishedAsk, VERSION, Witness};
use crate::rules::fields::Fields;
use crate::store::allotments::Allotment;
use crate::store::allotments::drawing::{self, Pending, Ranked};
use crate::store::stock;
use futures::stream::{self, Stream};
use std::sync::Arc;
use std::time::Duration;
use tongxin_account::Scope;
use tongxin_city::{AllotmentId, Day, HouseholdId, Timestamp};
use tongxin_storage::CommandKey;
use tongxin_web::FieldFault;

/// The list of an allotment in the order of the pseudonyms, with whose each ask is.
type List = (Arc<[Ask]>, Arc<[HouseholdId]>);

impl Supply {
    /// Draws what is due, and does what follows. One draw that fails keeps none of the others.
    pub(crate) async fn tick_allotments(&self, now: Timestamp) -> Result<(), SupplyError> {
        // A window that closed so long ago has its list.
        let grace_ms = list_is_final_at(Timestamp(0)).millis();
        for id in drawing::due(self.db(), now.plus_millis(-grace_ms)).await? {
            if let Err(error) = self.draw(id, now).await {
                tracing::error!(%error, allotment = %id, "an allotment could not be drawn");
            }
        }
        self.order_for_served(now).await?;
        self.erase_drawn(now).await
    }

    /// Closes the list if it is open, enters what the witness said, and draws; by hand, once the list is final.
    ///
    /// # Errors
    /// `NotFound` outside the scope; `Refused` before the list is final or after the draw; `Faults` at `witness`; or a
    /// storage failure.
    pub(crate) async fn draw_by_hand(
        &self,
        scope: &Scope,
        id: AllotmentId,
        witness: Option<String>,
        key: CommandKey,
        now: Timestamp,
    ) -> Result<(), SupplyError> {
        let allotment = self.allotment_within(scope, id).await?;
        match to_enter(&allotment, witness.as_deref(), now) {
            Err(refusal) => return self.answered_before(key, refusal).await.map(|answered| answered.value),
            Ok(value) => self.enter_witness(id, value, key).await?,
        }
        let supply = self.clone();
        let drawing = tokio::spawn(async move { supply.draw(id, now).await });
        // Whoever does not wait for a long draw leaves it running; the clock ends it if the process does not.
        match tokio::time::timeout(Duration::from_secs(DRAW_WAIT_SECONDS), drawing).await {
            Ok(Ok(drawn)) => drawn,
            Ok(Err(_)) | Err(_) => Ok(()),
        }
    }

    /// The digest is public before the witness is entered, so that its value can't be chosen to fit a list.
    async fn list_closed(&self, id: AllotmentId) -> Result<List, SupplyError> {
        let pending = drawing::pending(self.db(), id).await?;
        let (asks, households) = drawing::asks(self.db(), id).await?;
        let list: List = (asks.into(), households.into());
        let digest = draw::asks_digest(&list.0);
        match pending.asks_digest {
            Some(published) if published != digest => return Err(SupplyError::Refused("allotment-list-changed")),
            Some(_) => {}
            None => {
                self.db()
                    .write(move |tx| Box::pin(async move { drawing::close(tx, id, digest).await }))
                    .await?;
            }
        }
        Ok(list)
    }

    async fn enter_witness(&self, id: AllotmentId, value: Option<String>, key: CommandKey) -> Result<(), SupplyError> {
        self.list_closed(id).await?;
        let entered = self.db().write_once(key, move |tx| {
            let value = value.clone();
            Box::pin(async move {
                match value {
                    Some(value) if !drawing::set_witness(tx, id, &value).await? => {
                        Err(SupplyError::Refused("allotment-witness-entered"))
                    }
                    _ => Ok(()),
                }
            })
        });
        entered.await.map(|_| ())
    }

    /// Draws an allotment whose list is final, as far as it is not drawn yet; waits for a witness that was named and
    /// has not spoken.
    ///
    /// # Errors
    /// `Refused` when the list is not the one whose digest was published; or a storage failure.
    pub(crate) async fn draw(&self, id: AllotmentId, now: Timestamp) -> Result<(), SupplyError> {
        let allotment = self.allotment(id).await?;
        if allotment.state == AllotmentState::Drawn {
            return Ok(());
        }
        let (asks, households) = self.list_closed(id).await?;
        let pending = drawing::pending(self.db(), id).await?;
        let Some(key) = key_of(&pending) else { return Ok(()) };
        let drawn_asks = Arc::clone(&asks);
        let drawn = tokio::task::spawn_blocking(move || draw::draw(&key, &drawn_asks)).await;
        let Ok(order) = drawn else {
            return Err(SupplyError::Refused("allotment-draw-failed"));
        };
        let ranks: Vec<Ranked> = order
            .into_iter()
            .enumerate()
            .map(|(rank, at)| Ranked {
                household: households[at],
                rank,
                pieces: draw::pieces_of(rank, allotment.pieces, allotment.household_pieces),
            })
            .collect();
        let day = self.places().city()?.file.zone.day_of(allotment.closes_at);
        if self.write_ranks(&allotment, &ranks, pending.ranked, day).await? {
            self.finish(&allotment, &ranks, now).await?;
        }
        Ok(())
    }

    /// Writes the ranks from there on; false when another process writes them.
    async fn write_ranks(
        &self,
        allotment: &Allotment,
        ranks: &[Ranked],
        ranked: usize,
        day: Day,
    ) -> Result<bool, SupplyError> {
        let goods = (allotment.id, allotment.item);
        for chunk in ranks.get(ranked..).unwrap_or_default().chunks(RANKS_WRITTEN) {
            let (chunk, before): (Arc<[Ranked]>, usize) = (chunk.into(), chunk[0].rank);
            let is_next: Result<bool, SupplyError> = self
                .db()
                .write(move |tx| {
                    let chunk = Arc::clone(&chunk);
                    Box::pin(async move { Ok(drawing::rank(tx, goods, before, &chunk, day).await?) })
                })
                .await;
            if !is_next? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The draw is done: pieces that nobody asked for are free again.
    async fn finish(&self, allotment: &Allotment, ranks: &[Ranked], now: Timestamp) -> Result<(), SupplyError> {
        let served = ranks.iter().filter(|ranked| ranked.pieces > 0).count();
        let given: u64 = ranks.iter().map(|ranked| ranked.pieces).sum();
        let left = i64::try_from(allotment.pieces.saturating_sub(given)).unwrap_or(0);
        let (id, org, item, ranked) = (allotment.id, allotment.org, allotment.item, ranks.len());
        self.db()
            .write(move |tx| {
                Box::pin(async move {
                    if drawing::finish(tx, id, ranked, served, now).await? {
                        stock::release(tx, org, item, left);
                        tx.announce();
                    }
                    Ok(())
                })
            })
            .await
    }

    /// A page of a draw's list from behind a rank on; nothing before the draw is done.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn draw_list(
        &self,
        allotment: &Allotment,
        after_rank: i64,
    ) -> Result<Vec<PublishedAsk>, SupplyError> {
        Ok(drawing::list(self.db(), allotment, after_rank, RANKS_LISTED).await?)
    }

    /// The published file, a part at a time, so that memory does not grow with it.
    ///
    /// # Errors
    /// `NotFound`, `Refused` before the draw is done, or a storage failure.
    pub(crate) async fn draw_file(
        &self,
        id: AllotmentId,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, SupplyError>> + Send + use<>, SupplyError> {
        let allotment = self.allotment(id).await?;
        let (Some(seed), Some(digest)) = (allotment.seed, allotment.asks_digest) else {
            return Err(SupplyError::Refused("allotment-not-drawn"));
        };
        let head = file_head(&allotment, seed, digest);
        // The list is left open: the asks follow, then what closes it.
        let text = serde_json::to_string(&head).map_err(unwritable)?;
        let head = text.strip_suffix(FILE_END).unwrap_or(&text).as_bytes().to_vec();
        let db = self.db().clone();
        let rows = stream::try_unfold(Some(0_i64), move |after| {
            let (db, allotment) = (db.clone(), allotment.clone());
            async move {
                let Some(after) = after else { return Ok(None) };
                let asks = drawing::list(&db, &allotment, after, FILE_ROWS_READ).await?;
                let Some(last) = asks.last() else {
                    return Ok(Some((FILE_END.as_bytes().to_vec(), None)));
                };
                let next = i64::try_from(last.rank).ok();
                Ok(Some((file_rows(&asks, after == 0)?, next)))
            }
        });
        use futures::StreamExt as _;
        Ok(stream::once(async { Ok(head) }).chain(rows))
    }
}

/// What ends a published file.
const FILE_END: &str = "]}";

fn file_rows(asks: &[PublishedAsk], is_first: bool) -> Result<Vec<u8>, SupplyError> {
    let mut part = Vec::new();
    for (position, ask) in asks.iter().enumerate() {
        part.extend(if is_first && position == 0 {
            "\n".as_bytes()
        } else {
            ",\n".as_bytes()
        });
        serde_json::to_writer(&mut part, ask).map_err(unwritable)?;
    }
    Ok(part)
}

fn unwritable(error: serde_json::Error) -> SupplyError {
    SupplyError::Storage(crate::store::columns::corrupt("allotment", error))
}

fn file_head(allotment: &Allotment, seed: Hash, digest: Hash) -> DrawFile {
    DrawFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        allotment: Allotted {
            id: allotment.id.to_string(),
            name: allotment.name.clone(),
            outlet: allotment.org_name.clone(),
            item: allotment.item_name.clone(),
            places: allotment.places.clone(),
            pieces: allotment.pieces,
            household_pieces: allotment.household_pieces,
            price_fen: allotment.price,
            opens_at: allotment.opens_at,
            closes_at: allotment.closes_at,
        },
        lot_rules: allotment.lot_rules,
        commitment: HexHash(allotment.commitment),
        seed: HexHash(seed),
        witness: allotment.witness(),
        asks_digest: HexHash(digest),
        asks: Vec::new(),
    }
}

impl Allotment {
    /// What was found where the witness was named.
    pub(crate) fn witness(&self) -> Option<Witness> {
        let source = self.witness_source.clone()?;
        let value = self.witness_value.clone()?;
        Some(Witness { source, value })
    }
}

/// The key of a draw; none while a witness that was named has not spoken.
fn key_of(pending: &Pending) -> Option<Hash> {
    let witness = match (&pending.witness_source, &pending.witness_value) {
        (None, _) => None,
        (Some(_), Some(value)) => Some(&**value),
        (Some(_), None) => return None,
    };
    Some(draw::draw_key(&pending.seed, &pending.asks_digest?, witness))
}

/// What a draw by hand enters for the witness; nothing when none was named, or it was entered before.
fn to_enter(allotment: &Allotment, said: Option<&str>, now: Timestamp) -> Result<Option<String>, SupplyError> {
    if allotment.state == AllotmentState::Drawn {
        return Err(SupplyError::Refused("allotment-drawn"));
    }
    if now < list_is_final_at(allotment.closes_at) {
        return Err(SupplyError::Refused("allotment-still-open"));
    }
    let said = said.map(str::trim).filter(|said| !said.is_empty());
    match (&allotment.witness_source, &allotment.witness_value, said) {
        (None, _, None) | (Some(_), Some(_), None) => Ok(None),
        (None, _, Some(_)) => Err(FieldFault::new("witness", "supply-allotment-witness-not-named").into()),
        (Some(_), Some(entered), Some(said)) if entered == said => Ok(None),
        (Some(_), Some(_), Some(_)) => Err(SupplyError::Refused("allotment-witness-entered")),
        (Some(_), None, _) => {
            let mut fields = Fields::default();
            let value = fields.line("witness", said.unwrap_or_default(), WITNESS_CHARS_MAX);
            fields.finish(Some(value)).map_err(SupplyError::Faults)
        }
    }
}
