//! Needs that the system raises for those who are looked after.

use crate::TEXTS;
use crate::care::Care;
use crate::error::CareError;
use crate::kinds::{REFILL, TOPIC_MISSED, TOPIC_REFILL, UNSEEN};
use crate::store::people::{self, Person};
use crate::store::visits::Visit;
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
    /// Raises that nobody knows how somebody is, unless a need says so already.
    pub(crate) async fn raise_unseen(
        &self,
        tx: &mut Tx,
        person: &Person,
        trouble: &Trouble<'_>,
        now: Timestamp,
    ) -> Result<Option<NeedId>, CareError> {
        if let Some(need) = person.need
            && self.ledger().is_open_in(tx, need).await?
        {
            return Ok(None);
        }
        let key = match trouble.topic {
            TOPIC_MISSED => "care-unseen-missed",
            _ => "care-unseen-no_answer",
        };
        let zone = self.zone()?;
        let day = |lang| trouble.visit.key.day.format(lang);
        let body = [Lang::Zh, Lang::En].map(|lang| {
            let by = zone.format_time(trouble.visit.due_at);
            WORDS.text_with(lang, "care-unseen-body", &[("day", &day(lang)), ("by", &by)])
        });
        let new = need_of(person, (&UNSEEN, trouble.topic), said_in_both(key), body.join("\n\n"));
        let need = self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id;
        people::set_need(tx, person.id, Some(need));
        Ok(Some(need))
    }

    /// Raises that somebody has to fetch a medicine. Which, the record says.
    pub(crate) async fn raise_refill(&self, tx: &mut Tx, person: &Person, now: Timestamp) -> Result<NeedId, CareError> {
        let [title, body] = ["care-refill-title", "care-refill-body"].map(said_in_both);
        let new = need_of(person, (&REFILL, TOPIC_REFILL), title, body);
        let need = self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id;
        people::set_refill_need(tx, person.id, need);
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
