//! What officers decide about applications.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::LISTING_REASON_CHARS_MAX;
use crate::rules::fields::Fields;
use crate::rules::listing::{
    ApplicationState, ListingEventKind, ListingState, Refusal, Standing, Step, Validity, decide,
};
use crate::store::whitelist::applications::{self, Decision};
use crate::store::whitelist::writing::{self, Happened};
use crate::store::whitelist::{Application, listings};
use crate::whitelist::Decider;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_city::{ApplicationId, Day, OrgId, PlaceTree, Timestamp, words};
use tongxin_places::{NewOrg, insert_orgs, known_org};
use tongxin_storage::{CommandKey, Tx};

/// A firm that was just listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct ListedFirm {
    /// Its application.
    pub(crate) application: ApplicationId,
    /// The firm.
    pub(crate) org: OrgId,
    /// The first day of its listing.
    pub(crate) valid_from: Day,
    /// The last day.
    pub(crate) valid_until: Day,
}

words! {
    /// Why a firm was not listed.
    NotListed, "reason not to list" {
        /// No such application for the caller.
        NotFound = "not_found",
        /// It was decided before.
        Decided = "decided",
        /// The firm is suspended, which is to be resolved first.
        Suspended = "suspended",
        /// Another firm of that kind and name is listed at that place.
        NameTaken = "name_taken",
    }
}

impl From<NotListed> for SupplyError {
    fn from(reason: NotListed) -> Self {
        match reason {
            NotListed::NotFound => SupplyError::NotFound,
            NotListed::Decided => SupplyError::Refused("application-decided"),
            NotListed::Suspended => SupplyError::Refused("listing-suspended"),
            NotListed::NameTaken => SupplyError::Refused("listing-name-taken"),
        }
    }
}

/// How one part of a bulk listing went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ListedOutcome {
    /// Listed.
    Done(ListedFirm),
    /// Not listed.
    Refused(NotListed),
}

/// What a bulk listing did with one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BulkListed {
    pub(crate) id: ApplicationId,
    pub(crate) outcome: ListedOutcome,
}

/// What a listing needs to know besides the application.
struct Listing<'a> {
    tree: &'a PlaceTree,
    by: &'a Decider,
    valid: Validity,
    today: Day,
    now: Timestamp,
}

impl Supply {
    /// Lists the firm of an application: makes its organisation unless there is one.
    pub(crate) async fn list_application(
        &self,
        command: CommandKey,
        by: Decider,
        id: ApplicationId,
        days: (Option<Day>, Day),
        now: Timestamp,
    ) -> Result<ListedFirm, SupplyError> {
        let (today, valid, tree) = self.chosen(days, now)?;
        let answer = self.db().write_once(command, move |tx| {
            let (by, tree) = (by.clone(), Arc::clone(&tree));
            Box::pin(async move {
                let listing = Listing {
                    tree: &tree,
                    by: &by,
                    valid,
                    today,
                    now,
                };
                list_in(tx, &listing, id).await?.map_err(SupplyError::from)
            })
        });
        Ok(answer.await?.value)
    }

    /// Lists the firms of many applications, each for itself.
    pub(crate) async fn list_applications(
        &self,
        command: CommandKey,
        by: Decider,
        ids: Vec<ApplicationId>,
        days: (Option<Day>, Day),
        now: Timestamp,
    ) -> Result<Vec<BulkListed>, SupplyError> {
        let (today, valid, tree) = self.chosen(days, now)?;
        let answer = self.db().write_once(command, move |tx| {
            let (by, tree, ids) = (by.clone(), Arc::clone(&tree), ids.clone());
            Box::pin(async move {
                let listing = Listing {
                    tree: &tree,
                    by: &by,
                    valid,
                    today,
                    now,
                };
                let mut items = Vec::with_capacity(ids.len());
                for id in ids {
                    let outcome = match list_in(tx, &listing, id).await? {
                        Ok(done) => ListedOutcome::Done(done),
                        Err(reason) => ListedOutcome::Refused(reason),
                    };
                    items.push(BulkListed { id, outcome });
                }
                Ok::<_, SupplyError>(items)
            })
        });
        Ok(answer.await?.value)
    }

    fn chosen(&self, days: (Option<Day>, Day), now: Timestamp) -> Result<(Day, Validity, Arc<PlaceTree>), SupplyError> {
        let today = self.today(now)?;
        let valid = Validity::chosen(days.0, days.1, today)?;
        Ok((today, valid, self.places().tree()))
    }

    /// Refuses an application, with a reason the applicant may read.
    pub(crate) async fn refuse_application(
        &self,
        command: CommandKey,
        by: Decider,
        id: ApplicationId,
        reason: &str,
        now: Timestamp,
    ) -> Result<ApplicationId, SupplyError> {
        let reason = read_reason(reason)?;
        self.close_application(command, by, id, ApplicationState::Refused, Some(reason), now)
            .await
    }
}

/// A reason, which is always asked for.
pub(super) fn read_reason(text: &str) -> Result<String, SupplyError> {
    let mut fields = Fields::default();
    let reason = fields.text("reason", text, LISTING_REASON_CHARS_MAX);
    fields.finish(reason).map_err(SupplyError::Faults)
}

/// Lists the firm of one application; looks before it writes, so that a refusal leaves nothing behind.
async fn list_in(
    tx: &mut Tx,
    listing: &Listing<'_>,
    id: ApplicationId,
) -> Result<Result<ListedFirm, NotListed>, SupplyError> {
    let Some(application) = applications::get_in(tx, &listing.by.may, id).await? else {
        return Ok(Err(NotListed::NotFound));
    };
    if application.state != ApplicationState::Open {
        return Ok(Err(NotListed::Decided));
    }
    let org = match write_listing(tx, listing, &application).await? {
        Ok(org) => org,
        Err(reason) => return Ok(Err(reason)),
    };
    let decision = Decision {
        state: ApplicationState::Listed,
        org: Some(org),
        reason: None,
        by: &listing.by.actor,
        at: listing.now,
    };
    applications::decide(tx, id, &decision);
    Ok(Ok(ListedFirm {
        application: id,
        org,
        valid_from: listing.valid.from,
        valid_until: listing.valid.until,
    }))
}

async fn write_listing(
    tx: &mut Tx,
    listing: &Listing<'_>,
    application: &Application,
) -> Result<Result<OrgId, NotListed>, SupplyError> {
    let offer = &application.offer;
    let happened = Happened {
        kind: ListingEventKind::Listed,
        actor: &listing.by.actor,
        note: "",
        at: listing.now,
    };
    let firm = NewOrg {
        kind: offer.kind.org_kind(),
        name: offer.name.clone(),
        place: offer.place,
    };
    let org = match application.org {
        Some(org) => Some(org),
        None => known_org(tx, &firm).await?,
    };
    let known = match org {
        Some(org) => listings::of_in(tx, org).await?,
        None => None,
    };
    if let Some(known) = known {
        if known.credit_code != offer.credit_code {
            return Ok(Err(NotListed::NameTaken));
        }
        let step = Step::List(listing.valid);
        return match decide(known.standing, step, listing.today) {
            Ok(standing) => {
                writing::renew(tx, &known, offer, &standing, &happened).await?;
                Ok(Ok(known.org))
            }
            Err(Refusal::State(_)) => Ok(Err(NotListed::Suspended)),
            Err(Refusal::Field(fault)) => Err(fault.into()),
        };
    }
    let org = match org {
        Some(org) => org,
        None => {
            let added = insert_orgs(tx, listing.tree, &listing.by.actor, listing.now, vec![firm]).await?;
            added.first().copied().ok_or(SupplyError::NotFound)?
        }
    };
    let standing = Standing {
        state: ListingState::Listed,
        valid: listing.valid,
    };
    writing::insert(tx, org, offer, &standing, &happened);
    Ok(Ok(org))
}
