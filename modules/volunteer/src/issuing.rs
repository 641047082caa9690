//! Protective goods: what a place has is counted with each step.

use crate::error::VolunteerError;
use crate::rules::goods::{Goods, GoodsStep, after};
use crate::store::goods::{self, Entry};
use crate::volunteers::Volunteers;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{PlaceCode, Timestamp, VolunteerId};
use tongxin_storage::CommandKey;
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A step of goods as somebody says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedGoods {
    /// Whose goods: a community, or wherever they are kept.
    pub(crate) place: PlaceCode,
    /// What.
    pub(crate) item: Goods,
    /// What happened.
    pub(crate) step: GoodsStep,
    /// How many pieces.
    #[schema(minimum = 1, maximum = 100_000)]
    pub(crate) pieces: i64,
    /// Who was given them or brought them back.
    #[serde(default)]
    pub(crate) volunteer: Option<VolunteerId>,
}

/// What is there after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct GoodsDone {
    /// What.
    pub(crate) item: Goods,
    /// How many pieces the place has.
    pub(crate) there: i64,
}

impl Volunteers {
    /// Takes a step of goods, once.
    ///
    /// # Errors
    /// `Faults` when there are not so many; `NotFound` for a place or volunteer outside the doer's; or a storage failure.
    pub(crate) async fn move_goods(
        &self,
        key: CommandKey,
        by: Doer,
        asked: AskedGoods,
        now: Timestamp,
    ) -> Result<GoodsDone, VolunteerError> {
        if !by.may.contains_place(&asked.place) || self.places().get(&asked.place).is_none() {
            return Err(VolunteerError::NotFound);
        }
        match (asked.step.is_of_volunteer(), asked.volunteer) {
            (true, None) => return Err(FieldFault::new("volunteer", "field-required").into()),
            (true, Some(who)) => drop(self.volunteer(&by.may, who).await?),
            (false, Some(_)) => return Err(FieldFault::new("volunteer", "volunteer-field-nobody").into()),
            (false, None) => {}
        }
        let actor = Arc::new(by.actor);
        let done = self.db().write_once(key, move |tx| {
            let actor = Arc::clone(&actor);
            Box::pin(async move {
                let count = goods::count_in(tx, &asked.place, asked.item).await?;
                let there = after(asked.step, asked.pieces, count.there)?;
                if let (GoodsStep::Returned, Some(who)) = (asked.step, asked.volunteer) {
                    let held = goods::held_in(tx, who, asked.item).await?;
                    if asked.pieces > held {
                        return Err(FieldFault::new("pieces", "volunteer-field-not-held")
                            .arg("held", held)
                            .into());
                    }
                }
                let entry = Entry {
                    place: asked.place,
                    item: asked.item,
                    step: asked.step,
                    pieces: asked.pieces,
                    volunteer: asked.volunteer,
                    actor: (*actor).clone(),
                    at: now,
                };
                goods::add(tx, &entry).await?;
                goods::set_count(tx, &count, there);
                tx.announce();
                Ok::<_, VolunteerError>(GoodsDone {
                    item: asked.item,
                    there,
                })
            })
        });
        Ok(done.await?.value)
    }
}
