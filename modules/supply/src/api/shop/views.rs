//! What answers show of an order, and to whom how much of it.

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::order::{OrderEventKind, OrderLine, OrderState, Substitutes};
use crate::rules::payment::Pays;
use crate::rules::window::Window;
use crate::shop::OrderDetail;
use crate::store::orders::{Consent, Order};
use serde::Serialize;
use std::collections::HashMap;
use tongxin_account::{Action, Scope, Viewer, Visit};
use tongxin_city::{Fen, HouseholdId, ItemId, NeedId, OrderId, OrgId, PlaceCode, Timestamp, WindowId};
use utoipa::ToSchema;

/// How much of an order somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seen {
    /// That there is one, from which building and how it stands: an officer.
    Outline,
    /// The door and how to reach it: the outlet that brings it.
    Door,
    /// All: the household, whoever ordered for it, whoever looks after its building.
    Whole,
}

impl Seen {
    /// How much of an order a viewer sees.
    pub(crate) fn by(viewer: &Viewer, order: &Order) -> Seen {
        let scope = |action| viewer.scope(action).unwrap_or_else(|_| Scope::default());
        let is_own = viewer.household() == Some(order.household);
        let is_helper = order.consent.is_some() && order.placed_by == viewer.actor();
        if is_own || is_helper || scope(Action::HouseholdRead).contains_place(&order.building) {
            Seen::Whole
        } else if scope(Action::OrderWork).orgs.contains(&order.org) {
            Seen::Door
        } else {
            Seen::Outline
        }
    }
}

/// An order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderView {
    /// Its number.
    pub(crate) id: OrderId,
    /// The outlet.
    pub(crate) org: OrgId,
    /// What the outlet is called.
    pub(crate) outlet: String,
    /// The window in which it comes.
    pub(crate) window: WindowId,
    /// When delivery begins.
    pub(crate) from_at: Option<Timestamp>,
    /// When it ends.
    pub(crate) due_at: Timestamp,
    /// How it stands.
    pub(crate) state: OrderState,
    /// How it is paid.
    pub(crate) pays: Pays,
    /// What is to be paid, as far as is known, in fen.
    #[schema(value_type = i64, minimum = 0)]
    pub(crate) total: Fen,
    /// What is wanted instead of what is not there.
    pub(crate) substitutes: Substitutes,
    /// The building.
    pub(crate) building: PlaceCode,
    /// The door; only to those who bring it there or look after it.
    pub(crate) door: Option<String>,
    /// How to reach the household.
    pub(crate) contact: Option<String>,
    /// What it noted.
    pub(crate) note: Option<String>,
    /// The household; never to the outlet.
    pub(crate) household: Option<HouseholdId>,
    /// Whether the household's own code or a paper slip stands behind it, when somebody else ordered.
    pub(crate) consent: Option<String>,
    /// What the household says at the door; never to the outlet.
    pub(crate) hand_over_code: Option<String>,
    /// Where it was put down.
    pub(crate) drop_point: Option<String>,
    /// The SHA-256 of the photo of it, in hex; the file is at `orders/{id}/photo`.
    pub(crate) photo: Option<String>,
    /// When it was placed.
    pub(crate) placed_at: Timestamp,
    /// When it was packed.
    pub(crate) packed_at: Option<Timestamp>,
    /// When it left.
    pub(crate) sent_at: Option<Timestamp>,
    /// When it is to arrive, as far as that is planned.
    pub(crate) planned_at: Option<Timestamp>,
    /// When it was put down.
    pub(crate) dropped_at: Option<Timestamp>,
    /// When the household had it.
    pub(crate) received_at: Option<Timestamp>,
    /// The need that was raised because it was late.
    pub(crate) late_need: Option<NeedId>,
    /// The need that was raised because it came short.
    pub(crate) short_need: Option<NeedId>,
    /// The number of its last event.
    pub(crate) seq: i64,
}

impl OrderView {
    /// What a viewer sees of an order.
    pub(crate) fn of(order: Order, seen: Seen, names: &Names) -> OrderView {
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let consent = order.consent.as_ref().map(|consent| match consent {
            Consent::Code => "code".to_owned(),
            Consent::Slip(number) => format!("slip {number}").trim().to_owned(),
        });
        let (to_door, whole) = (seen >= Seen::Door, seen == Seen::Whole);
        OrderView {
            id: order.id,
            org: order.org,
            outlet: names.outlet(order.org),
            window: order.window,
            from_at: names.windows.get(&order.window).map(|window| window.from_at),
            due_at: order.due_at,
            state: order.state,
            pays: order.pays,
            total: order.total,
            substitutes: order.substitutes,
            building: order.building,
            door: said(order.door).filter(|_| to_door),
            contact: order.contact.filter(|_| to_door),
            note: order.note.filter(|_| to_door),
            household: whole.then_some(order.household),
            consent: consent.filter(|_| whole),
            hand_over_code: said(order.hand_over_code).filter(|_| whole),
            drop_point: order.drop_point.filter(|_| to_door),
            photo: order.photo,
            placed_at: order.placed_at,
            packed_at: order.packed_at,
            sent_at: order.sent_at,
            planned_at: order.planned_at,
            dropped_at: order.dropped_at,
            received_at: order.received_at,
            late_need: order.late_need,
            short_need: order.short_need,
            seq: order.seq,
        }
    }
}

/// A line of an order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineView {
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) line: OrderLine,
    /// What the item is called.
    pub(crate) name: String,
    /// How it is sold.
    pub(crate) unit: String,
}

/// Something that happened to an order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderEventView {
    /// Its number within the order.
    pub(crate) seq: i64,
    /// When.
    pub(crate) at: Timestamp,
    /// What.
    pub(crate) kind: OrderEventKind,
    /// Why, in words.
    pub(crate) note: Option<String>,
    /// Whose doing it was: `household`, `account` or `system`.
    pub(crate) by: String,
}

/// An order with its lines and what happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderDetailView {
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) order: OrderView,
    /// Its lines by number.
    pub(crate) lines: Vec<LineView>,
    /// What happened to it, oldest first.
    pub(crate) events: Vec<OrderEventView>,
}

/// What the ids in orders are called.
#[derive(Debug, Default)]
pub(crate) struct Names {
    outlets: HashMap<OrgId, String>,
    pub(crate) windows: HashMap<WindowId, Window>,
    items: HashMap<ItemId, (String, String)>,
}

impl Names {
    /// Looks up what orders name.
    pub(crate) async fn look_up(supply: &Supply, orders: &[Order], lines: &[OrderLine]) -> Result<Names, SupplyError> {
        let mut orgs: Vec<OrgId> = orders.iter().map(|order| order.org).collect();
        orgs.sort_unstable();
        orgs.dedup();
        let ids: Vec<ItemId> = lines.iter().map(|line| line.item).collect();
        let items = if ids.is_empty() {
            Vec::new()
        } else {
            supply.items(&ids).await?
        };
        Ok(Names {
            outlets: supply.places().org_names(orgs).await?,
            windows: supply.windows_of(orders).await?,
            items: items
                .into_iter()
                .map(|item| (item.id, (item.name, item.unit)))
                .collect(),
        })
    }

    /// A window in words; nothing when it is not known.
    pub(crate) fn window(&self, visit: &Visit, window: WindowId) -> String {
        let found = self.windows.get(&window);
        found.map_or_else(String::new, |window| window_words(visit, window))
    }

    /// An outlet's name.
    pub(crate) fn outlet(&self, org: OrgId) -> String {
        self.outlets.get(&org).cloned().unwrap_or_default()
    }

    /// An item's name and how it is sold.
    pub(crate) fn item(&self, item: ItemId) -> (String, String) {
        self.items.get(&item).cloned().unwrap_or_default()
    }
}

/// A window in words: 11月25日 周五 09:00–12:00.
pub(crate) fn window_words(visit: &Visit, window: &Window) -> String {
    let zone = &visit.asked.shell.zone;
    let from = zone.format(window.from_at, visit.lang());
    format!("{from}–{}", zone.format_time(window.to_at))
}

impl OrderDetailView {
    pub(crate) fn of(detail: OrderDetail, seen: Seen, names: &Names) -> OrderDetailView {
        let lines = detail.lines.into_iter().map(|line| {
            let (name, unit) = names.item(line.item);
            LineView { line, name, unit }
        });
        let events = detail.events.into_iter().map(|event| OrderEventView {
            seq: event.seq,
            at: event.at,
            kind: event.kind,
            note: event.note.filter(|_| seen >= Seen::Door),
            by: event.actor.split(':').next().unwrap_or_default().to_owned(),
        });
        OrderDetailView {
            lines: lines.collect(),
            events: events.collect(),
            order: OrderView::of(detail.order, seen, names),
        }
    }
}
