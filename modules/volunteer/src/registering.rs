//! Volunteers: how they come in, what the community finds, what they change, how they leave.

use crate::error::VolunteerError;
use crate::limits::{RECORD_DAYS, WHY_CHARS_MAX};
use crate::rules::fit::Able;
use crate::rules::person::{AskedVolunteer, CheckedVolunteer, VolunteerState, wall_name};
use crate::store::volunteers::{self, Entry, Volunteer};
use crate::volunteers::Volunteers;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{Day, Level, PlaceCode, Timestamp, VolunteerId};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A volunteer who was written down or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct VolunteerDone {
    /// Who.
    pub(crate) id: VolunteerId,
    /// How they stand.
    pub(crate) state: VolunteerState,
}

/// What the community found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedVerdict {
    /// Whether they are who they say.
    pub(crate) is_verified: bool,
    /// Why not; they read it.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(crate) why: String,
}

impl Volunteers {
    /// Registers a volunteer, once. Whom the community enters is verified.
    ///
    /// # Errors
    /// `Faults` with everything wrong; `NotFound` for a home outside the doer's places; `Refused` when they are registered
    /// already; or a storage failure.
    pub(crate) async fn register(
        &self,
        key: CommandKey,
        by: Option<Doer>,
        asked: AskedVolunteer,
        now: Timestamp,
    ) -> Result<VolunteerDone, VolunteerError> {
        let checked = self.checked(asked, now)?;
        if by.as_ref().is_some_and(|by| !by.may.contains_place(&checked.home)) {
            return Err(VolunteerError::NotFound);
        }
        let (state, actor) = match by {
            Some(by) => (VolunteerState::Verified, by.actor),
            None => (VolunteerState::Applied, "volunteer".to_owned()),
        };
        let work = Arc::new((self.clone(), checked, actor));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, checked, actor) = &*work;
                match volunteers.register_in(tx, checked, state, actor, now).await? {
                    Registered::New(id) => Ok(VolunteerDone { id, state }),
                    Registered::Before(_) => Err(VolunteerError::Refused("volunteer-known-already")),
                }
            })
        });
        Ok(done.await?.value)
    }

    /// What somebody says of themselves, checked; their home is a community or lies in one.
    pub(crate) fn checked(&self, asked: AskedVolunteer, now: Timestamp) -> Result<CheckedVolunteer, VolunteerError> {
        let checked = asked.checked(self.day_of(now)?)?;
        if !self.is_home(&checked.home) {
            return Err(FieldFault::new("home", "volunteer-field-home").into());
        }
        Ok(checked)
    }

    /// Whether a place can be somebody's home: a community, or one inside a community.
    pub(crate) fn is_home(&self, place: &PlaceCode) -> bool {
        let tree = self.places().tree();
        tree.get(place).is_some() && tree.widths().ancestor(place, Level::Community).is_some()
    }

    /// Writes a new volunteer, unless somebody of that name and number is known.
    pub(crate) async fn register_in(
        &self,
        tx: &mut Tx,
        checked: &CheckedVolunteer,
        state: VolunteerState,
        actor: &str,
        now: Timestamp,
    ) -> Result<Registered, VolunteerError> {
        let known = volunteers::with_phones_in(tx, [checked.phone.as_str()]).await?;
        if let Some((.., id, _)) = known.iter().find(|(_, name, ..)| *name == checked.name) {
            return Ok(Registered::Before(*id));
        }
        let id = VolunteerId::generate(now);
        let entry = Entry {
            state,
            keep_until: self.kept_from(now)?,
            by: actor,
            now,
        };
        volunteers::insert(tx, id, checked, &entry);
        tx.announce();
        Ok(Registered::New(id))
    }

    /// Until when a record is kept when something happens with it now.
    pub(crate) fn kept_from(&self, now: Timestamp) -> Result<Day, VolunteerError> {
        Ok(self.day_of(now)?.plus_days(RECORD_DAYS))
    }

    /// Notes what the community found, once.
    ///
    /// # Errors
    /// `Faults` for a refusal without a reason; `NotFound`; or a storage failure.
    pub(crate) async fn verify(
        &self,
        key: CommandKey,
        by: Doer,
        id: VolunteerId,
        verdict: AskedVerdict,
        now: Timestamp,
    ) -> Result<VolunteerDone, VolunteerError> {
        self.volunteer(&by.may, id).await?;
        FieldFault::in_line("why", &verdict.why, WHY_CHARS_MAX)?;
        let why = Some(verdict.why.trim().to_owned()).filter(|why| !why.is_empty());
        if !verdict.is_verified && why.is_none() {
            return Err(FieldFault::new("why", "field-required").into());
        }
        let state = match verdict.is_verified {
            true => VolunteerState::Verified,
            false => VolunteerState::Refused,
        };
        let why = why.filter(|_| state == VolunteerState::Refused);
        let work = Arc::new((self.clone(), why));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, why) = &*work;
                let old = there_in(tx, id).await?;
                if old.state != state || old.why != *why {
                    volunteers::set_state(tx, &old, state, why.as_deref(), now);
                    // Whoever may not help leaves their places to others.
                    let able = Able { state, ..old.able() };
                    volunteers.give_up(tx, id, Some(&able), now).await?;
                    tx.announce();
                }
                Ok::<_, VolunteerError>(VolunteerDone { id, state })
            })
        });
        Ok(done.await?.value)
    }

    /// Writes what a volunteer says of themselves now, once. Another name, year or home is looked at anew by the community; skills
    /// are too, for others rely on them. Places that they may have no longer go to others in the same write.
    ///
    /// # Errors
    /// `Faults`; `Refused` when somebody else has that name and number; or a storage failure.
    pub(crate) async fn change(
        &self,
        key: CommandKey,
        id: VolunteerId,
        asked: AskedVolunteer,
        now: Timestamp,
    ) -> Result<VolunteerDone, VolunteerError> {
        let work = Arc::new((self.clone(), self.checked(asked, now)?));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, checked) = &*work;
                let old = there_in(tx, id).await?;
                let known = volunteers::with_phones_in(tx, [checked.phone.as_str()]).await?;
                let is_others = |(_, name, other, _): &(String, String, VolunteerId, PlaceCode)| {
                    *name == checked.name && *other != id
                };
                if known.iter().any(is_others) {
                    return Err(VolunteerError::Refused("volunteer-known-already"));
                }
                let state = state_after(&old, checked);
                volunteers::update(tx, &old, checked, state, now).await?;
                volunteers
                    .give_up(tx, id, Some(&able_after(&old, checked)), now)
                    .await?;
                volunteers.take_up_waits(tx, id, now).await?;
                tx.announce();
                Ok(VolunteerDone { id, state })
            })
        });
        Ok(done.await?.value)
    }

    /// Notes what a volunteer wants to be called on the thanks wall; nothing takes them off it.
    ///
    /// # Errors
    /// `Faults` for a name that is too long; or a storage failure.
    pub(crate) async fn choose_wall(
        &self,
        key: CommandKey,
        id: VolunteerId,
        name: &str,
    ) -> Result<VolunteerDone, VolunteerError> {
        let name = Arc::new(wall_name(name)?);
        let done = self.db().write_once(key, move |tx| {
            let name = Arc::clone(&name);
            Box::pin(async move {
                let old = there_in(tx, id).await?;
                volunteers::set_wall(tx, &old, name.as_deref());
                Ok::<_, VolunteerError>(VolunteerDone { id, state: old.state })
            })
        });
        Ok(done.await?.value)
    }

    /// Gives a volunteer a new link, once; the one before opens nothing from then on.
    ///
    /// # Errors
    /// `NotFound`; or a storage failure.
    pub(crate) async fn renew_link(
        &self,
        key: CommandKey,
        by: Doer,
        id: VolunteerId,
    ) -> Result<Volunteer, VolunteerError> {
        self.volunteer(&by.may, id).await?;
        let done = self.db().write_once(key, move |tx| {
            Box::pin(async move {
                let old = there_in(tx, id).await?;
                volunteers::renew_link(tx, &old);
                // What is secret in the link is not written down.
                Ok::<_, VolunteerError>(id)
            })
        });
        self.volunteer(&by.may, done.await?.value).await
    }

    /// A volunteer whose home the scope covers and whose record is there.
    pub(crate) async fn volunteer(&self, may: &Scope, id: VolunteerId) -> Result<Volunteer, VolunteerError> {
        let found = volunteers::get(self.db(), may, id).await?;
        found
            .filter(|found| found.state != VolunteerState::Erased)
            .ok_or(VolunteerError::NotFound)
    }
}

/// What became of somebody who was to be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registered {
    /// Written down.
    New(VolunteerId),
    /// They are known, and nothing was written.
    Before(VolunteerId),
}

/// A volunteer as a write sees them, whose record is there.
pub(crate) async fn there_in(tx: &mut Tx, id: VolunteerId) -> Result<Volunteer, VolunteerError> {
    let found = volunteers::get_in(tx, id).await?;
    found
        .filter(|found| found.state != VolunteerState::Erased)
        .ok_or(VolunteerError::NotFound)
}

/// Whether they say of themselves who the community knows, wherever they live now.
fn is_same_person(old: &Volunteer, checked: &CheckedVolunteer) -> bool {
    old.name.as_ref() == Some(&checked.name) && old.birth_year == Some(checked.birth_year)
}

/// What somebody can have of what they took when they were verified: as long as they are the same person they are known, whatever
/// else is looked at anew.
fn able_after(old: &Volunteer, checked: &CheckedVolunteer) -> Able {
    Able {
        state: match is_same_person(old, checked) {
            true => VolunteerState::Verified,
            false => VolunteerState::Applied,
        },
        birth_year: checked.birth_year,
        is_covered: checked.is_covered,
        skills: checked.skills.clone(),
    }
}

/// Whether the community has to look again.
fn state_after(old: &Volunteer, checked: &CheckedVolunteer) -> VolunteerState {
    let has_no_new_skill = checked.skills.iter().all(|skill| old.skills.contains(skill));
    let is_no_safer = !checked.is_covered || old.is_covered;
    if is_same_person(old, checked) && old.home == checked.home && has_no_new_skill && is_no_safer {
        old.state
    } else {
        VolunteerState::Applied
    }
}
