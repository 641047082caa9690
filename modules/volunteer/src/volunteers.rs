//! The handle on volunteers.

use crate::error::VolunteerError;
use crate::left::LeftList;
use crate::limits::REGISTRATIONS_AN_HOUR;
use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tongxin_account::{Accounts, Visit, account_of, client_key};
use tongxin_city::{AccountId, Day, Lang, Level, PlaceCode, Timestamp, Zone};
use tongxin_ledger::Ledger;
use tongxin_places::Places;
use tongxin_sms::Sms;
use tongxin_storage::Db;
use tongxin_web::{Problem, RateLimit};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Volunteers; cheap to clone. What it can do stands in the files of its topics.
#[derive(Clone)]
pub struct Volunteers {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    places: Places,
    ledger: Ledger,
    accounts: Accounts,
    left: Arc<dyn LeftList>,
    /// Who registers, by where they come from.
    clients: RateLimit<u64>,
    /// What reminders are sent by, where there is a gateway.
    sms: OnceLock<Sms>,
}

impl std::fmt::Debug for Volunteers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Volunteers")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

impl Volunteers {
    /// Volunteers over a migrated database with a city and the ledger; who left is remembered in a list outside of it.
    pub fn new(db: Db, places: Places, ledger: Ledger, accounts: Accounts, left: Arc<dyn LeftList>) -> Self {
        Volunteers {
            inner: Arc::new(Inner {
                db,
                places,
                ledger,
                accounts,
                left,
                clients: RateLimit::new(REGISTRATIONS_AN_HOUR, HOUR),
                sms: OnceLock::new(),
            }),
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn places(&self) -> &Places {
        &self.inner.places
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    pub(crate) fn accounts(&self) -> &Accounts {
        &self.inner.accounts
    }

    pub(crate) fn left(&self) -> &dyn LeftList {
        &*self.inner.left
    }

    pub(crate) fn sms(&self) -> Option<&Sms> {
        self.inner.sms.get()
    }

    /// The first one counts.
    pub(crate) fn set_sms(&self, sms: Sms) {
        self.inner.sms.get_or_init(|| sms);
    }

    /// Lets a client register one more.
    ///
    /// # Errors
    /// 429 after too many in an hour.
    pub(crate) fn take_registration(&self, client: IpAddr) -> Result<(), Problem> {
        let taken = self.inner.clients.take(&client_key(client));
        taken.map_err(Problem::too_many)
    }

    pub(crate) fn zone(&self) -> Result<Zone, VolunteerError> {
        Ok(self.places().city()?.file.zone.clone())
    }

    /// The day it is in the city.
    pub(crate) fn day_of(&self, now: Timestamp) -> Result<Day, VolunteerError> {
        Ok(self.zone()?.day_of(now))
    }

    /// The city's name in Chinese and English.
    pub(crate) fn city_name(&self) -> Result<[String; 2], VolunteerError> {
        let city = self.places().city()?;
        Ok([Lang::Zh, Lang::En].map(|lang| city.file.name(lang).to_owned()))
    }

    /// The community that a place lies in, or itself where it is wider.
    pub(crate) fn community_of(&self, place: &PlaceCode) -> PlaceCode {
        let tree = self.places().tree();
        tree.widths().ancestor(place, Level::Community).unwrap_or(*place)
    }

    /// The district that a place lies in, or itself where it is wider.
    pub(crate) fn district_of(&self, place: &PlaceCode) -> PlaceCode {
        let tree = self.places().tree();
        tree.widths().ancestor(place, Level::District).unwrap_or(*place)
    }

    /// What lists call those who did something: an account's shown name, a volunteer, or the system.
    pub(crate) async fn names_of<'a>(
        &self,
        visit: &Visit,
        actors: impl Iterator<Item = &'a str>,
    ) -> Result<HashMap<String, String>, VolunteerError> {
        let actors: BTreeSet<&str> = actors.collect();
        let ids: Vec<AccountId> = actors.iter().filter_map(|actor| account_of(actor)).collect();
        let shown = self.accounts().display_names(ids).await?;
        let name = |actor: &str| match account_of(actor) {
            Some(id) => shown.get(&id).cloned().unwrap_or_default(),
            None if actor == "system" => visit.t("volunteer-actor-system"),
            None => visit.t("volunteer-actor-volunteer"),
        };
        Ok(actors.iter().map(|actor| ((*actor).to_owned(), name(actor))).collect())
    }

    /// What a place is called in both languages, its building with the compound around it.
    pub(crate) fn place_name(&self, place: &PlaceCode) -> [String; 2] {
        let tree = self.places().tree();
        [Lang::Zh, Lang::En].map(|lang| match tree.get(place) {
            Some(found) if found.level == Level::Building => tree.building_name(place, lang),
            Some(found) => found.name(lang).to_owned(),
            None => place.to_string(),
        })
    }
}
