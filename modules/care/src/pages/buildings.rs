//! `/buildings`: the doors to go to first, then the buildings; and one building with its doors.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tongxin_account::{Action, Visit, places_problem};
use tongxin_city::{HouseholdId, Level, PlaceCode};
use tongxin_ledger::{Filter, LedgerState, Need, NeedRow, Scope, Sight, Sort, StandingCount, need_rows};
use tongxin_web::{Page, Path, Problem, html};

/// Doors named to go to first.
const FIRST_MAX: usize = 20;
/// Buildings listed; the places page has all.
const BUILDINGS_MAX: usize = 200;
/// Open needs of one building that are told door by door: the most a list gives at once.
const NEEDS_MAX: u32 = 200;

#[derive(Template)]
#[template(path = "buildings.html")]
struct BuildingsPage {
    page: Page,
    about: String,
    raise_href: String,
    /// The notices for the doors, for whoever may print them.
    sheet_href: Option<String>,
    /// Whether the viewer may see what firms bring here.
    has_arrivals: bool,
    /// Who is responsible: one's own posts, or the building's.
    duty_href: Option<String>,
    /// Whether the viewer may ask for appointments.
    has_appointments: bool,
    /// Where patients' rides are booked, for whoever may.
    rides_href: Option<String>,
    stats: Vec<Stat>,
    first: Vec<NeedRow>,
    back: String,
    list_href: String,
    links_title: String,
    link_icon: &'static str,
    /// Buildings, or the doors of one.
    links: Vec<PlaceLink>,
    more_href: Option<String>,
}

/// A number that opens its rows.
struct Stat {
    number: u64,
    word: String,
    href: String,
}

/// A building or a door, with what is open there.
struct PlaceLink {
    href: String,
    name: String,
    note: String,
    state: &'static str,
    word: String,
}

/// Open needs of a place.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    all: u64,
    overdue: u64,
    to_confirm: u64,
}

impl Open {
    fn add(&mut self, count: &StandingCount) {
        let number = u64::try_from(count.count).unwrap_or(0);
        match count.state.as_str() {
            "overdue" => self.overdue += number,
            "solved" => {
                self.to_confirm += number;
                self.all += number;
            }
            _ => self.all += number,
        }
    }

    fn badge(self, sight: &Sight<'_>) -> (&'static str, String) {
        let words = |key: &str, number: u64| {
            let number = number.to_string();
            sight.texts.text_with(sight.lang, key, &[("n", &number)])
        };
        match self {
            Open { all: 0, .. } => ("stable", words("care-open-none", 0)),
            Open { overdue: 0, all, .. } => ("strained", words("care-open", all)),
            Open { overdue, .. } => ("failing", words("care-overdue", overdue)),
        }
    }
}

/// All buildings of the viewer's places; a steward's only building is its own page.
pub(super) async fn all(State(state): State<Arc<LedgerState>>, visit: Visit) -> Result<Response, Problem> {
    let scope = visit.scope(Action::OwnBuildings)?;
    let tree = state.places.tree();
    if let [only] = scope.places[..]
        && tree.widths().level_of(&only) == Some(Level::Building)
    {
        return building(&state, &visit, only).await;
    }
    let sight = Sight::of(&state, &visit);
    let mut by_building: BTreeMap<PlaceCode, Open> = BTreeMap::new();
    let mut total = Open::default();
    for place in &scope.places {
        for count in state.ledger.open_counts_below(place, Level::Building).await? {
            total.add(&count);
            by_building
                .entry(count.place.unwrap_or(*place))
                .or_default()
                .add(&count);
        }
    }
    let buildings = scope
        .places
        .iter()
        .flat_map(|place| tree.at_level(*place, Level::Building));
    let mut links: Vec<(Open, PlaceLink)> = buildings
        .map(|building| {
            let open = by_building.get(&building.code).copied().unwrap_or_default();
            let compound = tree.widths().ancestor(&building.code, Level::Compound);
            let above = compound.and_then(|code| tree.get(&code));
            let (badge, word) = open.badge(&sight);
            let link = PlaceLink {
                href: format!("/buildings/{}", building.code),
                name: building.name(sight.lang).to_owned(),
                note: above.map_or_else(String::new, |above| above.name(sight.lang).to_owned()),
                state: badge,
                word,
            };
            (open, link)
        })
        .collect();
    // Stable, so that equal ones stay in the order of their codes: the order in which one walks past them.
    links.sort_by_key(|(open, _)| std::cmp::Reverse((open.overdue, open.all)));
    let count = links.len();
    let links: Vec<PlaceLink> = links.into_iter().take(BUILDINGS_MAX).map(|(_, link)| link).collect();
    let sees = Scope::for_viewer(&visit.viewer, Action::NeedRead)?;
    let page = part(FIRST_MAX as u32);
    let first = state.ledger.list(&sees, &Filter::default(), &page).await?.needs;
    let place = scope.places.first().copied();
    let in_place = place.map_or_else(String::new, |place| format!("?place={place}"));
    html(&BuildingsPage {
        page: visit.page("care-buildings-title"),
        about: sight
            .texts
            .text_with(sight.lang, "care-buildings-about", &[("n", &count.to_string())]),
        raise_href: "/needs/raise".to_owned(),
        sheet_href: None,
        has_arrivals: visit.viewer.may(Action::ArrivalRead),
        duty_href: visit.viewer.may(Action::DutyRead).then(|| super::DUTY.to_owned()),
        has_appointments: visit.viewer.may(Action::AppointmentEdit),
        rides_href: (visit.viewer.may(Action::RideBook)).then(|| "/rides".to_owned()),
        stats: stats(&sight, total, &in_place),
        first: need_rows(&state, &visit, &sight, &first).await?,
        back: "/buildings".to_owned(),
        list_href: "/needs".to_owned(),
        links_title: visit.t("care-buildings"),
        link_icon: "building",
        links,
        more_href: (count > BUILDINGS_MAX).then(|| "/places".to_owned()),
    })
}

/// One building.
pub(super) async fn one(
    State(state): State<Arc<LedgerState>>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
) -> Result<Response, Problem> {
    visit.viewer.require_place(Action::OwnBuildings, &code)?;
    building(&state, &visit, code).await
}

async fn building(state: &LedgerState, visit: &Visit, code: PlaceCode) -> Result<Response, Problem> {
    let tree = state.places.tree();
    let place = tree.get(&code).filter(|place| place.level == Level::Building);
    let place = place.ok_or_else(Problem::not_found)?;
    let sight = Sight::of(state, visit);
    let scope = Scope::for_viewer(&visit.viewer, Action::NeedRead)?;
    let inside = Filter {
        place: Some(code),
        ..Filter::default()
    };
    // In order of due time, so that the doors to go to first come first.
    let needs = state.ledger.list(&scope, &inside, &part(NEEDS_MAX)).await?.needs;
    let total = needs.iter().fold(Open::default(), |mut open, need| {
        count_in(&mut open, need);
        open
    });
    let mut page = visit.page_titled(place.name(sight.lang).to_owned());
    let href = |above: &PlaceCode| {
        if *above == code {
            format!("/buildings/{code}")
        } else {
            "/buildings".to_owned()
        }
    };
    page.place_path = visit.place_path(&tree, &code, Action::OwnBuildings, href);
    let may_print = visit.viewer.require_place(Action::HouseholdCode, &code).is_ok();
    html(&BuildingsPage {
        page,
        about: sight.place(&code),
        raise_href: format!("/needs/raise?place={code}"),
        sheet_href: may_print.then(|| format!("/places/{code}/sheet")),
        has_arrivals: visit.viewer.may(Action::ArrivalRead),
        duty_href: (visit.viewer.may(Action::DutyRead)).then(|| format!("{}/{code}", super::DUTY)),
        has_appointments: visit.viewer.may(Action::AppointmentEdit),
        rides_href: (visit.viewer.may(Action::RideBook)).then(|| format!("/rides?building={code}")),
        stats: stats(&sight, total, &format!("?place={code}")),
        first: need_rows(state, visit, &sight, &needs[..needs.len().min(FIRST_MAX)]).await?,
        back: format!("/buildings/{code}"),
        list_href: format!("/needs?place={code}"),
        links_title: visit.t("care-doors"),
        link_icon: "door",
        links: doors(state, visit, &sight, code, &needs).await?,
        more_href: None,
    })
}

fn count_in(open: &mut Open, need: &Need) {
    let standing = &need.state.standing;
    open.all += 1;
    open.overdue += u64::from(standing.is_overdue);
    open.to_confirm += u64::from(standing.state == tongxin_ledger::State::Solved);
}

/// The doors of a building, those with open needs first; only for whoever may know them.
async fn doors(
    state: &LedgerState,
    visit: &Visit,
    sight: &Sight<'_>,
    code: PlaceCode,
    needs: &[Need],
) -> Result<Vec<PlaceLink>, Problem> {
    if visit.viewer.require_place(Action::HouseholdRead, &code).is_err() {
        return Ok(Vec::new());
    }
    let mut by_door: HashMap<HouseholdId, Open> = HashMap::new();
    for need in needs {
        if let Some(household) = need.state.facts.household {
            count_in(by_door.entry(household).or_default(), need);
        }
    }
    let households = state.places.households(&code).await.map_err(places_problem)?;
    let mut links: Vec<(Open, PlaceLink)> = households
        .into_iter()
        .map(|household| {
            let open = by_door.get(&household.id).copied().unwrap_or_default();
            let (badge, word) = open.badge(sight);
            let people = household.people.map(|people| people.to_string());
            let link = PlaceLink {
                href: if open.all == 0 {
                    format!("/needs/raise?household={}", household.id)
                } else {
                    format!("/needs?household={}", household.id)
                },
                name: household.door,
                note: people.map_or_else(String::new, |people| {
                    sight.texts.text_with(sight.lang, "doors-people", &[("n", &people)])
                }),
                state: badge,
                word,
            };
            (open, link)
        })
        .collect();
    links.sort_by_key(|(open, _)| std::cmp::Reverse((open.overdue, open.all)));
    Ok(links.into_iter().map(|(_, link)| link).collect())
}

fn part(limit: u32) -> tongxin_ledger::Page {
    tongxin_ledger::Page {
        sort: Sort::Due,
        after: None,
        limit,
    }
}

fn stats(sight: &Sight<'_>, open: Open, in_place: &str) -> Vec<Stat> {
    let join = if in_place.is_empty() { "?" } else { "&" };
    let word = |key: &str| sight.texts.text(sight.lang, key);
    vec![
        Stat {
            number: open.all,
            word: word("ledger-chip-open"),
            href: format!("/needs{in_place}"),
        },
        Stat {
            number: open.overdue,
            word: word("ledger-chip-overdue"),
            href: format!("/needs{in_place}{join}overdue=true"),
        },
        Stat {
            number: open.to_confirm,
            word: word("ledger-chip-confirm"),
            href: format!("/needs{in_place}{join}state=solved"),
        },
    ]
}
