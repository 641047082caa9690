//! Allotments: opening one, and asking in it. Which household gets what is the draw's; see `drawing.rs`.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{ALLOTMENTS_LISTED, GOODS_LISTED};
use crate::rules::allotment::{Declared, NewAllotment, Phase, phase};
use crate::rules::draw::{Ask, commitment};
use crate::rules::pseudonym::{PSEUDONYM_BYTES, Pseudonym};
use crate::store::allotments::asks::{self, Asking, HouseholdAsk};
use crate::store::allotments::{self, Allotment, Opening};
use crate::store::stock;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use tongxin_account::{Scope, Viewer};
use tongxin_city::{AllotmentId, HouseholdId, ItemId, Level, OrgId, PlaceCode, Timestamp};
use tongxin_places::{Household, Org, OrgKind};
use tongxin_storage::{Answered, CommandKey};
use tongxin_web::FieldFault;

/// What a household is told when it asked: how it finds itself in the published list, and with how many lots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) pseudonym: Pseudonym,
    pub(crate) lots: u32,
}

impl Supply {
    /// Opens an allotment: its pieces are promised in the outlet's stock, its seed is drawn and committed to.
    ///
    /// # Errors
    /// `Faults` with everything that is wrong, `NoRandomness`, or a storage failure.
    pub(crate) async fn open_allotment(
        &self,
        viewer: &Viewer,
        scope: &Scope,
        new: NewAllotment,
        key: CommandKey,
        now: Timestamp,
    ) -> Result<Answered<AllotmentId>, SupplyError> {
        let checked = self.checked(scope, new, now).await;
        let (new, org, item_name) = match checked {
            Ok(checked) => checked,
            Err(refusal) => return self.answered_before(key, refusal).await,
        };
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(SupplyError::NoRandomness)?;
        let (id, actor) = (AllotmentId::generate(now), viewer.actor());
        self.db()
            .write_once(key, move |tx| {
                let (new, org, item_name, actor) = (new.clone(), org.clone(), item_name.clone(), actor.clone());
                Box::pin(async move {
                    let pieces = i64::try_from(new.pieces).unwrap_or(i64::MAX);
                    if !stock::promise(tx, new.org, new.item, pieces).await? {
                        return Err(FieldFault::new("pieces", "supply-allotment-not-in-stock").into());
                    }
                    let opening = Opening {
                        id,
                        new: &new,
                        org_name: &org.name,
                        place: org.place,
                        item_name: &item_name,
                        commitment: commitment(&seed),
                        seed,
                        actor: &actor,
                        now,
                    };
                    allotments::insert(tx, &opening)?;
                    tx.announce();
                    Ok(id)
                })
            })
            .await
    }

    async fn checked(
        &self,
        scope: &Scope,
        new: NewAllotment,
        now: Timestamp,
    ) -> Result<(NewAllotment, Org, String), SupplyError> {
        let new = new.checked(now).map_err(SupplyError::Faults)?;
        let org = self.outlet_within(scope, &new).await?;
        self.refuse_places_outside(scope, &new.places)?;
        let item_name = allotments::item_name(self.db(), new.item).await?;
        let item_name = item_name.ok_or_else(|| FieldFault::new("item", "supply-allotment-no-item"))?;
        Ok((new, org, item_name))
    }

    /// The first answer to a command that is refused now, because its time has passed since, say; else the refusal.
    pub(crate) async fn answered_before<T>(
        &self,
        key: CommandKey,
        refusal: SupplyError,
    ) -> Result<Answered<T>, SupplyError>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let refusal = Mutex::new(Some(refusal));
        self.db()
            .write_once(key, move |_| {
                let refusal = refusal.lock().ok().and_then(|mut refusal| refusal.take());
                Box::pin(async move { Err(refusal.unwrap_or(SupplyError::NotFound)) })
            })
            .await
    }

    async fn outlet_within(&self, scope: &Scope, new: &NewAllotment) -> Result<Org, SupplyError> {
        let org = self.places().org(new.org).await?.filter(|org| {
            matches!(org.kind, OrgKind::Outlet | OrgKind::Pharmacy) && scope.contains(&org.place, Some(org.id), None)
        });
        org.ok_or_else(|| FieldFault::new("org", "supply-allotment-no-outlet").into())
    }

    fn refuse_places_outside(&self, scope: &Scope, places: &[PlaceCode]) -> Result<(), SupplyError> {
        let tree = self.places().tree();
        let is_outside = |place: &&PlaceCode| tree.get(place).is_none() || !scope.contains_place(place);
        match places.iter().find(is_outside) {
            None => Ok(()),
            Some(place) => Err(FieldFault::new("places", "supply-allotment-place-outside")
                .arg("place", place)
                .into()),
        }
    }

    /// Asks for a household, or changes what it asked; at any minute of the window alike.
    ///
    /// # Errors
    /// `NotFound`; `Refused` outside the window or the allotment's places; `Faults` for what can't be true;
    /// `NoRandomness`; or a storage failure.
    pub(crate) async fn ask(
        &self,
        viewer: &Viewer,
        (id, household): (AllotmentId, &Household),
        declared: Declared,
        key: CommandKey,
        now: Timestamp,
    ) -> Result<Answered<Asked>, SupplyError> {
        let allotment = match self.allotment_to_ask_in(id, household, now).await {
            Ok(allotment) => allotment,
            Err(refusal) => return self.answered_before(key, refusal).await,
        };
        let opens_on = self.places().city()?.file.zone.day_of(allotment.opens_at);
        let known_people = household.people;
        let asking = AskingOwned::of(self, id, household, viewer, now)?;
        let mut random = [0; PSEUDONYM_BYTES];
        getrandom::fill(&mut random).map_err(SupplyError::NoRandomness)?;
        self.db()
            .write_once(key, move |tx| {
                let asking = asking.clone();
                Box::pin(async move {
                    let asking = asking.as_asking();
                    let credit = asks::credit(tx, asking.household, allotment.item).await?;
                    let facts = credit.facts(declared, known_people, opens_on);
                    let facts = facts.map_err(SupplyError::Faults)?;
                    let before = asks::of_household_in(tx, id, asking.household).await?;
                    let new_pseudonym = Pseudonym::from_random(random);
                    let ask = Ask {
                        pseudonym: before.map_or(new_pseudonym, |before| before.ask.pseudonym),
                        facts,
                        lots: allotment.lot_rules.lots(&facts),
                    };
                    if before.is_some() {
                        asks::update(tx, &asking, &ask);
                    } else {
                        asks::insert(tx, &asking, &ask);
                    }
                    Ok(Asked {
                        pseudonym: ask.pseudonym,
                        lots: ask.lots,
                    })
                })
            })
            .await
    }

    /// Takes a household's ask back while the window is open.
    ///
    /// # Errors
    /// `NotFound`, also when it has not asked; `Refused` outside the window; or a storage failure.
    pub(crate) async fn withdraw_ask(
        &self,
        viewer: &Viewer,
        (id, household): (AllotmentId, &Household),
        key: CommandKey,
        now: Timestamp,
    ) -> Result<Answered<()>, SupplyError> {
        if let Err(refusal) = self.allotment_to_ask_in(id, household, now).await {
            return self.answered_before(key, refusal).await;
        }
        let asking = AskingOwned::of(self, id, household, viewer, now)?;
        self.db()
            .write_once(key, move |tx| {
                let asking = asking.clone();
                Box::pin(async move {
                    let is_gone = asks::delete(tx, &asking.as_asking()).await?;
                    is_gone.then_some(()).ok_or(SupplyError::NotFound)
                })
            })
            .await
    }

    async fn allotment_to_ask_in(
        &self,
        id: AllotmentId,
        household: &Household,
        now: Timestamp,
    ) -> Result<Allotment, SupplyError> {
        let allotment = self.allotment(id).await?;
        match phase(allotment.state, allotment.opens_at, allotment.closes_at, now) {
            Phase::Announced => return Err(SupplyError::Refused("allotment-not-open-yet")),
            Phase::Asking => {}
            Phase::Closed | Phase::Drawn => return Err(SupplyError::Refused("allotment-closed")),
        }
        if !allotment.is_for(&household.building) {
            return Err(SupplyError::Refused("allotment-not-for-this-door"));
        }
        Ok(allotment)
    }

    /// The household somebody asks for: a household's own, else one inside where they may ask.
    ///
    /// # Errors
    /// `Faults` when none is named, `NotFound` when it lies outside, or a storage failure.
    pub(crate) async fn asking_household(
        &self,
        viewer: &Viewer,
        scope: &Scope,
        named: Option<HouseholdId>,
    ) -> Result<Household, SupplyError> {
        let id = match (viewer.household(), named) {
            (Some(own), _) => own,
            (None, Some(named)) => named,
            (None, None) => return Err(FieldFault::new("household", "field-required").into()),
        };
        let household = self.places().household(id).await?;
        let household = household.filter(|found| scope.contains(&found.building, None, Some(found.id)));
        household
            .filter(|found| named.is_none_or(|named| named == found.id))
            .ok_or(SupplyError::NotFound)
    }

    /// An allotment as everybody may know it.
    ///
    /// # Errors
    /// `NotFound`, or a storage failure.
    pub(crate) async fn allotment(&self, id: AllotmentId) -> Result<Allotment, SupplyError> {
        allotments::get(self.db(), id).await?.ok_or(SupplyError::NotFound)
    }

    /// An allotment for whoever deals with it.
    ///
    /// # Errors
    /// `NotFound` outside the scope, or a storage failure.
    pub(crate) async fn allotment_within(&self, scope: &Scope, id: AllotmentId) -> Result<Allotment, SupplyError> {
        allotments::within(self.db(), scope, id)
            .await?
            .ok_or(SupplyError::NotFound)
    }

    /// All allotments, newest first, from below an id on.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn allotments(&self, before: Option<AllotmentId>) -> Result<Vec<Allotment>, SupplyError> {
        Ok(allotments::list(self.db(), before, ALLOTMENTS_LISTED).await?)
    }

    /// Those of a scope's outlets, newest first, from below an id on.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn allotments_within(
        &self,
        scope: &Scope,
        before: Option<AllotmentId>,
    ) -> Result<Vec<Allotment>, SupplyError> {
        Ok(allotments::list_within(self.db(), scope, before, ALLOTMENTS_LISTED).await?)
    }

    /// Those in which whoever lives at a place may ask, newest first, from below an id on.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn allotments_for(
        &self,
        place: &PlaceCode,
        before: Option<AllotmentId>,
    ) -> Result<Vec<Allotment>, SupplyError> {
        let tree = self.places().tree();
        let path: Vec<PlaceCode> = tree.path(place).iter().map(|place| place.code).collect();
        Ok(allotments::list_for(self.db(), &path, before, ALLOTMENTS_LISTED).await?)
    }

    /// Goods of an outlet that can be allotted: which, what they are called, how many pieces.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn goods_to_allot(&self, org: OrgId) -> Result<Vec<(ItemId, String, i64)>, SupplyError> {
        Ok(allotments::free_goods(self.db(), org, GOODS_LISTED).await?)
    }

    /// How many households ask, by subdistrict.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn ask_counts(&self, id: AllotmentId) -> Result<Vec<(PlaceCode, i64)>, SupplyError> {
        Ok(allotments::counts(self.db(), id).await?)
    }

    /// What a household asked, and what came of it.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn ask_of(
        &self,
        id: AllotmentId,
        household: &Household,
    ) -> Result<Option<HouseholdAsk>, SupplyError> {
        Ok(asks::of_household(self.db(), id, household.id).await?)
    }

    /// Everything a household asked, newest first.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn asks_of(&self, household: &Household) -> Result<Vec<(Allotment, HouseholdAsk)>, SupplyError> {
        Ok(asks::all_of_household(self.db(), household.id, ALLOTMENTS_LISTED).await?)
    }
}

impl Allotment {
    /// Whether those who live in a building may ask.
    pub(crate) fn is_for(&self, building: &PlaceCode) -> bool {
        self.places.iter().any(|place| building.is_inside(place))
    }
}

/// What a write that may run twice keeps of an asking.
#[derive(Debug, Clone)]
struct AskingOwned {
    allotment: AllotmentId,
    household: Household,
    subdistrict: PlaceCode,
    actor: String,
    now: Timestamp,
}

impl AskingOwned {
    fn of(
        supply: &Supply,
        allotment: AllotmentId,
        household: &Household,
        viewer: &Viewer,
        now: Timestamp,
    ) -> Result<Self, SupplyError> {
        let tree = supply.places().tree();
        let subdistrict = tree.widths().ancestor(&household.building, Level::Subdistrict);
        Ok(AskingOwned {
            allotment,
            household: household.clone(),
            subdistrict: subdistrict.ok_or(SupplyError::NotFound)?,
            actor: viewer.actor(),
            now,
        })
    }

    fn as_asking(&self) -> Asking<'_> {
        Asking {
            allotment: self.allotment,
            household: self.household.id,
            building: self.household.building,
            subdistrict: self.subdistrict,
            actor: &self.actor,
            now: self.now,
        }
    }
}
