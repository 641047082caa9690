//! Who is responsible for a building or a compound, and how one hands over to another.
//!
//! Whoever holds a *post* holds it until somebody else does: a hand-over counts once both have accepted it, from its day on, so
//! that a rotation leaves no day without anybody. A post that nobody holds, or will from tomorrow on, is vacant.

use serde::{Deserialize, Serialize};
use tongxin_city::{AccountId, Day, Level, words};
use utoipa::ToSchema;

words! {
    /// What somebody is responsible for.
    Post, "post" {
        /// 楼栋长: a building, which is a unit of work.
        Steward = "steward",
        /// 副楼栋长: the building when the steward can't.
        Deputy = "deputy",
        /// 下沉干部: a compound, which is a grid.
        Cadre = "cadre",
    }
}

impl Post {
    /// The level of the places that have it.
    pub const fn level(self) -> Level {
        match self {
            Post::Steward | Post::Deputy => Level::Building,
            Post::Cadre => Level::Compound,
        }
    }

    /// Whether whoever holds it is sent for a period, whose end is known from the first day on.
    pub const fn is_for_a_period(self) -> bool {
        matches!(self, Post::Cadre)
    }

    /// The posts of a place of that level.
    pub fn of(level: Level) -> impl Iterator<Item = Post> {
        Post::ALL.iter().copied().filter(move |post| post.level() == level)
    }
}

words! {
    /// What somebody does about a post.
    DutyStep, "step of a duty" {
        /// Somebody is put on a vacant post.
        Assign = "assign",
        /// A hand-over is offered.
        Offer = "offer",
        /// Whoever holds the post agrees to hand over.
        Give = "give",
        /// Whoever comes next agrees to take over.
        Take = "take",
        /// The hand-over is off.
        Decline = "decline",
        /// Whoever holds the post leaves it with a day.
        End = "end",
        /// The clock: the day of a hand-over or of an end has come.
        Turn = "turn",
        /// The clock: somebody ended the role that goes with the post, or whoever comes works there no longer.
        Lose = "lose",
    }
}

/// Somebody on a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Held {
    /// Who.
    pub account: AccountId,
    /// Under which number they are called while on duty.
    pub phone: String,
    /// From which day.
    pub since: Day,
    /// With which day they leave it, if that is known.
    pub until: Option<Day>,
}

/// Whoever is to come next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Next {
    /// Who.
    pub account: AccountId,
    /// Under which number they are called then.
    pub phone: String,
    /// From which day.
    pub on: Day,
    /// With which day they leave it, if that is known.
    pub until: Option<Day>,
    /// What whoever leaves tells whoever comes: who hears badly, which lift is out.
    pub note: String,
    /// Whether whoever holds the post agreed.
    pub is_given: bool,
    /// Whether whoever comes agreed.
    pub is_taken: bool,
}

impl Next {
    /// Whether both agreed.
    pub const fn is_agreed(&self) -> bool {
        self.is_given && self.is_taken
    }
}

/// How a post stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Who holds it.
    pub held: Option<Held>,
    /// Who comes next.
    pub next: Option<Next>,
}

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// The account; nobody for the clock.
    pub account: Option<AccountId>,
    /// Whether they may assign people there.
    pub organises: bool,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// Somebody is put on a vacant post.
    Assign(Held),
    /// A hand-over is offered.
    Offer(Next),
    /// The holder agrees.
    Give,
    /// Whoever comes agrees.
    Take,
    /// The hand-over is off.
    Decline,
    /// The holder leaves with that day.
    End(Day),
    /// The clock looks.
    Turn,
    /// The clock takes somebody off the post who lost the role, or works there no longer.
    Lose(AccountId),
}

impl Doing {
    /// Its word.
    pub const fn step(&self) -> DutyStep {
        match self {
            Doing::Assign(_) => DutyStep::Assign,
            Doing::Offer(_) => DutyStep::Offer,
            Doing::Give => DutyStep::Give,
            Doing::Take => DutyStep::Take,
            Doing::Decline => DutyStep::Decline,
            Doing::End(_) => DutyStep::End,
            Doing::Turn => DutyStep::Turn,
            Doing::Lose(_) => DutyStep::Lose,
        }
    }
}

impl Standing {
    /// How it stands after something was done on a day.
    ///
    /// # Errors
    /// The code of the problem that says why it is not done.
    pub fn after(mut self, doing: Doing, by: By, today: Day) -> Result<Standing, &'static str> {
        let is_holder = self.held.as_ref().is_some_and(|held| by.account == Some(held.account));
        let is_next = self.next.as_ref().is_some_and(|next| by.account == Some(next.account));
        match doing {
            Doing::Assign(_) if !by.organises => return Err("care-duty-not-yours"),
            Doing::Assign(_) if self.held.is_some() => return Err("care-duty-held"),
            // Whoever was agreed to come next still comes.
            Doing::Assign(held) => {
                self.next = self.next.filter(|next| next.account != held.account);
                self.held = Some(held);
            }
            Doing::Offer(_) if !is_holder && !by.organises => return Err("care-duty-not-yours"),
            Doing::Offer(_) if self.held.is_none() => return Err("care-duty-vacant"),
            Doing::Offer(_) if self.next.is_some() => return Err("care-duty-offered"),
            Doing::Offer(next) if self.held.as_ref().is_some_and(|held| held.account == next.account) => {
                return Err("care-duty-same");
            }
            Doing::Offer(next) => {
                let is_taken = by.account == Some(next.account);
                self.next = Some(Next {
                    is_given: is_holder,
                    is_taken,
                    ..next
                });
            }
            Doing::Give | Doing::Take | Doing::Decline if self.next.is_none() => {
                return Err("care-duty-nothing-offered");
            }
            Doing::Give if !is_holder => return Err("care-duty-not-yours"),
            Doing::Take if !is_next => return Err("care-duty-not-yours"),
            Doing::Decline if !is_holder && !is_next && !by.organises => return Err("care-duty-not-yours"),
            Doing::Give => self.next = self.next.map(|next| Next { is_given: true, ..next }),
            Doing::Take => self.next = self.next.map(|next| Next { is_taken: true, ..next }),
            Doing::Decline => self.next = None,
            Doing::End(_) if !is_holder && !by.organises => return Err("care-duty-not-yours"),
            Doing::End(_) if self.held.is_none() => return Err("care-duty-vacant"),
            Doing::End(until) => {
                self.held = self.held.map(|held| Held {
                    until: Some(until.max(today)),
                    ..held
                });
            }
            Doing::Turn => {}
            Doing::Lose(account) => return Ok(self.without(&[account], today)),
        }
        Ok(self.turned(today))
    }

    /// Whoever is on duty on a day, and has the role that goes with it: nobody before the first day.
    pub fn on_duty(&self, today: Day) -> Option<AccountId> {
        let held = self.held.as_ref().filter(|held| held.since <= today);
        held.map(|held| held.account)
    }

    /// Whoever comes on a day, where nobody has the role yet that goes with it, or another has.
    pub fn coming(&self, today: Day, has_role: bool) -> Option<AccountId> {
        let next = self.next.as_ref().filter(|next| next.is_agreed() && next.on <= today);
        let next = next.map(|next| next.account);
        next.or_else(|| self.on_duty(today).filter(|_| !has_role))
    }

    /// Everybody who stands on it or is to come.
    pub fn people(&self) -> impl Iterator<Item = AccountId> {
        let held = self.held.as_ref().map(|held| held.account);
        held.into_iter().chain(self.next.as_ref().map(|next| next.account))
    }

    /// Whoever stood on it or was to come, and neither stands there nor is to come after a change.
    pub fn gone_after(&self, after: &Standing) -> Vec<AccountId> {
        let stays = |account: &AccountId| after.people().any(|left| left == *account);
        self.people().filter(|account| !stays(account)).collect()
    }

    /// The same without some who left it: whoever was agreed to come next comes on their day.
    #[must_use]
    pub fn without(mut self, gone: &[AccountId], today: Day) -> Standing {
        self.held = self.held.filter(|held| !gone.contains(&held.account));
        self.next = self.next.filter(|next| !gone.contains(&next.account));
        self.turned(today)
    }

    /// The same once its days have come. While a hand-over waits for a word, whoever holds the post goes on.
    fn turned(mut self, today: Day) -> Standing {
        if let Some(next) = self.next.take_if(|next| next.is_agreed() && next.on <= today) {
            self.held = Some(Held {
                account: next.account,
                phone: next.phone,
                since: next.on,
                until: next.until,
            });
        }
        let is_over = self
            .held
            .as_ref()
            .is_some_and(|held| held.until.is_some_and(|until| until < today));
        if is_over && self.next.is_none() {
            self.held = None;
        }
        self
    }

    /// The day from which nobody holds it, as far as is known; nothing while somebody does and somebody comes next.
    pub fn vacant_from(&self, today: Day) -> Option<Day> {
        match (&self.held, &self.next) {
            (None, _) => Some(today),
            (Some(held), _) if held.since > today => Some(today),
            (Some(_), Some(next)) if next.is_agreed() => None,
            (Some(held), _) => held.until.map(Day::next),
        }
    }

    /// The day on which the clock has to look again.
    pub fn turns_on(&self, today: Day) -> Option<Day> {
        if let Some(held) = self.held.as_ref().filter(|held| held.since > today) {
            return Some(held.since);
        }
        let next = self.next.as_ref().filter(|next| next.is_agreed()).map(|next| next.on);
        let end = self.held.as_ref().and_then(|held| held.until).map(Day::next);
        match self.next {
            // It waits for a word, not for a day.
            Some(_) => next,
            None => end,
        }
    }
}

#[cfg(test)]
mod tests;
