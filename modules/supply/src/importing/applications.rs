//! Applications from a table.

use crate::Supply;
use crate::error::SupplyError;
use crate::importing::firms::CODE_CHARS_MAX;
use crate::importing::{CHECKS_MAX, Checked, SentTable, is_taken, or_refuse};
use crate::limits::{
    OBLIGATIONS_CHARS_MAX, ORDERS_A_DAY_MAX, PERSON_NAME_CHARS_MAX, PHONE_CHARS_MAX, SERVICE_PLACES_MAX,
};
use crate::rules::application::{AskedListing, Offer};
use crate::rules::credit_code::CreditCode;
use crate::rules::listing::FirmKind;
use crate::store::whitelist::applications::{self, NewApplication};
use crate::store::whitelist::{Listing, listings};
use crate::whitelist::{Decider, is_the_same};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_city::{ApplicationId, OrgId, PlaceCode, PlaceTree, Timestamp};
use tongxin_import::{Column, Parsed, RowReader, Sheet};
use tongxin_places::ORG_NAME_CHARS_MAX;
use tongxin_storage::CommandKey;

const CREDIT_CODE: Column = Column::required("credit_code", "supply-import-credit-code");
const KIND: Column = Column::required("kind", "supply-import-kind");
const NAME: Column = Column::required("name", "supply-import-name");
const PLACE: Column = Column::required("place", "supply-import-place");
const SERVES: Column = Column::required("service_places", "supply-import-serves");
const ORDERS: Column = Column::required("orders_a_day", "supply-import-orders");
const OBLIGATIONS: Column = Column::optional("obligations", "supply-import-obligations");
const CONTACT_NAME: Column = Column::required("contact_name", "supply-import-contact-name");
const CONTACT_PHONE: Column = Column::required("contact_phone", "supply-import-contact-phone");

/// The table of applications.
pub(crate) const APPLICATIONS: Sheet = Sheet {
    name: "supply-import-applications",
    columns: &[
        CREDIT_CODE,
        KIND,
        NAME,
        PLACE,
        SERVES,
        ORDERS,
        OBLIGATIONS,
        CONTACT_NAME,
        CONTACT_PHONE,
    ],
};

impl Supply {
    /// Takes in applications for firms inside the caller's places; answers how many.
    pub(crate) async fn import_applications(
        &self,
        command: CommandKey,
        by: Decider,
        table: SentTable,
        now: Timestamp,
    ) -> Result<usize, SupplyError> {
        let tree = self.places().tree();
        let may = by.may.clone();
        let parsed = table.read(&APPLICATIONS, move |row| {
            let offer = read(row, &tree)?;
            if !may.contains_place(&offer.place) {
                row.refuse(&PLACE, "supply-whitelist-not-yours", &[]);
                return None;
            }
            Some(offer)
        });
        let mut parsed = parsed.await?;
        parsed.refuse_doubles(&CREDIT_CODE, |offer| offer.credit_code.clone());
        let mut checks = 0;
        loop {
            checks += 1;
            let rows = self.checked_applications(parsed.clone()).await?;
            match self.write_applications(command.clone(), &by, rows, now).await {
                Err(error) if is_taken(&error) && checks < CHECKS_MAX => {}
                done => return done,
            }
        }
    }

    /// The applications with the firms they are for, where those are known.
    async fn checked_applications(
        &self,
        mut parsed: Parsed<Offer>,
    ) -> Result<Checked<(Option<OrgId>, Offer)>, SupplyError> {
        let codes: Vec<&CreditCode> = parsed.rows().iter().map(|(_, offer)| &offer.credit_code).collect();
        let waiting = applications::open_codes(self.db(), &codes).await?;
        let listed = listings::by_codes(self.db(), &codes).await?;
        let mut refused = Vec::new();
        for (number, offer) in parsed.rows() {
            if waiting.contains(offer.credit_code.as_str()) {
                refused.push((*number, "supply-whitelist-code-waits", None));
            } else if let Some(name) = other_firm(&listed, offer) {
                refused.push((*number, "supply-whitelist-code-of-other", Some(name)));
            }
        }
        for (number, key, name) in refused {
            let args: Vec<(&'static str, &str)> = name.iter().map(|name| ("name", name.as_str())).collect();
            parsed.refuse(number, &CREDIT_CODE, key, &args);
        }
        let with_firm = |(_, offer): (u32, Offer)| (listed.get(&offer.credit_code).map(|firm| firm.org), offer);
        Ok(parsed.into_rows().map(|rows| rows.into_iter().map(with_firm).collect()))
    }

    async fn write_applications(
        &self,
        command: CommandKey,
        by: &Decider,
        rows: Checked<(Option<OrgId>, Offer)>,
        now: Timestamp,
    ) -> Result<usize, SupplyError> {
        let (rows, actor): (Arc<Checked<_>>, Arc<str>) = (rows.into(), by.actor.as_str().into());
        let answer = self.db().write_once(command, move |tx| {
            let (rows, actor) = (Arc::clone(&rows), Arc::clone(&actor));
            Box::pin(async move {
                let rows = rows
                    .as_ref()
                    .as_ref()
                    .map_err(|faults| SupplyError::Rows(faults.clone()))?;
                let new =
                    |(org, offer): &'_ (Option<OrgId>, Offer)| (ApplicationId::generate(now), *org, offer.clone());
                let new: Vec<_> = rows.iter().map(new).collect();
                let new: Vec<NewApplication<'_>> = new
                    .iter()
                    .map(|(id, org, offer)| NewApplication {
                        id: *id,
                        org: *org,
                        offer,
                    })
                    .collect();
                applications::insert(tx, &new, &actor, now).await?;
                Ok::<_, SupplyError>(new.len())
            })
        });
        Ok(answer.await?.value)
    }
}

/// The name of the firm that is listed under the application's code, when it is another one.
fn other_firm(listed: &HashMap<CreditCode, Listing>, offer: &Offer) -> Option<String> {
    let known = listed.get(&offer.credit_code)?;
    (!is_the_same(known, None, offer)).then(|| known.name.clone())
}

/// Reads every cell before the rules look at them, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, tree: &PlaceTree) -> Option<Offer> {
    let asked = AskedListing {
        credit_code: row.text(&CREDIT_CODE, CODE_CHARS_MAX).unwrap_or_default(),
        kind: row.one_of(&KIND, FirmKind::ALL, |kind| (kind.as_str(), kind_name(kind))),
        name: row.text(&NAME, ORG_NAME_CHARS_MAX).unwrap_or_default(),
        place: row.place_code(&PLACE),
        service_places: read_places(row),
        orders_a_day: row.whole(&ORDERS, 1..=ORDERS_A_DAY_MAX).unwrap_or_default(),
        obligations: row.text(&OBLIGATIONS, OBLIGATIONS_CHARS_MAX).unwrap_or_default(),
        contact_name: row.text(&CONTACT_NAME, PERSON_NAME_CHARS_MAX).unwrap_or_default(),
        contact_phone: row.text(&CONTACT_PHONE, PHONE_CHARS_MAX).unwrap_or_default(),
    };
    or_refuse(row, APPLICATIONS.columns, Offer::read(asked, tree))
}

fn read_places(row: &mut RowReader<'_, '_>) -> Vec<PlaceCode> {
    let texts = row.list(&SERVES, SERVICE_PLACES_MAX, PlaceCode::DIGITS_MAX);
    let mut places = Vec::with_capacity(texts.len());
    for text in texts {
        match text.parse() {
            Ok(place) => places.push(place),
            Err(_) => row.refuse(&SERVES, "supply-whitelist-unknown-place", &[("code", &text)]),
        }
    }
    places
}

const fn kind_name(kind: FirmKind) -> &'static str {
    match kind {
        FirmKind::Outlet => "supply-firm-outlet",
        FirmKind::Pharmacy => "supply-firm-pharmacy",
        FirmKind::Warehouse => "supply-firm-warehouse",
        FirmKind::Wholesaler => "supply-firm-wholesaler",
        FirmKind::Carrier => "supply-firm-carrier",
    }
}
