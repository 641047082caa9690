//! Places in shifts: taken, waited for, given up, handed over. Every change takes the shift's row and the volunteer's, so that
//! no place is given twice and nobody takes on more than the rules of rest allow.

use crate::error::VolunteerError;
use crate::hand::InHand;
use crate::registering::there_in;
use crate::rules::fit::{Able, Wanted, fits, may_keep};
use crate::rules::person::Skill;
use crate::rules::place::{Around, Outcome, PlaceState, Step, decide};
use crate::rules::rest::{LOOK_AROUND_MS, Span};
use crate::store::shifts::{self, Post, Shift};
use crate::store::volunteers::{self, Volunteer};
use crate::store::{errands, places};
use crate::volunteers::Volunteers;
use serde::{Deserialize, Serialize};
use tongxin_city::{ShiftId, Timestamp, VolunteerId};
use tongxin_storage::{CommandKey, Tx};
use utoipa::ToSchema;

/// What a volunteer does about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedPlaceStep {
    /// In which shift.
    pub(crate) shift: ShiftId,
    /// What.
    pub(crate) step: Step,
    /// For which of its posts; the one they have to do with, or the first, when left out.
    #[serde(default)]
    pub(crate) post: Option<i64>,
}

/// How somebody's place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PlaceDone {
    /// In which shift.
    pub(crate) shift: ShiftId,
    /// How it stands.
    pub(crate) state: PlaceState,
}

impl Volunteers {
    /// Takes a step about a place, once.
    ///
    /// # Errors
    /// `NotFound`; `Refused` with what stands against it; or a storage failure.
    pub(crate) async fn step(
        &self,
        key: CommandKey,
        who: VolunteerId,
        asked: AskedPlaceStep,
        now: Timestamp,
    ) -> Result<PlaceDone, VolunteerError> {
        let volunteers = self.clone();
        let done = self.db().write_once(key, move |tx| {
            let volunteers = volunteers.clone();
            Box::pin(async move { volunteers.step_in(tx, who, asked, now).await })
        });
        Ok(done.await?.value)
    }

    async fn step_in(
        &self,
        tx: &mut Tx,
        who: VolunteerId,
        asked: AskedPlaceStep,
        now: Timestamp,
    ) -> Result<PlaceDone, VolunteerError> {
        let volunteer = there_in(tx, who).await?;
        let mut hand = InHand::take(tx, asked.shift, now).await?;
        let own = hand.place_of(who).cloned();
        let known = own.as_ref().map(|place| place.post);
        let post = hand.post(asked.post.or(known).unwrap_or(0))?;
        let around = Around {
            now: own.as_ref().map(|place| place.state),
            free: post.needed - post.held,
            is_offered: hand.offered(post.number, who).is_some(),
            has_begun: now >= hand.shift.span.start,
            is_over: hand.shift.is_over(now),
        };
        let outcome = decide(asked.step, &around).map_err(VolunteerError::Refused)?;
        if asked.step == Step::Take {
            self.check_fit(tx, &volunteer, &hand.shift, &post).await?;
        }
        let state = match outcome {
            Outcome::Already => around.now.unwrap_or(PlaceState::Left),
            Outcome::Becomes(PlaceState::Taken) => {
                self.take(tx, &mut hand, &volunteer, post.number).await?;
                PlaceState::Taken
            }
            Outcome::Becomes(state) => {
                hand.set(tx, who, post.number, state);
                state
            }
            Outcome::TakesOver => {
                let other = hand.offered(post.number, who).ok_or(VolunteerError::NotFound)?;
                hand.leave(tx, other, post.number);
                self.take(tx, &mut hand, &volunteer, post.number).await?;
                PlaceState::Taken
            }
            Outcome::GivesUp => {
                hand.leave(tx, who, post.number);
                self.next_waiting(tx, &mut hand, &post).await?;
                PlaceState::Left
            }
            Outcome::Offers => match self.next_waiting(tx, &mut hand, &post).await? {
                true => {
                    hand.leave(tx, who, post.number);
                    PlaceState::Left
                }
                false => {
                    hand.set(tx, who, post.number, PlaceState::Offered);
                    PlaceState::Offered
                }
            },
        };
        volunteers::touch(tx, &volunteer, self.kept_from(now)?);
        self.finish(tx, hand).await?;
        if state == PlaceState::Left {
            self.take_up_waits(tx, who, now).await?;
        }
        Ok(PlaceDone {
            shift: asked.shift,
            state,
        })
    }

    async fn take(
        &self,
        tx: &mut Tx,
        hand: &mut InHand,
        volunteer: &Volunteer,
        post: i64,
    ) -> Result<(), VolunteerError> {
        hand.set(tx, volunteer.id, post, PlaceState::Taken);
        self.remind_late(tx, volunteer, &hand.shift, hand.now).await
    }

    async fn check_fit(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        shift: &Shift,
        post: &Post,
    ) -> Result<(), VolunteerError> {
        let busy = places::busy_in(tx, volunteer.id, &around(&shift.span), shift.id).await?;
        let wanted = wanted_of(shift, post.skill);
        fits(&volunteer.able(), &wanted, &busy, &self.zone()?).map_err(|unfit| VolunteerError::Refused(unfit.code()))
    }

    /// Gives a place to whoever waits longest and can still take it; answers whether somebody did.
    async fn next_waiting(&self, tx: &mut Tx, hand: &mut InHand, post: &Post) -> Result<bool, VolunteerError> {
        for who in hand.waiting(post.number) {
            let Some(volunteer) = volunteers::get_in(tx, who).await? else {
                continue;
            };
            if self.check_fit(tx, &volunteer, &hand.shift, post).await.is_ok() {
                volunteers::touch(tx, &volunteer, volunteer.keep_until);
                self.take(tx, hand, &volunteer, post.number).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Gives somebody who has become free the places that they wait for and that nobody else could take.
    pub(crate) async fn take_up_waits(
        &self,
        tx: &mut Tx,
        who: VolunteerId,
        now: Timestamp,
    ) -> Result<(), VolunteerError> {
        for waiting in places::waiting_of_in(tx, who, now).await? {
            let mut hand = InHand::take(tx, waiting.shift, now).await?;
            let post = hand.post(waiting.post)?;
            let volunteer = there_in(tx, who).await?;
            let is_free = post.held < post.needed && !hand.shift.is_over(now);
            if is_free && self.check_fit(tx, &volunteer, &hand.shift, &post).await.is_ok() {
                volunteers::touch(tx, &volunteer, volunteer.keep_until);
                self.take(tx, &mut hand, &volunteer, post.number).await?;
                self.finish(tx, hand).await?;
            }
        }
        Ok(())
    }

    /// Closes the shift's need once nobody is lacking, and writes that the shift changed.
    async fn finish(&self, tx: &mut Tx, hand: InHand) -> Result<(), VolunteerError> {
        shifts::touch(tx, &hand.shift, hand.now);
        let held: i64 = hand.posts.iter().map(|post| post.held).sum();
        if held >= hand.shift.needed {
            self.end_need(tx, &hand.shift, hand.now).await?;
        }
        tx.announce();
        Ok(())
    }

    /// Takes somebody out of every shift that has not begun and that they may no longer be on; of one that has, their errands go
    /// back to the others. Nothing of what they can do is left of whoever leaves: they are taken out of all.
    pub(crate) async fn give_up(
        &self,
        tx: &mut Tx,
        who: VolunteerId,
        left: Option<&Able>,
        now: Timestamp,
    ) -> Result<(), VolunteerError> {
        let zone = self.zone()?;
        for shift in places::ahead_of_in(tx, who, now).await? {
            let mut hand = InHand::take(tx, shift, now).await?;
            let Some(place) = hand.place_of(who).cloned() else {
                continue;
            };
            let post = hand.post(place.post)?;
            let why = match left.map(|able| may_keep(able, &wanted_of(&hand.shift, post.skill), &zone)) {
                Some(Ok(())) => continue,
                Some(Err(why)) => Some(why),
                None => None,
            };
            if now >= hand.shift.span.start {
                errands::give_back(tx, shift, who, now);
                continue;
            }
            hand.give_back(tx, who, post.number, why);
            if place.state.is_held() {
                self.next_waiting(tx, &mut hand, &post).await?;
            }
            self.finish(tx, hand).await?;
        }
        Ok(())
    }
}

/// What a post of a shift asks for.
pub(crate) fn wanted_of(shift: &Shift, skill: Option<Skill>) -> Wanted {
    Wanted {
        skill,
        is_entering: shift.is_entering,
        span: shift.span.clone(),
    }
}

/// The time around a shift in which others matter.
pub(crate) fn around(span: &Span) -> Span {
    span.start.plus_millis(-LOOK_AROUND_MS)..span.end.plus_millis(LOOK_AROUND_MS)
}
