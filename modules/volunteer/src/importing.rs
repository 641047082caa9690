//! Volunteers from a table, such as a volunteer platform's export: every bad row is reported in one go and nobody is taken in;
//! whoever is known already is left as they are, and named by row. Columns may have the names that exports give them, and what is in
//! other columns is not read.

mod other_names;

use self::other_names::OTHER_NAMES;
use crate::error::VolunteerError;
use crate::limits::{
    DAY_CHARS_MAX, NAME_CHARS_MAX, PHONE_CHARS_MAX, PHONES_A_QUERY, PLACE_CHARS_MAX, VOLUNTEERS_A_TABLE_MAX,
};
use crate::rules::person::{AskedVolunteer, CheckedVolunteer, Reach, Skill, Slot, VolunteerState};
use crate::store::volunteers::{self, Entry};
use crate::volunteers::Volunteers;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{Day, Lang, Level, PlaceCode, Timestamp, VolunteerId};
use tongxin_import::{Column, RowReader, Sheet};
use tongxin_storage::CommandKey;
use tongxin_web::{Asked, FieldFault};
use utoipa::ToSchema;

const NAME: Column = Column::required("name", "volunteer-import-name");
const PHONE: Column = Column::required("phone", "volunteer-import-phone");
const BIRTH_YEAR: Column = Column::required("birth_year", "volunteer-import-birth-year");
const COMMUNITY: Column = Column::required("community", "volunteer-import-community");
const SKILLS: Column = Column::optional("skills", "volunteer-import-skills");
const SLOTS: Column = Column::optional("slots", "volunteer-import-slots");
const REACH: Column = Column::optional("reach", "volunteer-import-reach");
const COVERED: Column = Column::optional("is_covered", "volunteer-import-covered");
const GUARDIAN: Column = Column::optional("guardian_agrees", "volunteer-import-guardian");

/// The table of volunteers.
pub(crate) const VOLUNTEERS: Sheet = Sheet {
    name: "volunteer-import-sheet",
    columns: &[
        NAME, PHONE, BIRTH_YEAR, COMMUNITY, SKILLS, SLOTS, REACH, COVERED, GUARDIAN,
    ],
};

/// A table as somebody sent it.
#[derive(Debug, Clone)]
pub(crate) struct SentTable {
    pub(crate) bytes: axum::body::Bytes,
    /// In whose words its faults are said.
    pub(crate) asked: Asked,
}

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ImportedVolunteers {
    /// How many were registered.
    pub(crate) registered: usize,
    /// Rows whose person is known already, by name and number; they stay as they are.
    pub(crate) before: Vec<u32>,
    /// Rows that were registered, whose number somebody of another name has: perhaps the same person.
    pub(crate) alike: Vec<u32>,
    /// Headings of columns that were not read.
    #[serde(default)]
    pub(crate) unread: Vec<String>,
}

impl Volunteers {
    /// Takes in a table of volunteers of communities that the sender looks after, once. They are verified: the community knows
    /// whom it sends.
    ///
    /// # Errors
    /// `Rows` with everything that is wrong, and nobody is taken in; or a storage failure.
    pub(crate) async fn import(
        &self,
        key: CommandKey,
        by: Doer,
        table: SentTable,
        now: Timestamp,
    ) -> Result<ImportedVolunteers, VolunteerError> {
        let (communities, today) = (self.communities_of(&by.may), self.day_of(now)?);
        let SentTable { bytes, asked } = table;
        let reading = tokio::task::spawn_blocking(move || {
            let said_in = (&asked.shell.texts, asked.lang);
            let rows = VOLUNTEERS.read_foreign(OTHER_NAMES, said_in, &bytes)?;
            let unread = rows.unread().to_vec();
            let mut parsed = rows.parse(|row| read(row, &communities, today));
            let beyond = parsed.rows().get(VOLUNTEERS_A_TABLE_MAX).map(|(number, _)| *number);
            if let Some(number) = beyond {
                let max = VOLUNTEERS_A_TABLE_MAX.to_string();
                parsed.refuse(number, &NAME, "volunteer-import-too-many", &[("max", &max)]);
            }
            parsed.refuse_doubles(&PHONE, |row: &CheckedVolunteer| (row.phone.clone(), row.name.clone()));
            let rows = parsed.into_rows().map_err(VolunteerError::Rows)?;
            Ok::<_, VolunteerError>((rows, unread))
        });
        let (rows, unread) = reading
            .await
            .map_err(|error| VolunteerError::Failed(error.to_string()))??;
        let work = Arc::new((self.clone(), by.actor, rows, unread));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, actor, rows, unread) = &*work;
                let done = volunteers.import_in(tx, actor, rows, now).await?;
                Ok::<_, VolunteerError>(ImportedVolunteers {
                    unread: unread.clone(),
                    ..done
                })
            })
        });
        Ok(done.await?.value)
    }

    async fn import_in(
        &self,
        tx: &mut tongxin_storage::Tx,
        actor: &str,
        rows: &[(u32, CheckedVolunteer)],
        now: Timestamp,
    ) -> Result<ImportedVolunteers, VolunteerError> {
        let mut known: HashMap<String, HashSet<String>> = HashMap::new();
        for part in rows.chunks(PHONES_A_QUERY) {
            let phones: BTreeSet<&str> = part.iter().map(|(_, row)| row.phone.as_str()).collect();
            for (phone, name, ..) in volunteers::with_phones_in(tx, phones).await? {
                known.entry(phone).or_default().insert(name);
            }
        }
        let entry = Entry {
            state: VolunteerState::Verified,
            keep_until: self.kept_from(now)?,
            by: actor,
            now,
        };
        let mut done = ImportedVolunteers::default();
        for (row, checked) in rows {
            let names = known.entry(checked.phone.clone()).or_default();
            if names.contains(&checked.name) {
                done.before.push(*row);
                continue;
            }
            if !names.is_empty() {
                done.alike.push(*row);
            }
            names.insert(checked.name.clone());
            volunteers::insert(tx, VolunteerId::generate(now), checked, &entry);
            done.registered += 1;
        }
        tx.announce();
        Ok(done)
    }

    /// The communities inside a scope by the names that a table may give them.
    fn communities_of(&self, may: &Scope) -> Communities {
        let tree = self.places().tree();
        let mut communities = Communities::default();
        let inside = may.places.iter().flat_map(|place| tree.inside(place));
        // Whoever looks after a part of a community sends people of it too.
        let around = may
            .places
            .iter()
            .filter_map(|place| tree.get(&self.community_of(place)));
        for place in inside.chain(around).filter(|place| place.level == Level::Community) {
            let named = Lang::ALL
                .iter()
                .map(|lang| place.name(*lang))
                .chain([place.code.as_str()]);
            for name in named {
                communities.0.entry(name.to_owned()).or_default().insert(place.code);
            }
        }
        communities
            .0
            .retain(|_, codes| codes.iter().all(|code| may.contains_place(code)));
        communities
    }
}

/// Communities by name or code.
#[derive(Debug, Default)]
struct Communities(HashMap<String, BTreeSet<PlaceCode>>);

impl Communities {
    /// The only community of that name.
    fn find(&self, name: &str) -> Option<PlaceCode> {
        let codes = self.0.get(name.trim())?;
        codes.first().copied().filter(|_| codes.len() == 1)
    }
}

/// Reads every cell before the rules look at them, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, communities: &Communities, today: Day) -> Option<CheckedVolunteer> {
    let home = row.text(&COMMUNITY, PLACE_CHARS_MAX);
    let found = home.as_deref().and_then(|name| communities.find(name));
    if let (Some(name), None) = (&home, found) {
        row.refuse(&COMMUNITY, "volunteer-import-no-community", &[("community", name)]);
    }
    let asked = AskedVolunteer {
        name: row.text(&NAME, NAME_CHARS_MAX).unwrap_or_default(),
        phone: row.text(&PHONE, PHONE_CHARS_MAX).unwrap_or_default(),
        birth_year: row
            .text_as(&BIRTH_YEAR, DAY_CHARS_MAX, "volunteer-import-no-year", year_of)
            .unwrap_or_default(),
        home: found,
        skills: row.some_of(&SKILLS, Skill::ALL, |skill| (skill.as_str(), skill_name(skill))),
        slots: row.some_of(&SLOTS, Slot::ALL, |slot| (slot.as_str(), slot_name(slot))),
        reach: row.one_of(&REACH, Reach::ALL, |reach| (reach.as_str(), reach_name(reach))),
        is_covered: row.yes_no(&COVERED).unwrap_or(false),
        guardian_agrees: row.yes_no(&GUARDIAN).unwrap_or(false),
    };
    match asked.checked(today) {
        Ok(checked) => Some(checked),
        Err(faults) => {
            faults.iter().for_each(|fault| refuse(row, fault));
            None
        }
    }
}

/// The year of a birth: by itself, or at the beginning of a day such as `1990-05-01`, `1990年5月` or `19900501`. Nothing more of it is
/// kept.
fn year_of(text: &str) -> Option<i16> {
    let digits = text.split(|sign: char| !sign.is_ascii_digit()).next()?;
    let year = digits.get(..4).filter(|_| matches!(digits.len(), 4 | 6 | 8))?;
    year.parse().ok()
}

/// Tells what the rules found, at the column that holds it.
fn refuse(row: &mut RowReader<'_, '_>, fault: &FieldFault) {
    let column = match fault.field.as_str() {
        "phone" => &PHONE,
        "birth_year" => &BIRTH_YEAR,
        "home" => &COMMUNITY,
        "guardian_agrees" => &GUARDIAN,
        _ => &NAME,
    };
    let args: Vec<(&'static str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    row.refuse(column, fault.key, &args);
}

const fn skill_name(skill: Skill) -> &'static str {
    match skill {
        Skill::Languages => "volunteer-skill-languages",
        Skill::Signing => "volunteer-skill-signing",
        Skill::Medical => "volunteer-skill-medical",
        Skill::Counselling => "volunteer-skill-counselling",
        Skill::Teaching => "volunteer-skill-teaching",
        Skill::Driving => "volunteer-skill-driving",
        Skill::Repair => "volunteer-skill-repair",
        Skill::Office => "volunteer-skill-office",
    }
}

const fn slot_name(slot: Slot) -> &'static str {
    match slot {
        Slot::WeekdayMorning => "volunteer-slot-weekday_morning",
        Slot::WeekdayAfternoon => "volunteer-slot-weekday_afternoon",
        Slot::WeekdayEvening => "volunteer-slot-weekday_evening",
        Slot::WeekdayNight => "volunteer-slot-weekday_night",
        Slot::WeekendMorning => "volunteer-slot-weekend_morning",
        Slot::WeekendAfternoon => "volunteer-slot-weekend_afternoon",
        Slot::WeekendEvening => "volunteer-slot-weekend_evening",
        Slot::WeekendNight => "volunteer-slot-weekend_night",
    }
}

const fn reach_name(reach: Reach) -> &'static str {
    match reach {
        Reach::Community => "volunteer-reach-community",
        Reach::Subdistrict => "volunteer-reach-subdistrict",
        Reach::District => "volunteer-reach-district",
        Reach::City => "volunteer-reach-city",
    }
}
