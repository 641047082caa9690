//! Matching: whoever the rule finds for open places is asked, and says yes or no on their own page, where the reasons stand.

use crate::error::VolunteerError;
use crate::limits::{INVITED_MAX, MATCH_DAYS, PROPOSED_MAX, SUGGESTED_FROM_MAX, SUGGESTED_MAX};
use crate::placing::{around, wanted_of};
use crate::rules::fit::NEAR_LEVELS;
use crate::rules::matching::{Candidate, Ground, OpenPost, Why, best_for, bits, match_all, why};
use crate::rules::place::PlaceState;
use crate::rules::rest::Span;
use crate::store::places::{self, Standing};
use crate::store::pool;
use crate::store::shifts::{self, Post, Shift, ShiftFilter};
use crate::store::volunteers::Volunteer;
use crate::volunteers::Volunteers;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{Level, PlaceCode, ShiftId, Timestamp, VolunteerId};
use tongxin_storage::CommandKey;
use utoipa::ToSchema;

/// Which shifts are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedMatch {
    /// Inside this place: both the shifts and the people.
    pub(crate) place: PlaceCode,
}

/// What a match came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct MatchDone {
    /// How many people were asked.
    pub(crate) asked: usize,
    /// How many open places there were.
    pub(crate) places: u32,
    /// For how many of them nobody was found, or more people would have to be asked than in one go.
    pub(crate) left: u32,
}

/// Somebody proposed for a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposed {
    pub(crate) volunteer: VolunteerId,
    pub(crate) post: i64,
    pub(crate) why: Why,
}

/// Somebody who is to be asked for a place.
#[derive(Debug, Clone)]
struct Invitation {
    shift: ShiftId,
    post: i64,
    span: Span,
    volunteer: VolunteerId,
}

impl Volunteers {
    /// Asks people for the open places of the next days inside a place, once. Told again with another key, it asks those who are
    /// still to be asked.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn ask_all(
        &self,
        key: CommandKey,
        by: Doer,
        asked: AskedMatch,
        now: Timestamp,
    ) -> Result<MatchDone, VolunteerError> {
        let within = now..now.plus_days(MATCH_DAYS);
        let posts = pool::open_posts(self.db(), &by.may, &asked.place, &within).await?;
        let candidates = pool::candidates(self.db(), &by.may, &asked.place, &within).await?;
        let places: u32 = posts.iter().map(|post| post.free).sum();
        let (zone, widths) = (self.zone()?, *self.places().tree().widths());
        // A city's match takes seconds of a core.
        let matching = tokio::task::spawn_blocking(move || {
            let ground = Ground {
                zone: &zone,
                widths: &widths,
            };
            let found = match_all(&candidates, &posts, ground);
            let invitation = |(post, candidate): (usize, usize)| Invitation {
                shift: posts[post].shift,
                post: posts[post].post,
                span: posts[post].wanted.span.clone(),
                volunteer: candidates[candidate].id,
            };
            let found = found.into_iter().map(|one| invitation((one.post, one.candidate)));
            found.take(INVITED_MAX).collect::<Vec<_>>()
        });
        let found = matching
            .await
            .map_err(|error| VolunteerError::Failed(error.to_string()))?;
        self.invite(key, found, places, now).await
    }

    /// Asks people of the doer's for places of one shift, once; whoever can't take one is left out.
    ///
    /// # Errors
    /// `NotFound` for a shift outside the doer's; `Refused` when it is over; or a storage failure.
    pub(crate) async fn ask_some(
        &self,
        key: CommandKey,
        by: Doer,
        id: ShiftId,
        chosen: Vec<VolunteerId>,
        now: Timestamp,
    ) -> Result<MatchDone, VolunteerError> {
        let shift = self.shift(&by.may, id).await?;
        if shift.is_over(now) {
            return Err(VolunteerError::Refused("volunteer-shift-over"));
        }
        let proposed = self.proposed(&by, &shift).await?;
        let chosen = proposed.into_iter().filter(|one| chosen.contains(&one.volunteer));
        let found: Vec<Invitation> = chosen
            .map(|one| Invitation {
                shift: id,
                post: one.post,
                span: shift.span.clone(),
                volunteer: one.volunteer,
            })
            .collect();
        let places = u32::try_from(shift.needed - shift.held).unwrap_or(0);
        self.invite(key, found, places, now).await
    }

    async fn invite(
        &self,
        key: CommandKey,
        found: Vec<Invitation>,
        places: u32,
        now: Timestamp,
    ) -> Result<MatchDone, VolunteerError> {
        let found = Arc::new(found);
        let done = self.db().write_once(key, move |tx| {
            let found = Arc::clone(&found);
            Box::pin(async move {
                let standings = found.iter().map(|one| Standing {
                    shift: one.shift,
                    volunteer: one.volunteer,
                    post: one.post,
                    span: &one.span,
                    state: PlaceState::Invited,
                    since: now,
                    given_back: None,
                });
                let standings: Vec<Standing<'_>> = standings.collect();
                let asked = places::invite_all(tx, &standings).await?;
                tx.announce();
                let asked = usize::try_from(asked).unwrap_or(usize::MAX);
                let left = places.saturating_sub(u32::try_from(asked).unwrap_or(u32::MAX));
                Ok::<_, VolunteerError>(MatchDone { asked, places, left })
            })
        });
        Ok(done.await?.value)
    }

    /// Whom the rule proposes for a shift's open places, the best first, each for one post.
    pub(crate) async fn proposed(&self, by: &Doer, shift: &Shift) -> Result<Vec<Proposed>, VolunteerError> {
        let tree = self.places().tree();
        // People of the whole district come into question, as far as the reader sees them.
        let district = tree
            .widths()
            .ancestor(&shift.place, Level::District)
            .unwrap_or(shift.place);
        let candidates = pool::candidates(self.db(), &by.may, &district, &shift.span).await?;
        let posts = shifts::posts(self.db(), [shift.id])
            .await?
            .remove(&shift.id)
            .unwrap_or_default();
        let involved = places::of_shift(self.db(), shift.id, crate::limits::LISTED_MAX).await?;
        let mut used: HashSet<VolunteerId> = involved.into_iter().map(|place| place.volunteer).collect();
        let (zone, widths) = (self.zone()?, *tree.widths());
        let ground = Ground {
            zone: &zone,
            widths: &widths,
        };
        let mut proposed = Vec::new();
        for post in posts.iter().filter(|post| post.held < post.needed) {
            let open = open_post(shift, post);
            let free = candidates.iter().filter(|one| !used.contains(&one.id));
            let best: Vec<(VolunteerId, Why)> = best_for(&open, free, ground, PROPOSED_MAX)
                .into_iter()
                .map(|(one, why)| (one.id, why))
                .collect();
            used.extend(best.iter().map(|(volunteer, _)| *volunteer));
            let of_post = best.into_iter().map(|(volunteer, why)| Proposed {
                volunteer,
                post: post.number,
                why,
            });
            proposed.extend(of_post);
        }
        Ok(proposed)
    }

    /// Shifts that suit a volunteer, by the same rule, with the reasons; the nearest and soonest first. What is near is read first, so
    /// that however many shifts begin sooner far away, none that is near is missed.
    pub(crate) async fn suggested(
        &self,
        volunteer: &Volunteer,
        now: Timestamp,
    ) -> Result<Vec<(Shift, Post, Why)>, VolunteerError> {
        let within = now..now.plus_days(MATCH_DAYS);
        let candidate = self.candidate(volunteer, &within).await?;
        let widths = *self.places().tree().widths();
        let reached = NEAR_LEVELS.iter().take(volunteer.reach as usize + 1);
        let mut suggested = Vec::new();
        let mut read = None;
        for place in reached.filter_map(|level| widths.ancestor(&volunteer.home, *level)) {
            let filter = ShiftFilter {
                place: Some(place),
                outside: read.replace(place),
                is_short: true,
                between: Some(within.clone()),
                ..ShiftFilter::default()
            };
            let found = shifts::offered(self.db(), &filter, SUGGESTED_FROM_MAX).await?;
            let ahead = found.into_iter().filter(|shift| now < shift.span.start);
            suggested.extend(self.suiting(&candidate, ahead.collect()).await?);
            if suggested.len() >= SUGGESTED_MAX {
                break;
            }
        }
        suggested.truncate(SUGGESTED_MAX);
        Ok(suggested)
    }

    /// Those of these shifts that suit somebody, with the post that does and the reasons.
    async fn suiting(
        &self,
        candidate: &Candidate,
        found: Vec<Shift>,
    ) -> Result<Vec<(Shift, Post, Why)>, VolunteerError> {
        let posts = shifts::posts(self.db(), found.iter().map(|shift| shift.id)).await?;
        let (zone, widths) = (self.zone()?, *self.places().tree().widths());
        let ground = Ground {
            zone: &zone,
            widths: &widths,
        };
        let suits = |shift: Shift| {
            let open = posts.get(&shift.id).into_iter().flatten();
            let open = open.filter(|post| post.held < post.needed);
            let best = open.filter_map(|post| Some((*post, why(candidate, &open_post(&shift, post), ground)?)));
            // Whoever has a skill is wanted where it is needed.
            let (post, why) = best.max_by_key(|(post, _)| post.skill.is_some())?;
            Some((shift, post, why))
        };
        Ok(found.into_iter().filter_map(suits).collect())
    }

    /// Why each of these posts suits somebody, where it does.
    pub(crate) async fn reasons(
        &self,
        volunteer: &Volunteer,
        asked: &[(Shift, Post)],
    ) -> Result<HashMap<ShiftId, Why>, VolunteerError> {
        let mut reasons = HashMap::new();
        let (zone, widths) = (self.zone()?, *self.places().tree().widths());
        for (shift, post) in asked {
            let mut candidate = self.candidate(volunteer, &shift.span).await?;
            candidate.busy.retain(|span| *span != shift.span);
            let ground = Ground {
                zone: &zone,
                widths: &widths,
            };
            reasons.extend(why(&candidate, &open_post(shift, post), ground).map(|why| (shift.id, why)));
        }
        Ok(reasons)
    }

    async fn candidate(&self, volunteer: &Volunteer, span: &Span) -> Result<Candidate, VolunteerError> {
        let mut busy = places::busy(self.db(), &[volunteer.id], &around(span)).await?;
        Ok(Candidate {
            id: volunteer.id,
            home: volunteer.home,
            // Eight of each fit.
            skills: u16::try_from(bits(&volunteer.skills)).unwrap_or(u16::MAX),
            slots: u8::try_from(bits(&volunteer.slots)).unwrap_or(u8::MAX),
            reach: volunteer.reach,
            minutes: u32::try_from(volunteer.minutes.max(0)).unwrap_or(u32::MAX),
            birth_year: volunteer.birth_year.unwrap_or(i16::MAX),
            is_covered: volunteer.is_covered,
            busy: busy.remove(&volunteer.id).unwrap_or_default(),
            declined: Vec::new(),
        })
    }
}

fn open_post(shift: &Shift, post: &Post) -> OpenPost {
    OpenPost {
        shift: shift.id,
        post: post.number,
        place: shift.place,
        wanted: wanted_of(shift, post.skill),
        free: u32::try_from(post.needed - post.held).unwrap_or(0),
    }
}
