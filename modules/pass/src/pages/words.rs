//! Passes in words.

use crate::importing::kind_name;
use crate::rules::times::{days_text, hours_text};
use crate::rules::{PassKind, PassState};
use crate::store::PassRecord;
use crate::{PassError, Passes};
use std::sync::Arc;
use tongxin_account::Visit;
use tongxin_city::{Day, Lang, PlaceCode, PlaceTree};
use tongxin_pass_format::pass::{Days, Holder, Hours, Ways};
use tongxin_web::Choice;

/// How a pass stands: its colour and its word, as `state_badge` shows them.
pub(super) struct Badge {
    pub(super) state: &'static str,
    pub(super) word: String,
}

/// What a page needs to say passes in words, in the reader's language or in another.
pub(super) struct Words<'a> {
    pub(super) visit: &'a Visit,
    pub(super) tree: Arc<PlaceTree>,
    pub(super) today: Day,
    pub(super) lang: Lang,
}

impl<'a> Words<'a> {
    pub(super) fn of(passes: &Passes, visit: &'a Visit) -> Result<Self, PassError> {
        Ok(Words {
            visit,
            tree: passes.places().tree(),
            today: passes.today(visit.now())?,
            lang: visit.lang(),
        })
    }

    /// The same in that language, whatever the reader's is.
    pub(super) fn spoken(&self, lang: Lang) -> Words<'a> {
        Words {
            visit: self.visit,
            tree: Arc::clone(&self.tree),
            today: self.today,
            lang,
        }
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.visit.asked.shell.texts.text(self.lang, key)
    }

    pub(super) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.visit.asked.shell.texts.text_with(self.lang, key, args)
    }

    pub(super) fn day(&self, day: Day) -> String {
        day.format_with_year(self.lang)
    }

    /// A place's own name.
    pub(super) fn name(&self, code: &PlaceCode) -> String {
        let place = self.tree.get(code);
        place.map_or_else(|| code.to_string(), |place| place.name(self.lang).to_owned())
    }

    /// Places in a line.
    pub(super) fn names(&self, codes: &[PlaceCode]) -> String {
        let names: Vec<String> = codes.iter().map(|code| self.name(code)).collect();
        names.join(self.lang.pick("、", ", "))
    }

    pub(super) fn kind(&self, kind: PassKind) -> String {
        self.t(kind_name(kind))
    }

    pub(super) fn badge(&self, state: PassState) -> Badge {
        Badge {
            state: match state {
                PassState::Valid => "stable",
                PassState::Waiting | PassState::Agreeing | PassState::Approved => "strained",
                PassState::Revoked | PassState::Refused => "failing",
                PassState::Withdrawn | PassState::Replaced | PassState::Expired => "unknown",
            },
            word: self.t(&format!("pass-state-{state}")),
        }
    }

    /// Who or what may pass.
    pub(super) fn holder(&self, pass: &PassRecord) -> String {
        match &pass.holder {
            Some(Holder::Person { surname, id_end }) => format!("{surname} ···{id_end}"),
            Some(Holder::Vehicle { plate }) => plate.clone(),
            None => self.t("pass-holder-forgotten"),
        }
    }

    /// Where it counts: `渝北区 → 渝中区`.
    pub(super) fn way(&self, pass: &PassRecord) -> String {
        let arrow = match pass.ways {
            Ways::One => "→",
            Ways::Both => "↔",
        };
        format!("{} {arrow} {}", self.names(&pass.from), self.names(&pass.to))
    }

    pub(super) fn days(&self, days: Days) -> String {
        if days == Days::ALL {
            self.t("pass-every-day")
        } else {
            self.ta("pass-some-days", &[("days", &days_text(days))])
        }
    }

    pub(super) fn hours(&self, hours: Hours) -> String {
        if hours == Hours::ALL {
            self.t("pass-all-day")
        } else {
            hours_text(hours)
        }
    }

    /// From which day to which.
    pub(super) fn span(&self, pass: &PassRecord) -> String {
        let (first, last) = (self.day(pass.first_day), self.day(pass.last_day));
        self.ta("pass-span", &[("first", &first), ("last", &last)])
    }

    /// The kinds of passes that a firm can apply for, as choices.
    pub(super) fn kinds(&self, chosen: &str) -> Vec<Choice> {
        let choice = |kind: &PassKind| Choice {
            value: kind.as_str().to_owned(),
            label: self.kind(*kind),
            hint: String::new(),
            chosen: kind.as_str() == chosen,
        };
        PassKind::OF_FIRMS.iter().map(choice).collect()
    }
}
