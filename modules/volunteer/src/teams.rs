//! Teams: who belongs to one and who leads it. A leader sees who is on the team's shifts and says who came, by their own link.

use crate::error::VolunteerError;
use crate::limits::TEAM_NAME_CHARS_MAX;
use crate::registering::there_in;
use crate::rules::person::VolunteerState;
use crate::store::shifts::Shift;
use crate::store::teams::{self, Team};
use crate::volunteers::Volunteers;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{PlaceCode, TeamId, Timestamp, VolunteerId, words};
use tongxin_storage::CommandKey;
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A team as somebody adds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedTeam {
    /// Where it works.
    pub(crate) place: PlaceCode,
    /// What it is called.
    #[schema(max_length = 40)]
    pub(crate) name: String,
}

/// A team that was added or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TeamDone {
    /// Which.
    pub(crate) id: TeamId,
}

words! {
    /// What is done about a team.
    TeamStep, "step about a team" {
        /// Somebody joins.
        Join = "join",
        /// Somebody leaves.
        Part = "part",
        /// Somebody of it leads it from now on.
        Lead = "lead",
        /// It ends; shifts that it has stay.
        Close = "close",
    }
}

impl Volunteers {
    /// Adds a team, once.
    ///
    /// # Errors
    /// `Faults`; `NotFound` for a place outside the doer's; or a storage failure.
    pub(crate) async fn add_team(
        &self,
        key: CommandKey,
        by: Doer,
        asked: AskedTeam,
        now: Timestamp,
    ) -> Result<TeamDone, VolunteerError> {
        if asked.name.trim().is_empty() {
            return Err(FieldFault::new("name", "field-required").into());
        }
        FieldFault::in_line("name", &asked.name, TEAM_NAME_CHARS_MAX)?;
        if !by.may.contains_place(&asked.place) || self.places().get(&asked.place).is_none() {
            return Err(VolunteerError::NotFound);
        }
        let work = Arc::new((asked, by.actor));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (asked, actor) = &*work;
                let id = TeamId::generate(now);
                teams::insert(tx, id, &asked.place, asked.name.trim(), actor, now);
                Ok::<_, VolunteerError>(TeamDone { id })
            })
        });
        Ok(done.await?.value)
    }

    /// Takes a step about a team, once.
    ///
    /// # Errors
    /// `NotFound` for a team or volunteer outside the doer's; `Refused` for somebody who is not verified; or a storage failure.
    pub(crate) async fn change_team(
        &self,
        key: CommandKey,
        by: Doer,
        id: TeamId,
        (step, who): (TeamStep, Option<VolunteerId>),
        now: Timestamp,
    ) -> Result<TeamDone, VolunteerError> {
        let team = self.team(&by.may, id).await?;
        let who = match (step, who) {
            (TeamStep::Close, _) => None,
            (_, Some(who)) => Some(self.volunteer(&by.may, who).await?),
            (_, None) => return Err(FieldFault::new("volunteer", "field-required").into()),
        };
        let is_unknown = who.as_ref().is_some_and(|who| who.state != VolunteerState::Verified);
        if is_unknown && step != TeamStep::Part {
            return Err(VolunteerError::Refused("volunteer-not-verified"));
        }
        let work = Arc::new((team, who.map(|who| who.id)));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (team, who) = &*work;
                match (step, who) {
                    (TeamStep::Join, Some(who)) => teams::join(tx, team.id, *who, now),
                    (TeamStep::Part, Some(who)) => {
                        teams::part(tx, team.id, *who);
                        if team.leader == Some(*who) {
                            teams::set_leader(tx, team, None);
                        }
                    }
                    (TeamStep::Lead, Some(who)) => {
                        there_in(tx, *who).await?;
                        teams::join(tx, team.id, *who, now);
                        teams::set_leader(tx, team, Some(*who));
                    }
                    _ => teams::close(tx, team),
                }
                Ok::<_, VolunteerError>(TeamDone { id: team.id })
            })
        });
        Ok(done.await?.value)
    }

    /// A team whose place the scope covers.
    pub(crate) async fn team(&self, may: &Scope, id: TeamId) -> Result<Team, VolunteerError> {
        teams::get(self.db(), may, id).await?.ok_or(VolunteerError::NotFound)
    }

    /// Whether somebody leads the team whose shift that is.
    pub(crate) async fn leads(&self, who: VolunteerId, shift: &Shift) -> Result<bool, VolunteerError> {
        let Some(team) = shift.team else {
            return Ok(false);
        };
        let led = teams::led_by(self.db(), who).await?;
        Ok(led.iter().any(|own| own.id == team))
    }
}
