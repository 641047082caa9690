//! Communities with people in difficulty and buildings that never had a steward: one need each, which says how many.
//!
//! A post that somebody held is a need of its own once nobody does ([`super::minding`]); here is what nobody ever held.

use crate::care::Care;
use crate::error::CareError;
use crate::kinds::DUTY;
use crate::limits::{POSTS_A_WRITE, UNCOVERED_EVERY_MS};
use crate::raising::{said_in_both, said_with};
use crate::rules::duty::Post;
use crate::store::coverage::{self as store, Uncovered};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tongxin_city::{Lang, Level, PlaceCode, Timestamp};
use tongxin_ledger::{Asker, NewNeed};
use tongxin_storage::Tx;

/// Where buildings and stewards of a community are shown, and people put on posts.
const COVERAGE: &str = "/care/coverage?place=";

impl Care {
    /// Looks which communities have buildings that never had a steward, now and then. Two counts by the database and one pass over the
    /// places in memory, however many buildings there are.
    pub(super) async fn mind_uncovered(&self, now: Timestamp) -> Result<(), CareError> {
        let last = self.uncovered_at();
        if last <= now && now.millis().saturating_sub(last.millis()) < UNCOVERED_EVERY_MS {
            return Ok(());
        }
        let lacking = self.lacking().await?;
        let said = store::uncovered(self.db()).await?;
        let today = self.day_of(now)?;
        let is_due = |community: &&PlaceCode| match (lacking.get(community), said.get(community)) {
            (Some(buildings), Some(said)) => *buildings != said.buildings && said.said_on < today,
            (None, None) => false,
            _ => true,
        };
        let all: BTreeSet<&PlaceCode> = lacking.keys().chain(said.keys()).collect();
        let due = all.into_iter().filter(is_due);
        let due: Vec<(PlaceCode, i64)> = due
            .map(|community| (*community, lacking.get(community).copied().unwrap_or(0)))
            .collect();
        for part in due.chunks(POSTS_A_WRITE as usize) {
            let work = Arc::new((self.clone(), part.to_vec()));
            let write = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (care, communities) = &*work;
                    for (community, buildings) in communities {
                        care.say_uncovered_in(tx, community, *buildings, now).await?;
                    }
                    tx.announce();
                    Ok::<_, CareError>(())
                })
            });
            write.await?;
        }
        self.set_uncovered_at(now);
        Ok(())
    }

    /// How many buildings never had a steward, of each community with people in the register that has such.
    async fn lacking(&self) -> Result<BTreeMap<PlaceCode, i64>, CareError> {
        let tree = self.places().tree();
        let width = tree.widths().width(Level::Community);
        let people = store::people_by_community(self.db(), width).await?;
        let stewarded = store::stewarded_by_community(self.db(), width).await?;
        let lacking = people.into_keys().map(|community| {
            let held = stewarded.get(&community).copied().unwrap_or(0);
            (community, self.buildings_in(&community) - held)
        });
        Ok(lacking.filter(|(_, buildings)| *buildings > 0).collect())
    }

    fn buildings_in(&self, place: &PlaceCode) -> i64 {
        let count = self.places().tree().at_level(*place, Level::Building).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    /// Closes a community's need as soon as its last building has a steward.
    pub(super) async fn settle_uncovered_in(
        &self,
        tx: &mut Tx,
        building: &PlaceCode,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let community = self.around_post(building);
        if self.buildings_in(&community) <= store::stewarded_in(tx, &community).await? {
            self.say_uncovered_in(tx, &community, 0, now).await?;
        }
        Ok(())
    }

    /// Raises a community's need, says in it how many there are now, or closes it.
    async fn say_uncovered_in(
        &self,
        tx: &mut Tx,
        community: &PlaceCode,
        buildings: i64,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let said = store::uncovered_in(tx, community).await?;
        let need = match said {
            Some(said) if buildings == 0 => {
                self.ledger().close_in(tx, said.need, now).await?;
                store::remove_uncovered(tx, community);
                return Ok(());
            }
            None if buildings == 0 => return Ok(()),
            Some(said) => {
                let text = said_of("care-duty-uncovered-now", buildings);
                self.ledger().note_in(tx, said.need, text, now).await?;
                said.need
            }
            None => {
                let new = NewNeed {
                    kind: DUTY.key.to_owned(),
                    topic: Post::Steward.as_str().to_owned(),
                    priority: None,
                    place: *community,
                    household: None,
                    org: None,
                    title: said_in_both("care-duty-uncovered"),
                    // The address stands on a line of its own, which the ledger's page makes a link of.
                    body: format!(
                        "{}\n{COVERAGE}{community}",
                        said_of("care-duty-uncovered-body", buildings)
                    ),
                    contact: None,
                };
                self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id
            }
        };
        let said_on = self.day_of(now)?;
        let uncovered = Uncovered {
            buildings,
            said_on,
            need,
        };
        store::put_uncovered(tx, community, &uncovered);
        Ok(())
    }
}

/// A text in both languages with how many buildings.
fn said_of(key: &str, buildings: i64) -> String {
    let buildings = buildings.to_string();
    let said = [Lang::Zh, Lang::En].map(|lang| said_with(lang, key, &[("n", &buildings)]));
    said.join("\n")
}
