//! What a firm says of itself when it asks to be listed.

use crate::limits::{OBLIGATIONS_CHARS_MAX, ORDERS_A_DAY_MAX, PERSON_NAME_CHARS_MAX, SERVICE_PLACES_MAX};
use crate::rules::credit_code::CreditCode;
use crate::rules::fields::Fields;
use crate::rules::listing::FirmKind;
use tongxin_city::{Level, PlaceCode, PlaceTree};
use tongxin_places::ORG_NAME_CHARS_MAX;
use tongxin_web::FieldFault;

/// An application as it was filled in.
#[derive(Debug, Clone, Default)]
pub struct AskedListing {
    /// The unified social credit code.
    pub credit_code: String,
    /// What the firm is.
    pub kind: Option<FirmKind>,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Option<PlaceCode>,
    /// Where it offers to serve.
    pub service_places: Vec<PlaceCode>,
    /// How many orders it can take in a day.
    pub orders_a_day: i64,
    /// What it commits itself to.
    pub obligations: String,
    /// Whom to call.
    pub contact_name: String,
    /// At which number.
    pub contact_phone: String,
}

/// An application that can be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The unified social credit code.
    pub credit_code: CreditCode,
    /// What the firm is.
    pub kind: FirmKind,
    /// Its name.
    pub name: String,
    /// Where it stands: a community or inside one.
    pub place: PlaceCode,
    /// Where it offers to serve; none lies inside another.
    pub service_places: Vec<PlaceCode>,
    /// How many orders it can take in a day.
    pub orders_a_day: i64,
    /// What it commits itself to.
    pub obligations: String,
    /// Whom to call.
    pub contact_name: String,
    /// At which number.
    pub contact_phone: String,
}

impl Offer {
    /// Reads what was filled in.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(asked: AskedListing, tree: &PlaceTree) -> Result<Offer, Vec<FieldFault>> {
        let mut fields = Fields::default();
        let credit_code = fields.take(CreditCode::at("credit_code", &asked.credit_code));
        let kind = fields.take(required("kind", asked.kind));
        let name = fields.line("name", &asked.name, ORG_NAME_CHARS_MAX);
        let place = fields.take(required("place", asked.place).and_then(|place| stands_at(place, tree)));
        let service_places = check_service_places(&mut fields, asked.service_places, kind, place, tree);
        let orders_a_day = fields.number("orders_a_day", asked.orders_a_day, 1..=ORDERS_A_DAY_MAX);
        let obligations = fields.optional_text("obligations", &asked.obligations, OBLIGATIONS_CHARS_MAX);
        let contact_name = fields.line("contact_name", &asked.contact_name, PERSON_NAME_CHARS_MAX);
        let contact_phone = fields.phone("contact_phone", &asked.contact_phone);
        let (Some(credit_code), Some(kind), Some(place)) = (credit_code, kind, place) else {
            return Err(fields.into_faults());
        };
        fields.finish(Offer {
            credit_code,
            kind,
            name,
            place,
            service_places,
            orders_a_day,
            obligations,
            contact_name,
            contact_phone,
        })
    }
}

fn required<T>(field: &str, value: Option<T>) -> Result<T, FieldFault> {
    value.ok_or_else(|| FieldFault::new(field, "field-required"))
}

/// A firm stands in a community: who lists it and who serves near it follow from that.
fn stands_at(place: PlaceCode, tree: &PlaceTree) -> Result<PlaceCode, FieldFault> {
    match tree.get(&place).map(|place| place.level) {
        None => Err(FieldFault::new("place", "supply-whitelist-unknown-place").arg("code", place)),
        Some(level) if level < Level::Community => Err(FieldFault::new("place", "supply-whitelist-wide-place")),
        Some(_) => Ok(place),
    }
}

/// Known places, each once. Who brings goods to doors serves inside the own district; the others anywhere.
fn check_service_places(
    fields: &mut Fields,
    places: Vec<PlaceCode>,
    kind: Option<FirmKind>,
    place: Option<PlaceCode>,
    tree: &PlaceTree,
) -> Vec<PlaceCode> {
    if places.is_empty() {
        fields.add(FieldFault::new("service_places", "field-required"));
    }
    if places.len() > SERVICE_PLACES_MAX {
        let fault = FieldFault::new("service_places", "supply-whitelist-many-places");
        fields.add(fault.arg("max", SERVICE_PLACES_MAX).arg("found", places.len()));
        return places;
    }
    let district = place.and_then(|place| tree.widths().ancestor(&place, Level::District));
    let bound = district.filter(|_| kind.is_some_and(FirmKind::serves_doors));
    for code in &places {
        if tree.get(code).is_none() {
            let fault = FieldFault::new("service_places", "supply-whitelist-unknown-place");
            fields.add(fault.arg("code", code));
        } else if bound.is_some_and(|district| !code.is_inside(&district)) {
            let fault = FieldFault::new("service_places", "supply-whitelist-outside-district");
            fields.add(fault.arg("code", code));
        }
    }
    widest(places)
}

/// The places of which none lies inside another, in code order.
fn widest(mut places: Vec<PlaceCode>) -> Vec<PlaceCode> {
    places.sort_unstable();
    let mut kept: Vec<PlaceCode> = Vec::with_capacity(places.len());
    for place in places {
        // In code order a place comes right before everything inside it.
        if kept.last().is_none_or(|outer| !place.is_inside(outer)) {
            kept.push(place);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::{NewPlace, Widths};

    fn code(text: &str) -> PlaceCode {
        text.parse().expect("a code")
    }

    fn tree() -> PlaceTree {
        let mut tree = PlaceTree::new(Widths::CHINA);
        for place in [
            "50",
            "500112",
            "500103",
            "500112001",
            "500112001001",
            "500112001002",
            "500103001",
        ] {
            let new = NewPlace {
                code: code(place),
                name_zh: place.into(),
                name_en: None,
                population: None,
            };
            tree.add(new).expect("added");
        }
        tree
    }

    fn asked() -> AskedListing {
        AskedListing {
            credit_code: "91350100M000100Y43".into(),
            kind: Some(FirmKind::Outlet),
            name: " 海鸥超市 ".into(),
            place: Some(code("500112001001")),
            service_places: vec![code("500112001001"), code("500112001"), code("500112001")],
            orders_a_day: 300,
            obligations: String::new(),
            contact_name: "店长".into(),
            contact_phone: "023-6789 1234".into(),
        }
    }

    fn faults(change: impl FnOnce(&mut AskedListing)) -> Vec<(String, &'static str)> {
        let mut asked = asked();
        change(&mut asked);
        let faults = Offer::read(asked, &tree()).expect_err("refused");
        faults.into_iter().map(|fault| (fault.field, fault.key)).collect()
    }

    #[test]
    fn a_right_application_is_read_and_places_inside_others_are_left_out() {
        let offer = Offer::read(asked(), &tree()).expect("right");
        assert_eq!(
            (offer.name.as_str(), offer.service_places),
            ("海鸥超市", vec![code("500112001")])
        );
    }

    #[test]
    fn an_outlet_serves_inside_its_own_district_and_a_warehouse_anywhere() {
        let elsewhere = vec![code("500103001")];
        let found = faults(|asked| asked.service_places = elsewhere.clone());
        assert_eq!(found, [("service_places".into(), "supply-whitelist-outside-district")]);
        let warehouse = AskedListing {
            kind: Some(FirmKind::Warehouse),
            service_places: elsewhere,
            ..asked()
        };
        assert!(Offer::read(warehouse, &tree()).is_ok());
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_its_field() {
        let found = faults(|asked| *asked = AskedListing::default());
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        let all = [
            "credit_code",
            "kind",
            "name",
            "place",
            "service_places",
            "orders_a_day",
            "contact_name",
            "contact_phone",
        ];
        assert_eq!(fields, all);
        assert_eq!(
            faults(|asked| asked.place = Some(code("500112")))[0].1,
            "supply-whitelist-wide-place"
        );
        assert_eq!(
            faults(|asked| asked.place = Some(code("500112001009")))[0].1,
            "supply-whitelist-unknown-place"
        );
        let many = vec![code("500112001001"); SERVICE_PLACES_MAX + 1];
        assert_eq!(
            faults(|asked| asked.service_places = many)[0].1,
            "supply-whitelist-many-places"
        );
        assert_eq!(faults(|asked| asked.orders_a_day = -3)[0].1, "supply-whitelist-range");
    }
}
