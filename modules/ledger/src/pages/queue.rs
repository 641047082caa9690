//! `/queue`: what waits at the officer's own tier, oldest due first; what comes up to it next; what came back.

use crate::api::{NeedQuery, Shared};
use crate::pages::filter::Chip;
use crate::pages::list::{Listing, listing};
use crate::pages::rows::Sight;
use crate::pages::{COUNT_MAX, ROWS};
use crate::rules::need::{State, Tier};
use crate::store::Scope;
use crate::store::list::Filter;
use askama::Template;
use axum::response::Response;
use tongxin_account::{Action, Over, Visit};
use tongxin_city::{Level, Timestamp};
use tongxin_web::{Address, Page, Problem, html};

/// The path of the queue.
const QUEUE: &str = "/queue";
/// What becomes overdue within so long at the tier below comes up next.
const COMING_MS: i64 = 4 * Timestamp::HOUR_MS;

/// The parts of a queue, by their words in the address.
const PARTS: [&str; 5] = ["tier", "overdue", "coming", "appealed", "confirm"];

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    page: Page,
    about: String,
    chips: Vec<Chip>,
    listing: Listing,
    /// The same rows in the list, where they can be filtered further.
    list_href: String,
}

/// The queue.
pub(super) async fn show(state: Shared, visit: Visit) -> Result<Response, Problem> {
    let address = Address::of(QUEUE, &visit.asked.address);
    let tier = tier_of(&visit, &state);
    let sight = Sight::of(&state, &visit);
    let scope = Scope::for_viewer(&visit.viewer, Action::NeedRead)?;
    let shown = PARTS
        .into_iter()
        .find(|part| *part == address.first("show"))
        .unwrap_or(PARTS[0]);
    let filter = filter_of(shown, tier, sight.now).unwrap_or_default();
    let mut part = address.query::<NeedQuery>()?.page()?;
    part.limit = ROWS;
    let listing = listing(&state, &visit, &sight, &address, &filter, &part).await?;
    let mut chips = Vec::new();
    for part in PARTS {
        let Some(filter) = filter_of(part, tier, sight.now) else {
            continue;
        };
        let count = if part == shown {
            listing.count
        } else {
            state.ledger.count(&scope, &filter, COUNT_MAX).await?
        };
        chips.push(Chip {
            text: sight.t(&format!("ledger-queue-{part}")),
            href: Address::of(QUEUE, "").with("show", part).to_string(),
            is_current: part == shown,
            count: if count >= COUNT_MAX {
                format!("{COUNT_MAX}+")
            } else {
                count.to_string()
            },
        });
    }
    let tier_name = sight.t(&format!("ledger-tier-{tier}"));
    html(&QueuePage {
        about: sight.ta("ledger-queue-about", &[("tier", &tier_name)]),
        chips,
        listing,
        list_href: format!("/needs?tier={tier}"),
        page: visit.page("ledger-queue-title").with_modules(&["bulk"]),
    })
}

/// The highest tier the viewer works at: that of the widest place they hold.
fn tier_of(visit: &Visit, state: &crate::LedgerState) -> Tier {
    let tree = state.places.tree();
    let widest = visit
        .viewer
        .grants
        .iter()
        .filter_map(|grant| match &grant.over {
            Over::Place(place) => tree.widths().level_of(place),
            Over::Org(_) => None,
        })
        .min();
    match widest {
        Some(Level::City) => Tier::City,
        Some(Level::District) => Tier::District,
        Some(Level::Subdistrict) => Tier::Subdistrict,
        _ => Tier::Base,
    }
}

/// Which needs a part of the queue holds; none when the tier has no such part.
fn filter_of(part: &str, tier: Tier, now: Timestamp) -> Option<Filter> {
    let at = |tier| Filter {
        tier: Some(tier),
        states: vec![State::Raised, State::Accepted, State::Assigned, State::Reopened],
        ..Filter::default()
    };
    Some(match part {
        "overdue" => Filter {
            is_overdue: Some(true),
            ..at(tier)
        },
        "coming" => Filter {
            due_before: Some(now.plus_millis(COMING_MS)),
            ..at(tier.below()?)
        },
        "appealed" => Filter {
            states: vec![State::Reopened],
            ..at(tier)
        },
        "confirm" => Filter {
            states: vec![State::Solved],
            ..at(tier)
        },
        _ => at(tier),
    })
}
