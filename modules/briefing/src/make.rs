//! Making a briefing from the ledger's counts and its oldest needs, and from what supply, the desk for passes, dispatch, care and
//! volunteers count.

use crate::briefing::{Briefing, Counted, Figure, LateNeed, LifelineLine, NotDone, PlaceLine, PlaceName, TierLine};
use crate::figures::FigureKey;
use std::collections::BTreeMap;
use tongxin_care::{Care, CareError};
use tongxin_city::{Day, Level, PlaceCode, PlaceTree, Timestamp};
use tongxin_dispatch::{Dispatch, DispatchError};
use tongxin_ledger::{
    Filter, HappenedRow, Ledger, LedgerError, Lifeline, Need, Page, Scope, Sort, StandingRow, State, Tier,
};
use tongxin_pass::{PassError, Passes};
use tongxin_places::{Places, PlacesError};
use tongxin_supply::{Supply, SupplyError};
use tongxin_volunteer::{VolunteerError, Volunteers};

/// Needs named in a briefing.
const NAMED_MAX: u32 = 10;
/// Names that say where a need is.
const PLACE_NAMES_MAX: usize = 2;
/// States in which a due time runs.
const RUNNING: [State; 4] = [State::Raised, State::Accepted, State::Assigned, State::Reopened];

/// Why there is no briefing.
#[derive(Debug, thiserror::Error)]
pub enum BriefingError {
    /// There is no such place.
    #[error("there is no place {0}")]
    UnknownPlace(PlaceCode),
    /// Counts of days end at the subdistricts.
    #[error("{0} lies below a subdistrict: a briefing is made for a subdistrict, a district or the city")]
    PlaceTooSmall(PlaceCode),
    /// The day has not begun.
    #[error("{day} has not begun: today is {today}")]
    NotYet {
        /// The day asked for.
        day: Day,
        /// The day it is.
        today: Day,
    },
    /// No city is loaded.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// The ledger can't be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Supply can't be read.
    #[error(transparent)]
    Supply(#[from] SupplyError),
    /// The desk for passes can't be read.
    #[error(transparent)]
    Passes(#[from] PassError),
    /// Dispatch can't be read.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
    /// Care can't be read.
    #[error(transparent)]
    Care(#[from] CareError),
    /// Volunteers can't be read.
    #[error(transparent)]
    Volunteers(#[from] VolunteerError),
}

/// Which briefing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The place.
    pub place: PlaceCode,
    /// The day; none for today.
    pub day: Option<Day>,
    /// The present moment.
    pub now: Timestamp,
    /// Whether the reader may read needs, so that the oldest are named.
    pub with_needs: bool,
}

/// Makes briefings; cheap to clone.
#[derive(Debug, Clone)]
pub struct Briefings {
    pub(crate) ledger: Ledger,
    pub(crate) places: Places,
    counting: Counting,
}

/// What a briefing counts besides the ledger's needs.
#[derive(Debug, Clone)]
pub struct Counting {
    /// The shop and stock.
    pub supply: Supply,
    /// The desk for passes.
    pub passes: Passes,
    /// Runs and rides.
    pub dispatch: Dispatch,
    /// Visits, appointments, posts.
    pub care: Care,
    /// Who helps, and on which shifts.
    pub volunteers: Volunteers,
}

struct Rows {
    standing: Vec<StandingRow>,
    day: Vec<HappenedRow>,
    day_before: Vec<HappenedRow>,
}

impl Briefings {
    /// Over a ledger, its city, and whatever else is counted.
    pub fn new(ledger: Ledger, places: Places, counting: Counting) -> Self {
        Self {
            ledger,
            places,
            counting,
        }
    }

    /// The briefing of a place. Whoever shows it bounds the reader to the place.
    ///
    /// # Errors
    /// The place or day is not one a briefing can be made for, no city is loaded, or storage failed.
    pub async fn make(&self, asked: &Asked) -> Result<Briefing, BriefingError> {
        let city = self.places.city()?;
        let tree = self.places.tree();
        let place = tree.get(&asked.place).ok_or(BriefingError::UnknownPlace(asked.place))?;
        if place.level > Level::Subdistrict {
            return Err(BriefingError::PlaceTooSmall(asked.place));
        }
        let today = city.file.zone.day_of(asked.now);
        let day = asked.day.unwrap_or(today);
        if day > today {
            return Err(BriefingError::NotYet { day, today });
        }
        let is_today = day == today;
        let rows = self.rows(&asked.place, day).await?;
        let all = counted_by(&rows, |_, _, _| Some(())).remove(&()).unwrap_or_default();
        let figure = |key: FigureKey| Figure {
            key,
            number: all.number(key, is_today),
            day_before: all.number_before(key),
            href: key.href(&asked.place, day),
        };
        let counting = &self.counting;
        let as_of = if is_today {
            asked.now
        } else {
            city.file.zone.start_of(day.next())
        };
        Ok(Briefing {
            place: PlaceName::of(place),
            day,
            as_of,
            is_today,
            not_done: if is_today {
                self.not_done(&tree, asked).await?
            } else {
                NotDone::default()
            },
            figures: FigureKey::ALL.map(figure).to_vec(),
            supply: counting
                .supply
                .figures(&asked.place, day, is_today, [&rows.day, &rows.day_before])
                .await?,
            cover: if is_today {
                counting.supply.cover_figures(&asked.place, asked.now).await?
            } else {
                Vec::new()
            },
            passes: counting.passes.figures(&asked.place, day, is_today).await?,
            checks: counting.passes.gate_figures(&asked.place, day).await?,
            dispatch: counting.dispatch.figures(&asked.place, day).await?,
            care: counting.care.figures(&asked.place, day).await?,
            appointments: counting
                .care
                .appointment_figures(&asked.place, day, [&rows.day, &rows.day_before])
                .await?,
            duty: counting.care.duty_figures(&asked.place, is_today).await?,
            volunteers: counting.volunteers.figures(&asked.place, day, is_today).await?,
            lifelines: self.by_lifeline(&rows, is_today),
            places: by_place(&tree, &asked.place, &rows, is_today),
        })
    }

    async fn rows(&self, place: &PlaceCode, day: Day) -> Result<Rows, LedgerError> {
        Ok(Rows {
            standing: self.ledger.standing_rows(place).await?,
            day: self.ledger.happened_rows(place, day).await?,
            day_before: self.ledger.happened_rows(place, day.previous()).await?,
        })
    }

    async fn not_done(&self, tree: &PlaceTree, asked: &Asked) -> Result<NotDone, LedgerError> {
        let mut by_tier: BTreeMap<Tier, u32> = BTreeMap::new();
        for count in self.ledger.tier_counts(&asked.place).await? {
            *by_tier.entry(count.tier).or_default() += u32::try_from(count.count).unwrap_or(0);
        }
        let oldest = if asked.with_needs {
            self.oldest(tree, asked).await?
        } else {
            Vec::new()
        };
        let by_tier = by_tier.into_iter().filter(|(_, open)| *open > 0);
        Ok(NotDone {
            by_tier: by_tier.map(|(tier, open)| TierLine { tier, open }).collect(),
            oldest,
        })
    }

    async fn oldest(&self, tree: &PlaceTree, asked: &Asked) -> Result<Vec<LateNeed>, LedgerError> {
        let filter = Filter {
            states: RUNNING.to_vec(),
            place: Some(asked.place),
            due_before: Some(asked.now),
            ..Filter::default()
        };
        let page = Page {
            sort: Sort::Due,
            after: None,
            limit: NAMED_MAX,
        };
        let needs = self.ledger.list(&Scope::whole(), &filter, &page).await?.needs;
        Ok(needs.into_iter().map(|need| late(tree, &asked.place, need)).collect())
    }

    fn by_lifeline(&self, rows: &Rows, is_today: bool) -> Vec<LifelineLine> {
        let kinds = self.ledger.kinds();
        let mut counted = counted_by(rows, |_, kind, topic| {
            kinds.topic(kind, topic).map(|topic| topic.lifeline)
        });
        // A lifeline some kind of need belongs to has its line even when nothing is counted.
        for kind in kinds.iter() {
            for topic in kind.topics {
                counted.entry(topic.lifeline).or_default();
            }
        }
        let line = |(lifeline, counted): (Lifeline, Counted)| LifelineLine {
            lifeline,
            line: counted.line(is_today),
        };
        counted.into_iter().map(line).collect()
    }
}

/// The places inside with something to count, most overdue first.
fn by_place(tree: &PlaceTree, place: &PlaceCode, rows: &Rows, is_today: bool) -> Vec<PlaceLine> {
    let widths = tree.widths();
    let Some(level) = widths
        .level_of(place)
        .and_then(Level::below)
        .filter(|level| *level <= Level::Subdistrict)
    else {
        return Vec::new();
    };
    let counted = counted_by(rows, |subdistrict, _, _| widths.ancestor(subdistrict, level));
    let line = |(code, counted): (PlaceCode, Counted)| {
        let place = tree.get(&code).filter(|_| !counted.is_empty())?;
        Some(PlaceLine {
            place: PlaceName::of(place),
            line: counted.line(is_today),
        })
    };
    let mut lines: Vec<PlaceLine> = counted.into_iter().filter_map(line).collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.line.overdue, line.line.open, line.line.raised)));
    lines
}

fn counted_by<K: Ord>(rows: &Rows, key: impl Fn(&PlaceCode, &str, &str) -> Option<K>) -> BTreeMap<K, Counted> {
    let mut counted: BTreeMap<K, Counted> = BTreeMap::new();
    for row in &rows.standing {
        if let Some(key) = key(&row.subdistrict, &row.kind, &row.topic) {
            counted.entry(key).or_default().add_standing(row);
        }
    }
    for row in &rows.day {
        if let Some(key) = key(&row.subdistrict, &row.kind, &row.topic) {
            counted.entry(key).or_default().add_day(row);
        }
    }
    for row in &rows.day_before {
        if let Some(key) = key(&row.subdistrict, &row.kind, &row.topic) {
            counted.entry(key).or_default().add_day_before(row);
        }
    }
    counted
}

fn late(tree: &PlaceTree, briefed: &PlaceCode, need: Need) -> LateNeed {
    let path = tree.path(&need.state.facts.place);
    let below = path.into_iter().filter(|place| place.code.width() > briefed.width());
    LateNeed {
        id: need.state.id,
        title: need.texts.title,
        lifeline: need.state.facts.lifeline,
        places: below.take(PLACE_NAMES_MAX).map(PlaceName::of).collect(),
        tier: need.state.standing.tier,
        state: need.state.standing.state,
        due_at: need.state.standing.due_at,
    }
}
