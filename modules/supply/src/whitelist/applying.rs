//! Applying to be listed, or for a listing to be renewed.

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::application::{AskedListing, Offer};
use crate::rules::listing::{ApplicationState, FirmKind};
use crate::store::whitelist::applications::{self, Decision, NewApplication};
use crate::store::whitelist::{Listing, listings};
use crate::whitelist::Decider;
use tongxin_account::Scope;
use tongxin_city::{ApplicationId, OrgId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;

/// Who applies.
#[derive(Debug, Clone)]
pub(crate) struct Applicant {
    /// As the application remembers them.
    pub(crate) actor: String,
    /// For which firms they may apply; anybody may for a new one, which then is none of theirs.
    pub(crate) may: Option<Scope>,
}

impl Applicant {
    /// Whoever fills in the public form.
    pub(crate) fn anybody() -> Applicant {
        Applicant {
            actor: "nobody".into(),
            may: None,
        }
    }

    /// The only firm they can speak for, if they speak for one.
    fn own_org(&self) -> Option<OrgId> {
        match self.may.as_ref() {
            Some(Scope { places, orgs, .. }) if places.is_empty() => orgs.first().copied().filter(|_| orgs.len() == 1),
            _ => None,
        }
    }
}

impl Supply {
    /// Applies once. A known firm is named by `org`, and kind, name and place are its own then.
    pub(crate) async fn apply(
        &self,
        command: CommandKey,
        applicant: Applicant,
        org: Option<OrgId>,
        mut asked: AskedListing,
        now: Timestamp,
    ) -> Result<ApplicationId, SupplyError> {
        let org = org.or_else(|| applicant.own_org());
        if let Some(org) = org {
            self.speak_for(&applicant, org, &mut asked).await?;
        }
        let offer = Offer::read(asked, &self.places().tree()).map_err(SupplyError::Faults)?;
        let is_within = |scope: &Scope| scope.contains(&offer.place, org, None);
        if applicant.may.as_ref().is_some_and(|scope| !is_within(scope)) {
            return Err(FieldFault::new("place", "supply-whitelist-not-yours").into());
        }
        let answer = self.db().write_once(command, move |tx| {
            let (offer, actor) = (offer.clone(), applicant.actor.clone());
            Box::pin(async move {
                let org = settle_firm(tx, org, &offer).await?;
                let id = ApplicationId::generate(now);
                let new = NewApplication { id, org, offer: &offer };
                applications::insert(tx, &[new], &actor, now).await?;
                Ok::<_, SupplyError>(id)
            })
        });
        Ok(answer.await?.value)
    }

    /// What a known firm does not have to say again.
    async fn speak_for(&self, applicant: &Applicant, id: OrgId, asked: &mut AskedListing) -> Result<(), SupplyError> {
        let unknown = || FieldFault::new("org", "supply-whitelist-unknown-firm");
        let org = self.places().org(id).await?.ok_or_else(unknown)?;
        let is_theirs = |scope: &Scope| scope.contains(&org.place, Some(id), None);
        if !applicant.may.as_ref().is_some_and(is_theirs) {
            return Err(unknown().into());
        }
        let kind = FirmKind::of(org.kind).ok_or_else(|| FieldFault::new("org", "supply-whitelist-no-firm"))?;
        (asked.kind, asked.name, asked.place) = (Some(kind), org.name, Some(org.place));
        if asked.credit_code.trim().is_empty()
            && let Some(listing) = self.listing(id).await?
        {
            asked.credit_code = listing.credit_code.to_string();
        }
        Ok(())
    }

    /// Takes an open application back.
    pub(crate) async fn withdraw_application(
        &self,
        command: CommandKey,
        by: Decider,
        id: ApplicationId,
        now: Timestamp,
    ) -> Result<ApplicationId, SupplyError> {
        self.close_application(command, by, id, ApplicationState::Withdrawn, None, now)
            .await
    }

    /// Decides an open application without listing the firm.
    pub(super) async fn close_application(
        &self,
        command: CommandKey,
        by: Decider,
        id: ApplicationId,
        state: ApplicationState,
        reason: Option<String>,
        now: Timestamp,
    ) -> Result<ApplicationId, SupplyError> {
        let answer = self.db().write_once(command, move |tx| {
            let (by, reason) = (by.clone(), reason.clone());
            Box::pin(async move {
                let known = applications::get_in(tx, &by.may, id)
                    .await?
                    .ok_or(SupplyError::NotFound)?;
                if known.state != ApplicationState::Open {
                    return Err(SupplyError::Refused("application-decided"));
                }
                let decision = Decision {
                    state,
                    org: known.org,
                    reason: reason.as_deref(),
                    by: &by.actor,
                    at: now,
                };
                applications::decide(tx, id, &decision);
                Ok(id)
            })
        });
        Ok(answer.await?.value)
    }
}

/// The firm an application is for, when it is known: by its organisation or by its code, which belongs to one firm.
pub(super) async fn settle_firm(tx: &mut Tx, org: Option<OrgId>, offer: &Offer) -> Result<Option<OrgId>, SupplyError> {
    if applications::is_open(tx, &offer.credit_code).await? {
        return Err(FieldFault::new("credit_code", "supply-whitelist-code-waits").into());
    }
    let Some(known) = listings::by_code(tx, &offer.credit_code).await? else {
        return match org {
            Some(org) => match listings::of_in(tx, org).await? {
                Some(_) => Err(FieldFault::new("credit_code", "supply-whitelist-code-differs").into()),
                None => Ok(Some(org)),
            },
            None => Ok(None),
        };
    };
    if is_the_same(&known, org, offer) {
        Ok(Some(known.org))
    } else {
        let fault = FieldFault::new("credit_code", "supply-whitelist-code-of-other");
        Err(fault.arg("name", known.name).into())
    }
}

/// Whether an application is for the firm that is listed under its code.
pub(crate) fn is_the_same(known: &Listing, org: Option<OrgId>, offer: &Offer) -> bool {
    match org {
        Some(org) => known.org == org,
        None => (known.kind, known.place, &known.name) == (offer.kind, offer.place, &offer.name),
    }
}
