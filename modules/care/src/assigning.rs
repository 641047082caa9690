//! To whom a need is given that nobody was seen: the community's worker on duty there, at once.

use crate::care::Care;
use crate::error::CareError;
use std::collections::BTreeSet;
use tongxin_account::{Action, HeldRole, Over, Role};
use tongxin_city::{AccountId, Level, NeedId, PlaceCode, Timestamp};
use tongxin_ledger::Assignee;
use tongxin_storage::Tx;

impl Care {
    /// Gives a need to whoever works for the community around a building; where nobody does it waits, and goes up by the clock.
    pub(crate) async fn assign_in(
        &self,
        tx: &mut Tx,
        need: NeedId,
        building: &PlaceCode,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let people = self.accounts().people_for(building, Action::VisitWork).await?;
        let community = self.places().tree().widths().ancestor(building, Level::Community);
        if let Some(account) = worker_of(&community.unwrap_or(*building), &people) {
            self.ledger()
                .assign_in(tx, need, Assignee::Account(account), now)
                .await?;
        }
        Ok(())
    }
}

/// The worker of a community: of the nearest place that has any. Several share its communities, each always the same ones.
fn worker_of(community: &PlaceCode, people: &[HeldRole]) -> Option<AccountId> {
    let workers = people.iter().filter(|held| held.grant.role == Role::CommunityWorker);
    let placed = workers.filter_map(|held| match held.grant.over {
        Over::Place(place) => Some((place.width(), held.account)),
        Over::Org(_) => None,
    });
    let placed: BTreeSet<(usize, AccountId)> = placed.collect();
    let nearest = placed.last()?.0;
    let near = || placed.iter().filter(|(width, _)| *width == nearest);
    let number: usize = community.as_str().parse().unwrap_or_default();
    near().nth(number % near().count()).map(|(_, account)| *account)
}
