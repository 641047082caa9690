//! A shift as one write has it in hand: its posts and everybody's places, changed and counted together.

use crate::error::VolunteerError;
use crate::rules::fit::Unable;
use crate::rules::place::PlaceState;
use crate::store::errands;
use crate::store::places::{self, Place, Standing};
use crate::store::shifts::{self, Post, Shift};
use tongxin_city::{ShiftId, Timestamp, VolunteerId};
use tongxin_storage::Tx;

/// A shift as one write has it in hand.
pub(crate) struct InHand {
    pub(crate) shift: Shift,
    pub(crate) posts: Vec<Post>,
    places: Vec<Place>,
    pub(crate) now: Timestamp,
}

impl InHand {
    pub(crate) async fn take(tx: &mut Tx, id: ShiftId, now: Timestamp) -> Result<InHand, VolunteerError> {
        let shift = shifts::get_in(tx, id).await?.ok_or(VolunteerError::NotFound)?;
        Ok(InHand {
            posts: shifts::posts_in(tx, id).await?,
            places: places::of_shift_in(tx, id).await?,
            shift,
            now,
        })
    }

    pub(crate) fn post(&self, number: i64) -> Result<Post, VolunteerError> {
        let found = self.posts.iter().find(|post| post.number == number);
        found.copied().ok_or(VolunteerError::NotFound)
    }

    pub(crate) fn place_of(&self, who: VolunteerId) -> Option<&Place> {
        self.places.iter().find(|place| place.volunteer == who)
    }

    /// Whoever offered a place of a post first.
    pub(crate) fn offered(&self, post: i64, but: VolunteerId) -> Option<VolunteerId> {
        let offered = self.places.iter().filter(|place| place.state == PlaceState::Offered);
        let others = offered.filter(|place| place.post == post && place.volunteer != but);
        others
            .min_by_key(|place| (place.since, place.volunteer))
            .map(|place| place.volunteer)
    }

    /// Whoever waits for a post, the longest first.
    pub(crate) fn waiting(&self, post: i64) -> Vec<VolunteerId> {
        let waiting = self.places.iter().filter(|place| place.state == PlaceState::Waiting);
        let mut waiting: Vec<&Place> = waiting.filter(|place| place.post == post).collect();
        waiting.sort_by_key(|place| (place.since, place.volunteer));
        waiting.into_iter().map(|place| place.volunteer).collect()
    }

    /// Writes how somebody's place stands, and counts it.
    pub(crate) fn set(&mut self, tx: &mut Tx, who: VolunteerId, post: i64, state: PlaceState) {
        self.put(tx, who, post, (state, None));
    }

    fn put(&mut self, tx: &mut Tx, who: VolunteerId, post: i64, (state, given_back): (PlaceState, Option<Unable>)) {
        let before = self.place_of(who).map(|place| (place.post, place.state));
        if let Some((old, _)) = before.filter(|(_, state)| state.is_held()) {
            self.count(tx, old, -1);
        }
        if state.is_held() {
            self.count(tx, post, 1);
        }
        let standing = Standing {
            shift: self.shift.id,
            volunteer: who,
            post,
            span: &self.shift.span,
            state,
            since: self.now,
            given_back,
        };
        places::put(tx, standing);
        let place = Place {
            shift: self.shift.id,
            volunteer: who,
            post,
            state,
            since: self.now,
            span: self.shift.span.clone(),
            in_at: None,
            out_at: None,
            said_by: None,
            given_back,
        };
        self.places.retain(|known| known.volunteer != who);
        self.places.push(place);
    }

    pub(crate) fn leave(&mut self, tx: &mut Tx, who: VolunteerId, post: i64) {
        self.give_back(tx, who, post, None);
    }

    /// The same for somebody who did not ask for it, and why.
    pub(crate) fn give_back(&mut self, tx: &mut Tx, who: VolunteerId, post: i64, why: Option<Unable>) {
        self.put(tx, who, post, (PlaceState::Left, why));
        errands::give_back(tx, self.shift.id, who, self.now);
    }

    fn count(&mut self, tx: &mut Tx, post: i64, by: i64) {
        shifts::count_held(tx, self.shift.id, post, by);
        if let Some(post) = self.posts.iter_mut().find(|known| known.number == post) {
            post.held += by;
        }
    }
}
