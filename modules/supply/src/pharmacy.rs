//! Medicine from a prescription: a need of the household, given to the pharmacy that it chose. The pharmacy's stock knows
//! nothing of prescriptions; people do.

use crate::Supply;
use crate::error::SupplyError;
use tongxin_account::{Action, Viewer};
use tongxin_city::{HouseholdId, NeedId, OrgId, Timestamp};
use tongxin_ledger::{
    AskedNeed, Asker, Assignee, Command, Key, LedgerError, Scope, SentPhoto, Subject, actor_of, asker, resolve,
};
use tongxin_web::Problem;

/// The kind and topic of the need.
const KIND: &str = "household_request";
const TOPIC: &str = "medicine";

/// What a household asks a pharmacy for.
#[derive(Debug, Clone)]
pub(crate) struct Prescription {
    pub(crate) household: HouseholdId,
    pub(crate) pharmacy: OrgId,
    pub(crate) title: String,
    pub(crate) more: String,
    pub(crate) contact: String,
    /// The photo's bytes, if one was taken.
    pub(crate) photo: Option<Vec<u8>>,
}

impl Supply {
    /// Raises the need, adds the photo and gives it to the pharmacy. Each step happens once under the key; a photo that
    /// can't be kept is told, and the rest stands.
    ///
    /// # Errors
    /// What the ledger refuses of the need; or a storage failure.
    pub(crate) async fn ask_pharmacy(
        &self,
        viewer: &Viewer,
        asked: Prescription,
        key: &str,
        now: Timestamp,
    ) -> Result<(NeedId, Option<Problem>), Problem> {
        let content = format!("{} {} {} {}", asked.pharmacy, asked.title, asked.more, asked.contact);
        let need = AskedNeed {
            kind: KIND.to_owned(),
            topic: TOPIC.to_owned(),
            priority: None,
            place: None,
            household: Some(asked.household),
            org: None,
            title: asked.title,
            body: asked.more,
            contact: Some(asked.contact),
        };
        let Subject { need, org_kind } = resolve(self.places(), viewer, need).await?;
        let raising = asker(viewer, Action::NeedRaise)?;
        let raise_key = Key::new(key, "raise", content.as_bytes());
        let raised = self.ledger().raise(raising, need, org_kind, raise_key, now).await?;
        let id = raised.value.id;
        let photo = match asked.photo {
            Some(bytes) => self.add_photo(viewer, id, bytes, key, now).await.err(),
            None => None,
        };
        self.give_to(viewer, asked.household, id, asked.pharmacy, key, now)
            .await?;
        Ok((id, photo))
    }

    async fn add_photo(
        &self,
        viewer: &Viewer,
        id: NeedId,
        bytes: Vec<u8>,
        key: &str,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let key = Key::new(format!("{key}-photo"), "attach", &bytes);
        let sent = SentPhoto {
            name: String::new(),
            bytes,
        };
        self.ledger()
            .attach(asker(viewer, Action::NeedComment)?, id, sent, key, now)
            .await?;
        Ok(())
    }

    /// A household gives its own need to the pharmacy that it chose: the one thing that it may give away without a role.
    async fn give_to(
        &self,
        viewer: &Viewer,
        household: HouseholdId,
        id: NeedId,
        pharmacy: OrgId,
        key: &str,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let giver = Asker {
            actor: actor_of(viewer)?,
            acts_for: Vec::new(),
            sees: Scope::household(household),
            may: Scope::household(household),
        };
        let key = Key::new(format!("{key}-give"), "assign", pharmacy.to_string().as_bytes());
        let command = Command::Assign(Assignee::Org(pharmacy));
        match self.ledger().command(giver, id, command, key, now).await {
            Ok(_) => Ok(()),
            // Somebody was faster and gave it to another; that stands.
            Err(LedgerError::Refused(_)) => Ok(()),
            Err(error) => Err(SupplyError::from(error).into()),
        }
    }
}
