//! The form in which somebody says who they are and how they can help; the public one, a volunteer's own and the desk's.

use super::words::{Typed, Words};
use crate::limits::{NAME_CHARS_MAX, PHONE_CHARS_MAX};
use crate::rules::person::{AskedVolunteer, Reach, Skill, Slot};
use crate::store::volunteers::Volunteer;
use tongxin_web::Choice;

/// The fields as a page shows them.
pub(super) struct PersonForm {
    typed: Typed,
    pub(super) home: String,
    pub(super) home_name: String,
    pub(super) skills: Vec<Choice>,
    pub(super) slots: Vec<Choice>,
    pub(super) reaches: Vec<Choice>,
    pub(super) covered: Vec<Choice>,
    pub(super) guardian: Vec<Choice>,
    pub(super) name_max: String,
    pub(super) phone_max: String,
}

impl PersonForm {
    pub(super) fn new(words: &Words<'_>, typed: Typed) -> PersonForm {
        let home = typed.one("home").to_owned();
        let home_name = home.parse().map(|place| words.place(&place)).unwrap_or_default();
        let reach = Some(typed.one("reach")).filter(|reach| !reach.is_empty());
        let reach = reach.unwrap_or(Reach::Subdistrict.as_str()).to_owned();
        let one = |field: &'static str, key: &str| {
            vec![Choice {
                value: "yes".into(),
                label: words.t(key),
                chosen: typed.has(field, "yes"),
                ..Choice::default()
            }]
        };
        PersonForm {
            skills: words.choices("volunteer-skill-", Skill::ALL, |word| typed.has("skills", word), None),
            slots: words.choices("volunteer-slot-", Slot::ALL, |word| typed.has("slots", word), None),
            reaches: words.choices("volunteer-reach-", Reach::ALL, |word| word == reach, None),
            covered: one("is_covered", "volunteer-f-covered-yes"),
            guardian: one("guardian_agrees", "volunteer-f-guardian-yes"),
            name_max: NAME_CHARS_MAX.to_string(),
            phone_max: PHONE_CHARS_MAX.to_string(),
            home,
            home_name,
            typed,
        }
    }

    pub(super) fn said(&self, field: &str) -> &str {
        self.typed.one(field)
    }
}

/// What a form says; what is no number is one that the rules refuse at its field.
pub(super) fn read(typed: &Typed) -> AskedVolunteer {
    AskedVolunteer {
        name: typed.one("name").to_owned(),
        phone: typed.one("phone").to_owned(),
        birth_year: typed.one("birth_year").parse().unwrap_or(0),
        home: typed.one("home").parse().ok(),
        skills: typed.chosen("skills"),
        slots: typed.chosen("slots"),
        reach: typed.one("reach").parse().ok(),
        is_covered: typed.has("is_covered", "yes"),
        guardian_agrees: typed.has("guardian_agrees", "yes"),
    }
}

/// What the form says of somebody who is known. A guardian's word was given when they registered.
pub(super) fn typed_of(volunteer: &Volunteer) -> Typed {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: String| fields.push((name.to_owned(), value));
    say("name", volunteer.shown_name());
    say("phone", volunteer.phone.clone().unwrap_or_default());
    say(
        "birth_year",
        volunteer.birth_year.map_or_else(String::new, |year| year.to_string()),
    );
    say("home", volunteer.home.to_string());
    volunteer
        .skills
        .iter()
        .for_each(|skill| say("skills", skill.to_string()));
    volunteer.slots.iter().for_each(|slot| say("slots", slot.to_string()));
    say("reach", volunteer.reach.to_string());
    if volunteer.is_covered {
        say("is_covered", "yes".to_owned());
    }
    say("guardian_agrees", "yes".to_owned());
    Typed(fields)
}
