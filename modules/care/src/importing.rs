//! People from a community's table: every bad row is reported in one go and nothing is taken in; whoever is in the register
//! already is left as they are, and named.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{
    AT_DOOR_CHARS_MAX, CONSENT_BY_CHARS_MAX, CONSENT_FOR_CHARS_MAX, CONTACT_CHARS_MAX, DOOR_CHARS_MAX, DOSES_A_DAY_MAX,
    DOSES_LEFT_MAX, MEDICINE_NAME_CHARS_MAX, NAME_CHARS_MAX, PEOPLE_A_TABLE_MAX, PLACE_CHARS_MAX, WANTS_CHARS_MAX,
};
use crate::registrar::{NewPerson, Registered};
use crate::rules::group::{DAYS_BETWEEN_MAX, Group, Rhythm};
use crate::rules::medicine::Medicine;
use crate::rules::person::{AskedPerson, Basis, CheckedPerson, Ground, Record, plain_name};
use crate::store::people;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{Day, HouseholdId, Lang, Level, PersonId, PlaceCode, Timestamp};
use tongxin_import::{Column, Parsed, RowReader, Sheet};
use tongxin_places::Household;
use tongxin_sms::Number;
use tongxin_storage::CommandKey;
use tongxin_web::{Asked, FieldFault};
use utoipa::ToSchema;

const COMPOUND: Column = Column::optional("compound", "care-import-compound");
const BUILDING: Column = Column::required("building", "care-import-building");
const DOOR: Column = Column::required("door", "care-import-door");
const NAME: Column = Column::required("name", "care-import-name");
const CONTACT: Column = Column::optional("contact", "care-import-contact");
const AT_DOOR: Column = Column::optional("at_door", "care-import-at-door");
const GROUPS: Column = Column::required("groups", "care-import-groups");
const BIRTH_YEAR: Column = Column::optional("birth_year", "care-import-birth-year");
const WANTS: Column = Column::optional("wants", "care-import-wants");
const EVERY_DAYS: Column = Column::optional("every_days", "care-import-every-days");
const MEDICINE: Column = Column::optional("medicine", "care-import-medicine");
const LEFT: Column = Column::optional("doses_left", "care-import-doses-left");
const A_DAY: Column = Column::optional("doses_a_day", "care-import-doses-a-day");
const COUNTED_ON: Column = Column::optional("counted_on", "care-import-counted-on");
const BASIS: Column = Column::required("basis", "care-import-basis");
const BASIS_BY: Column = Column::required("basis_by", "care-import-basis-by");
const BASIS_ON: Column = Column::required("basis_on", "care-import-basis-on");
const PURPOSE: Column = Column::required("purpose", "care-import-purpose");
const REVIEW_ON: Column = Column::optional("review_on", "care-import-review-on");
const EXPIRES_ON: Column = Column::optional("expires_on", "care-import-expires-on");

/// The table of people.
pub(crate) const PEOPLE: Sheet = Sheet {
    name: "care-import-sheet",
    columns: &[
        COMPOUND, BUILDING, DOOR, NAME, CONTACT, AT_DOOR, GROUPS, BIRTH_YEAR, WANTS, EVERY_DAYS, MEDICINE, LEFT, A_DAY,
        COUNTED_ON, BASIS, BASIS_BY, BASIS_ON, PURPOSE, REVIEW_ON, EXPIRES_ON,
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
pub(crate) struct ImportedPeople {
    /// How many were registered.
    pub(crate) registered: usize,
    /// Rows whose person is in the register already, by name and door; their record stays as it is.
    pub(crate) before: Vec<RowOf>,
    /// Rows that were registered, and whoever at another door can be reached in the same way: perhaps the same person.
    pub(crate) alike: Vec<RowOf>,
    /// Rows that were left out, because their household has as many people as there may be.
    pub(crate) full: Vec<u32>,
}

/// A row, as a spreadsheet program numbers it, and a person in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RowOf {
    /// The row.
    pub(crate) row: u32,
    /// The person.
    pub(crate) person: PersonId,
}

/// A row whose cells are good.
#[derive(Debug, Clone)]
struct TableRow {
    building: PlaceCode,
    door: String,
    person: CheckedPerson,
}

impl Care {
    /// Takes in a table of people in buildings that the sender looks after, once.
    ///
    /// # Errors
    /// `Rows` with everything that is wrong, and nothing is taken in; or a storage failure.
    pub(crate) async fn import(
        &self,
        key: CommandKey,
        by: Doer,
        table: SentTable,
        now: Timestamp,
    ) -> Result<ImportedPeople, CareError> {
        let (buildings, today) = (self.buildings_of(&by.may), self.day_of(now)?);
        let SentTable { bytes, asked } = table;
        let reading = tokio::task::spawn_blocking(move || {
            let rows = PEOPLE.read(&asked.shell.texts, asked.lang, &bytes)?;
            Ok::<_, CareError>(rows.parse(|row| read(row, &buildings, today)))
        });
        let parsed = reading.await.map_err(|error| CareError::Failed(error.to_string()))??;
        let people = self.new_people(&by.may, parsed, now).await?;
        let alike = self.alike(&by.may, &people).await?;
        let work = Arc::new((self.clone(), by.actor, people, alike));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, people, alike) = &*work;
                let mut done = ImportedPeople::default();
                let households: BTreeSet<HouseholdId> = people.iter().map(|(_, new)| new.home.household).collect();
                let mut registrar = care.registrar(tx, households, actor, now).await?;
                let mut reached = Reached::default();
                for (row, new) in people {
                    match registrar.register(tx, new)? {
                        Registered::New(person) => {
                            done.registered += 1;
                            let known = alike.iter().find(|other| other.row == *row).map(|other| other.person);
                            let other = known.or_else(|| reached.elsewhere(new));
                            done.alike.extend(other.map(|person| RowOf { row: *row, person }));
                            if let Some(contact) = &new.checked.contact {
                                reached.add(contact, person.id, new.home.household);
                            }
                        }
                        Registered::Before(person) => done.before.push(RowOf { row: *row, person }),
                        Registered::Full => done.full.push(*row),
                    }
                }
                Ok::<_, CareError>(done)
            })
        });
        Ok(done.await?.value)
    }

    /// The buildings inside a scope by the names that a table may give them.
    fn buildings_of(&self, may: &Scope) -> Buildings {
        let tree = self.places().tree();
        let mut buildings = Buildings::default();
        let inside = may.places.iter().flat_map(|place| tree.inside(place));
        for place in inside.filter(|place| place.level == Level::Building) {
            let above = tree.widths().ancestor(&place.code, Level::Compound);
            let compound = above.and_then(|code| tree.get(&code));
            buildings.add("", place.code.as_str(), place.code);
            for name in Lang::ALL.iter().map(|lang| place.name(*lang)) {
                buildings.add("", name, place.code);
                for compound in compound
                    .iter()
                    .flat_map(|compound| Lang::ALL.iter().map(|lang| compound.name(*lang)))
                {
                    buildings.add(compound, name, place.code);
                }
            }
        }
        buildings
    }

    /// The rows as people who only have to be written, or all that is wrong with them.
    async fn new_people(
        &self,
        may: &Scope,
        mut parsed: Parsed<TableRow>,
        now: Timestamp,
    ) -> Result<Vec<(u32, NewPerson)>, CareError> {
        let buildings: BTreeSet<PlaceCode> = parsed.rows().iter().map(|(_, row)| row.building).collect();
        let mut doors: HashMap<(PlaceCode, String), Household> = HashMap::new();
        for building in buildings {
            let households = self.places().households(&building).await?;
            doors.extend(
                households
                    .into_iter()
                    .map(|known| ((building, known.door.clone()), known)),
            );
        }
        let household_of = |row: &TableRow| doors.get(&(row.building, row.door.clone()));
        let unknown = parsed.rows().iter().filter(|(_, row)| household_of(row).is_none());
        let unknown: Vec<(u32, String)> = unknown.map(|(number, row)| (*number, row.door.clone())).collect();
        for (number, door) in unknown {
            parsed.refuse(number, &DOOR, "care-import-no-door", &[("door", &door)]);
        }
        let beyond = parsed.rows().get(PEOPLE_A_TABLE_MAX).map(|(number, _)| *number);
        if let Some(number) = beyond {
            let max = PEOPLE_A_TABLE_MAX.to_string();
            parsed.refuse(number, &NAME, "care-import-too-many", &[("max", &max)]);
        }
        parsed.refuse_doubles(&NAME, |row| {
            (row.building, row.door.clone(), plain_name(&row.person.name))
        });
        let rows = parsed.into_rows().map_err(CareError::Rows)?;
        let mut people = Vec::with_capacity(rows.len());
        for (number, row) in rows {
            let household = household_of(&row).ok_or(CareError::NotFound)?;
            let home = self.home_in(may, household)?;
            people.push((number, self.new_person(home, row.person, now)?));
        }
        Ok(people)
    }

    /// Whoever in the register is reached as one of these people is, and lives at another door.
    async fn alike(&self, may: &Scope, new: &[(u32, NewPerson)]) -> Result<Vec<RowOf>, CareError> {
        let contacts = new.iter().filter_map(|(_, new)| new.checked.contact.as_deref());
        let written: BTreeSet<String> = contacts.flat_map(ways_to_write).collect();
        let mut reached = Reached::default();
        for (id, household, contact) in people::reached_by(self.db(), may, written.iter().map(String::as_str)).await? {
            reached.add(&contact, id, household);
        }
        let alike = new.iter().filter_map(|(row, new)| {
            let person = reached.elsewhere(new)?;
            Some(RowOf { row: *row, person })
        });
        Ok(alike.collect())
    }
}

/// People by how they are reached.
#[derive(Debug, Default)]
struct Reached(BTreeMap<String, Vec<(PersonId, HouseholdId)>>);

impl Reached {
    fn add(&mut self, contact: &str, id: PersonId, household: HouseholdId) {
        let known = self.0.entry(plain_contact(contact)).or_default();
        known.push((id, household));
    }

    /// Whoever is reached in the same way at another door.
    fn elsewhere(&self, new: &NewPerson) -> Option<PersonId> {
        let known = self.0.get(&plain_contact(new.checked.contact.as_deref()?))?;
        let elsewhere = known.iter().find(|(_, household)| *household != new.home.household)?;
        Some(elsewhere.0)
    }
}

/// A way to reach somebody as it is compared: a telephone's number by its digits, any other text as it stands.
fn plain_contact(contact: &str) -> String {
    Number::find(contact).map_or_else(|| contact.trim().to_owned(), |number| number.as_str().to_owned())
}

/// How else the same number may have been typed into the register.
fn ways_to_write(contact: &str) -> Vec<String> {
    let mut ways = vec![contact.to_owned()];
    let number = plain_contact(contact);
    let digits = number.trim_start_matches("+86");
    if let [Some(first), Some(middle), Some(last)] = [digits.get(..3), digits.get(3..7), digits.get(7..11)]
        && digits.len() == 11
    {
        ways.extend([format!("{first} {middle} {last}"), format!("{first}-{middle}-{last}")]);
    }
    ways.extend([digits.to_owned(), number.clone()]);
    ways
}

/// Buildings by the name of their compound, or nothing, and their own name or code.
#[derive(Debug, Default)]
struct Buildings(HashMap<(String, String), BTreeSet<PlaceCode>>);

impl Buildings {
    fn add(&mut self, compound: &str, building: &str, code: PlaceCode) {
        let named = (compound.to_owned(), building.to_owned());
        self.0.entry(named).or_default().insert(code);
    }

    /// The only building of that name.
    fn find(&self, compound: &str, building: &str) -> Option<PlaceCode> {
        let codes = self.0.get(&(compound.to_owned(), building.to_owned()))?;
        codes.first().copied().filter(|_| codes.len() == 1)
    }
}

/// Reads every cell before the rules look at them, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, buildings: &Buildings, today: Day) -> Option<TableRow> {
    let building = building(row, buildings);
    let door = row.text(&DOOR, DOOR_CHARS_MAX);
    let person = AskedPerson {
        household: None,
        name: row.text(&NAME, NAME_CHARS_MAX).unwrap_or_default(),
        contact: row.text(&CONTACT, CONTACT_CHARS_MAX).unwrap_or_default(),
        at_door: row.text(&AT_DOOR, AT_DOOR_CHARS_MAX).unwrap_or_default(),
        record: Record {
            groups: row.some_of(&GROUPS, Group::ALL, |group| (group.as_str(), group_name(group))),
            birth_year: row
                .whole(&BIRTH_YEAR, 1..=9_999)
                .and_then(|year| i16::try_from(year).ok()),
            wants: row.text(&WANTS, WANTS_CHARS_MAX).unwrap_or_default(),
            medicines: medicine(row, today).into_iter().collect(),
            prescriptions: Vec::new(),
        },
        rhythm: row
            .whole(&EVERY_DAYS, 0..=i64::from(DAYS_BETWEEN_MAX))
            .and_then(|days| Rhythm::from_days(Some(days))),
        ground: Ground {
            basis: row
                .one_of(&BASIS, Basis::ALL, |basis| (basis.as_str(), basis_name(basis)))
                .unwrap_or(Basis::Consent),
            by: row.text(&BASIS_BY, CONSENT_BY_CHARS_MAX).unwrap_or_default(),
            on: row.day(&BASIS_ON).unwrap_or(today),
            purpose: row.text(&PURPOSE, CONSENT_FOR_CHARS_MAX).unwrap_or_default(),
        },
        review_on: row.day(&REVIEW_ON),
        expires_on: row.day(&EXPIRES_ON),
    };
    match person.checked(today) {
        Ok(person) => Some(TableRow {
            building: building?,
            door: door?,
            person,
        }),
        Err(faults) => {
            faults.iter().for_each(|fault| refuse(row, fault));
            None
        }
    }
}

fn building(row: &mut RowReader<'_, '_>, buildings: &Buildings) -> Option<PlaceCode> {
    let compound = row.text(&COMPOUND, PLACE_CHARS_MAX).unwrap_or_default();
    let name = row.text(&BUILDING, PLACE_CHARS_MAX)?;
    let found = buildings.find(compound.trim(), name.trim());
    if found.is_none() {
        row.refuse(&BUILDING, "care-import-no-building", &[("building", &name)]);
    }
    found
}

/// The medicine of a row that names one; further ones are added on the person's page.
fn medicine(row: &mut RowReader<'_, '_>, today: Day) -> Option<Medicine> {
    let name = row.text(&MEDICINE, MEDICINE_NAME_CHARS_MAX);
    let left = row.whole(&LEFT, 0..=i64::from(DOSES_LEFT_MAX));
    let a_day = row.whole(&A_DAY, 1..=i64::from(DOSES_A_DAY_MAX));
    let counted_on = row.day(&COUNTED_ON);
    let name = name?;
    for column in [&LEFT, &A_DAY] {
        if row.is_empty(column) {
            row.refuse(column, "field-required", &[]);
        }
    }
    Some(Medicine {
        name,
        left: u32::try_from(left?).ok()?,
        a_day: u32::try_from(a_day?).ok()?,
        counted_on: counted_on.unwrap_or(today),
    })
}

/// Tells what the rules found, at the column that holds it.
fn refuse(row: &mut RowReader<'_, '_>, fault: &FieldFault) {
    let column = match fault.field.as_str() {
        "contact" => &CONTACT,
        "at_door" => &AT_DOOR,
        "groups" => &GROUPS,
        "birth_year" => &BIRTH_YEAR,
        "wants" => &WANTS,
        "rhythm" => &EVERY_DAYS,
        "ground.by" => &BASIS_BY,
        "ground.on" => &BASIS_ON,
        "ground.purpose" => &PURPOSE,
        "review_on" => &REVIEW_ON,
        "expires_on" => &EXPIRES_ON,
        medicine if medicine.starts_with("medicines") => &COUNTED_ON,
        _ => &NAME,
    };
    let args: Vec<(&'static str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    row.refuse(column, fault.key, &args);
}

const fn group_name(group: Group) -> &'static str {
    match group {
        Group::AloneOld => "care-group-alone_old",
        Group::Disabled => "care-group-disabled",
        Group::ChildAlone => "care-group-child_alone",
        Group::Pregnant => "care-group-pregnant",
        Group::Newborn => "care-group-newborn",
        Group::Dialysis => "care-group-dialysis",
        Group::Chemotherapy => "care-group-chemotherapy",
        Group::ChronicMedicine => "care-group-chronic_medicine",
        Group::Oxygen => "care-group-oxygen",
        Group::LimitedMeans => "care-group-limited_means",
        Group::Other => "care-group-other",
    }
}

const fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "care-basis-consent",
        Basis::VitalInterest => "care-basis-vital_interest",
    }
}
