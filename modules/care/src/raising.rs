//! Needs that the system raises for those who are looked after.

use crate::TEXTS;
use crate::care::Care;
use crate::error::CareError;
use crate::kinds::{REFILL, REVIEW, TOPIC_MOVED, TOPIC_REFILL, TOPIC_REVIEW, UNSEEN};
use crate::store::ending;
use crate::store::people::{self, Person};
use crate::store::visits::{self, Visit};
use std::sync::LazyLock;
use tongxin_city::{Lang, NeedId, Timestamp};
use tongxin_i18n::Texts;
use tongxin_ledger::{Asker, Kind, NewNeed};
use tongxin_storage::Tx;

/// Needs are read in either language, so they are written in both.
static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[TEXTS]));

/// Why nobody knows how somebody is.
pub(crate) struct Trouble<'v> {
    pub(crate) topic: &'static str,
    pub(crate) visit: &'v Visit,
}

impl Care {
    /// Raises that nobody knows how somebody is, unless a need says so already. Until somebody saw them they are looked in on
    /// every day, however rarely otherwise.
    pub(crate) async fn raise_unseen(
        &self,
        tx: &mut Tx,
        person: &Person,
        trouble: &Trouble<'_>,
        now: Timestamp,
    ) -> Result<Option<NeedId>, CareError> {
        people::look_in_by(tx, person.id, trouble.visit.key.day.next());
        if let Some(need) = person.need
            && self.ledger().is_open_in(tx, need).await?
        {
            return Ok(None);
        }
        let title = format!("care-unseen-{}", trouble.topic);
        let text = match trouble.topic {
            TOPIC_MOVED => "care-unseen-body-moved",
            _ => "care-unseen-body",
        };
        let zone = self.zone()?;
        let day = |lang| trouble.visit.key.day.format(lang);
        let body = [Lang::Zh, Lang::En].map(|lang| {
            let by = zone.format_time(trouble.visit.due_at);
            WORDS.text_with(lang, text, &[("day", &day(lang)), ("by", &by)])
        });
        let knocks = visits::knocks_in(tx, trouble.visit.key).await?;
        let body = [body.to_vec(), self.enquiries_of(&knocks).await?].concat().join("\n\n");
        let new = need_of(person, (&UNSEEN, trouble.topic), said_in_both(&title), body);
        let need = self.raise_about(tx, &Asker::system(), person, new, now).await?;
        self.assign_in(tx, need, &person.building, now).await?;
        people::set_need(tx, person.id, Some(need));
        Ok(Some(need))
    }

    /// Raises that somebody's record has to be looked at, for on its last day it ends, and visits with it.
    pub(crate) async fn raise_review(&self, tx: &mut Tx, person: &Person, now: Timestamp) -> Result<NeedId, CareError> {
        let body = [Lang::Zh, Lang::En].map(|lang| {
            let until = person.expires_on.format(lang);
            WORDS.text_with(lang, "care-review-need-body", &[("until", &until)])
        });
        let title = said_in_both("care-review-need-title");
        let new = need_of(person, (&REVIEW, TOPIC_REVIEW), title, body.join("\n\n"));
        let need = self.raise_about(tx, &Asker::system(), person, new, now).await?;
        people::set_review_need(tx, person.id, need);
        Ok(need)
    }

    /// Raises that somebody has to fetch a medicine. Which, the record says.
    pub(crate) async fn raise_refill(&self, tx: &mut Tx, person: &Person, now: Timestamp) -> Result<NeedId, CareError> {
        let [title, body] = ["care-refill-title", "care-refill-body"].map(said_in_both);
        let new = need_of(person, (&REFILL, TOPIC_REFILL), title, body);
        let need = self.raise_about(tx, &Asker::system(), person, new, now).await?;
        people::set_refill_need(tx, person.id, need);
        Ok(need)
    }

    /// Raises a need about somebody, and remembers whose it is, so that what it says goes with their record. Of somebody whose
    /// record is gone it says nothing.
    pub(crate) async fn raise_about(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        person: &Person,
        new: NewNeed,
        now: Timestamp,
    ) -> Result<NeedId, CareError> {
        let need = self.ledger().raise_in(tx, asker, new, None, now).await?.id;
        if !person.is_erased() {
            ending::link_need(tx, person.id, need);
        }
        Ok(need)
    }
}

/// A need of somebody's household, reached as they are.
pub(crate) fn need_of(person: &Person, (kind, topic): (&Kind, &str), title: String, body: String) -> NewNeed {
    NewNeed {
        kind: kind.key.to_owned(),
        topic: topic.to_owned(),
        priority: None,
        place: person.building,
        household: Some(person.household),
        org: None,
        title,
        body,
        contact: person.contact.clone(),
    }
}

/// A text with variables.
pub(crate) fn said_with(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    WORDS.text_with(lang, key, args)
}

/// A text in both languages, in one line.
pub(crate) fn said_in_both(key: &str) -> String {
    [Lang::Zh, Lang::En].map(|lang| WORDS.text(lang, key)).join(" · ")
}
