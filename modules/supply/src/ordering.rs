//! Placing orders. A window's place and the pieces of every line are taken in the transaction that writes the order, so
//! that an outlet never sells what it does not have.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{HOUSEHOLD_ORDERS_A_DAY_MAX, ORDER_CONTACT_CHARS_MAX, ORDER_NOTE_CHARS_MAX};
use crate::rules::basket::{AskedLine, Basket, BasketLine, BasketRefusal, check, check_shape};
use crate::rules::fields::Fields;
use crate::rules::order::Substitutes;
use crate::rules::payment::Pays;
use crate::rules::window::{Window, WindowRefusal};
use crate::store::basket::{self, Book};
use crate::store::orders::Consent;
use crate::store::orders::write::{self, Moment, NewOrder, Terms};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_city::{AllotmentId, Day, Fen, Level, OrderId, OrgId, PlaceCode, Timestamp, WindowId, Zone};
use tongxin_places::Household;
use tongxin_storage::{CommandKey, StorageError, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A basket as somebody asks for it.
#[derive(Debug, Clone)]
pub struct AskedOrder {
    /// From which outlet.
    pub org: OrgId,
    /// For which of its windows.
    pub window: WindowId,
    /// What, each item once.
    pub lines: Vec<AskedLine>,
    /// What to pack instead of what is not there.
    pub substitutes: Substitutes,
    /// How to reach the household, or empty.
    pub contact: String,
    /// What the outlet should know, or empty.
    pub note: String,
}

/// For whom somebody orders, and on whose word.
#[derive(Debug, Clone)]
pub struct Customer {
    pub(crate) household: Household,
    pub(crate) consent: Option<Consent>,
    /// Who orders, as [`tongxin_account::Viewer::actor`] writes it.
    pub(crate) actor: String,
}

impl Customer {
    /// A household that orders for itself.
    pub fn own(household: Household) -> Customer {
        Customer {
            actor: format!("household:{}", household.id),
            household,
            consent: None,
        }
    }
}

/// An order that was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Placed {
    /// Its number.
    pub id: OrderId,
    /// What is to be paid, in fen.
    #[schema(value_type = i64, minimum = 0)]
    pub total: Fen,
    /// How.
    pub pays: Pays,
    /// When delivery begins.
    pub from_at: Timestamp,
    /// When it ends.
    pub due_at: Timestamp,
}

/// Who places the orders of a draw, and acts for the clock.
pub(crate) const SYSTEM: &str = "system";

/// An order that only has to be written. It takes no look at the database, so that everything is made before the write,
/// which others wait for.
struct Ready {
    order: NewOrder,
    asked: Vec<AskedLine>,
    now: Timestamp,
    today: Day,
    midnight: Timestamp,
}

impl Supply {
    /// Places an order once.
    ///
    /// # Errors
    /// `Faults` with everything wrong with it; `Gone` naming the items and how many are left, or the window, when others
    /// were first; `Refused` for an outlet that does not serve the door; or a storage failure.
    pub async fn place_order(
        &self,
        command: CommandKey,
        asked: AskedOrder,
        customer: Customer,
        now: Timestamp,
    ) -> Result<Placed, SupplyError> {
        check_shape(&asked.lines)?;
        let city = self.places().city()?;
        let zone = &city.file.zone;
        self.require_serving(asked.org, &customer.household.building, zone.day_of(now))
            .await?;
        let ready = Arc::new(self.ready(asked, customer, zone, now)?);
        let placed = self.db().write_once(command, move |tx| {
            let ready = Arc::clone(&ready);
            Box::pin(async move { ready.place(tx).await })
        });
        Ok(placed.await?.value)
    }

    /// Checks that an outlet is listed and serves a door.
    async fn require_serving(&self, org: OrgId, building: &PlaceCode, today: Day) -> Result<(), SupplyError> {
        let listing = self.listing(org).await?.filter(|listing| listing.serves_on(today));
        let listing = listing.ok_or(SupplyError::Refused("outlet-not-listed"))?;
        let is_served = listing.service_places.iter().any(|place| building.is_inside(place));
        if listing.kind.serves_doors() && is_served {
            Ok(())
        } else {
            Err(SupplyError::Refused("outlet-elsewhere"))
        }
    }

    fn ready(&self, asked: AskedOrder, customer: Customer, zone: &Zone, now: Timestamp) -> Result<Ready, SupplyError> {
        let mut fields = Fields::default();
        let contact = fields.optional_line("contact", &asked.contact, ORDER_CONTACT_CHARS_MAX);
        let note = fields.optional_text("note", &asked.note, ORDER_NOTE_CHARS_MAX);
        fields.finish(()).map_err(SupplyError::Faults)?;
        let Customer {
            household,
            consent,
            actor,
        } = customer;
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let order = NewOrder {
            id: OrderId::generate(now),
            org: asked.org,
            window: asked.window,
            household: household.id,
            subdistrict: self.subdistrict_of(&household.building)?,
            building: household.building,
            door: household.door,
            contact: said(contact),
            note: said(note),
            substitutes: asked.substitutes,
            placed_by: actor,
            consent,
            hand_over_code: hand_over_code()?,
            allotment: None,
        };
        let today = zone.day_of(now);
        Ok(Ready {
            order,
            asked: asked.lines,
            now,
            today,
            midnight: zone.start_of(today),
        })
    }

    fn subdistrict_of(&self, building: &PlaceCode) -> Result<PlaceCode, SupplyError> {
        let tree = self.places().tree();
        let found = tree.widths().ancestor(building, Level::Subdistrict);
        found.ok_or(SupplyError::NotFound)
    }
}

impl Ready {
    async fn place(&self, tx: &mut Tx) -> Result<Placed, SupplyError> {
        let order = &self.order;
        let (window, book) = basket::window_and_book(tx, order.org, order.window, order.household, self.today)
            .await?
            .ok_or_else(|| FieldFault::new("window", "supply-order-no-window"))?;
        let basket = self.checked(tx, &window, book).await?;
        let terms = Terms {
            lines: &basket.lines,
            total: basket.total,
            pays: Pays::of(basket.total),
            due_at: window.to_at,
        };
        let moment = Moment {
            actor: &order.placed_by,
            now: self.now,
            day: self.today,
        };
        basket::move_book(tx, order.household, book, self.today);
        write::insert(tx, order, &terms, &moment);
        write::take(tx, order.org, order.window, &basket.lines, self.now);
        Ok(Placed {
            id: order.id,
            total: basket.total,
            pays: terms.pays,
            from_at: window.from_at,
            due_at: window.to_at,
        })
    }

    /// Decides before anything is written, so that a refusal leaves no trace in a transaction that others share.
    async fn checked(&self, tx: &mut Tx, window: &Window, book: Book) -> Result<Basket, SupplyError> {
        let order = &self.order;
        if book.orders_today >= HOUSEHOLD_ORDERS_A_DAY_MAX {
            return Err(SupplyError::Refused("orders-a-day"));
        }
        let mut offered = basket::offered(tx, order.org, &self.asked).await?;
        if book.orders_today > 0 {
            let ordered = basket::ordered_since(tx, order.org, order.household, self.midnight).await?;
            for offered in &mut offered {
                offered.ordered_today = ordered.get(&offered.item).copied().unwrap_or(0);
            }
        }
        let basket = check(&self.asked, &offered);
        match (window.refusal(self.now), basket) {
            (None, basket) => Ok(basket?),
            (Some(_), Err(BasketRefusal::Wrong(faults))) => Err(SupplyError::Faults(faults)),
            (Some(refusal), basket) => {
                let mut faults = match basket {
                    Err(BasketRefusal::Gone(faults)) => faults,
                    _ => Vec::new(),
                };
                faults.push(FieldFault::new("window", window_text(refusal)));
                Err(SupplyError::Gone(faults))
            }
        }
    }
}

/// What is said at the window that refuses.
pub(crate) const fn window_text(refusal: WindowRefusal) -> &'static str {
    match refusal {
        WindowRefusal::Closed => "supply-order-window-closed",
        WindowRefusal::Full => "supply-order-window-full",
    }
}

impl From<BasketRefusal> for SupplyError {
    fn from(refusal: BasketRefusal) -> Self {
        match refusal {
            BasketRefusal::Wrong(faults) => SupplyError::Faults(faults),
            BasketRefusal::Gone(faults) => SupplyError::Gone(faults),
        }
    }
}

/// Six digits that nobody can guess from the order's number.
fn hand_over_code() -> Result<String, SupplyError> {
    let number = getrandom::u32().map_err(|_| StorageError::Abandoned)?;
    Ok(format!("{:06}", number % 1_000_000))
}

/// What a household drew in an allotment: it becomes an order without a basket.
#[derive(Debug, Clone)]
pub(crate) struct Allotted {
    pub(crate) allotment: AllotmentId,
    pub(crate) org: OrgId,
    pub(crate) window: Window,
    pub(crate) line: BasketLine,
    pub(crate) household: Household,
    pub(crate) now: Timestamp,
}

impl Supply {
    /// Places the order of a household that was served by a draw, inside the draw's write. Neither the household's daily
    /// limit nor the window's number of orders holds for it; the pieces are promised like any other's.
    ///
    /// # Errors
    /// `Refused` when the outlet no longer has the pieces; or a storage failure.
    pub(crate) fn place_allotted(&self, tx: &mut Tx, allotted: Allotted) -> Result<OrderId, SupplyError> {
        let Allotted {
            allotment,
            org,
            window,
            line,
            household,
            now,
        } = allotted;
        let total = line
            .price
            .times(line.pieces)
            .map_err(|_| SupplyError::Refused("order-total"))?;
        let order = NewOrder {
            id: OrderId::generate(now),
            org,
            window: window.id,
            household: household.id,
            subdistrict: self.subdistrict_of(&household.building)?,
            building: household.building,
            door: household.door,
            contact: None,
            note: None,
            substitutes: Substitutes::None,
            placed_by: SYSTEM.to_owned(),
            consent: None,
            hand_over_code: hand_over_code()?,
            allotment: Some(allotment),
        };
        let lines = [line];
        let terms = Terms {
            lines: &lines,
            total,
            pays: Pays::of(total),
            due_at: window.to_at,
        };
        let day = self.places().city()?.file.zone.day_of(now);
        let moment = Moment {
            actor: SYSTEM,
            now,
            day,
        };
        write::insert(tx, &order, &terms, &moment);
        crate::store::stock::promise_seen(tx, org, line.item, line.pieces);
        Ok(order.id)
    }
}
