//! The briefing as values: what was not done, the day's figures, and the same by lifeline and by place.

use crate::figures::FigureKey;
use serde::Serialize;
use tongxin_care::{AppointmentFigure, CareFigure, DutyFigure};
use tongxin_city::{Day, Lang, NeedId, Place, PlaceCode, Timestamp};
use tongxin_dispatch::DispatchFigure;
use tongxin_ledger::{HAPPENED, HappenedRow, Lifeline, StandingRow, State, Tier};
use tongxin_pass::{GateFigure, PassFigure};
use tongxin_supply::{CoverFigure, SupplyFigure};
use tongxin_volunteer::VolunteerFigure;
use utoipa::ToSchema;

/// A place by code and names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlaceName {
    /// Its code.
    pub code: PlaceCode,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
}

impl PlaceName {
    /// The names of a place.
    pub fn of(place: &Place) -> Self {
        Self {
            code: place.code,
            zh: place.name(Lang::Zh).to_owned(),
            en: place.name(Lang::En).to_owned(),
        }
    }

    /// Its name in a language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// The briefing of a place on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Briefing {
    /// The place.
    pub place: PlaceName,
    /// The day.
    pub day: Day,
    /// The moment of the figures.
    pub as_of: Timestamp,
    /// Whether the day is still going on at that moment. Figures of the moment are kept for no past day; there they are
    /// missing, not zero.
    pub is_today: bool,
    /// What was not done, and who has it.
    pub not_done: NotDone,
    /// Every figure.
    pub figures: Vec<Figure>,
    /// What supply counts.
    pub supply: Vec<SupplyFigure>,
    /// For how many days stock lasts; nothing for a past day.
    pub cover: Vec<CoverFigure>,
    /// What the desk for passes counts.
    pub passes: Vec<PassFigure>,
    /// What the gates said of passes; a verdict that came on neither day is left out.
    pub checks: Vec<GateFigure>,
    /// What dispatch counts.
    pub dispatch: Vec<DispatchFigure>,
    /// What became of the day's visits.
    pub care: Vec<CareFigure>,
    /// What became of the day's appointments at hospitals.
    pub appointments: Vec<AppointmentFigure>,
    /// Who is lacking for buildings and compounds.
    pub duty: Vec<DutyFigure>,
    /// Who helps, and how the day's shifts were filled.
    pub volunteers: Vec<VolunteerFigure>,
    /// By lifeline.
    pub lifelines: Vec<LifelineLine>,
    /// By the places inside: districts of a city, subdistricts of a district; none in a subdistrict.
    pub places: Vec<PlaceLine>,
}

impl Briefing {
    /// A figure's number; none when it is missing.
    pub fn number(&self, key: FigureKey) -> Option<u32> {
        self.figures
            .iter()
            .find(|figure| figure.key == key)
            .and_then(|figure| figure.number)
    }
}

/// What was not done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotDone {
    /// Open needs by who deals with them.
    pub by_tier: Vec<TierLine>,
    /// The ones that wait longest past their due time. Empty for a past day, and for a reader who may not read needs.
    pub oldest: Vec<LateNeed>,
}

/// Open needs at a tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TierLine {
    /// The tier.
    pub tier: Tier,
    /// How many.
    pub open: u32,
}

/// A need past its due time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LateNeed {
    /// The need.
    pub id: NeedId,
    /// What is lacking.
    pub title: String,
    /// Its lifeline.
    pub lifeline: Lifeline,
    /// Where, from right below the briefing's place, at most two names.
    pub places: Vec<PlaceName>,
    /// Who deals with it.
    pub tier: Tier,
    /// Its state.
    pub state: State,
    /// When it should have been done.
    pub due_at: Timestamp,
}

/// A named figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// What it counts.
    pub key: FigureKey,
    /// The number; none when it is not known for that day.
    pub number: Option<u32>,
    /// The same a day before; none for a figure of the moment.
    pub day_before: Option<u32>,
    /// Where its rows are.
    pub href: String,
}

/// A line of a table of the briefing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// Raised on the day.
    pub raised: u32,
    /// Confirmed and closed on the day.
    pub struck_off: u32,
    /// Open at the moment; none for a past day.
    pub open: Option<u32>,
    /// Open and overdue at the moment; none for a past day.
    pub overdue: Option<u32>,
}

/// A lifeline's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LifelineLine {
    /// The lifeline.
    pub lifeline: Lifeline,
    /// Its numbers.
    #[serde(flatten)]
    pub line: Line,
}

/// A place's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlaceLine {
    /// The place.
    pub place: PlaceName,
    /// Its numbers.
    #[serde(flatten)]
    pub line: Line,
}

/// Everything counted of some needs: by state, overdue, and what happened on the day and the day before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    by_state: [i64; 8],
    overdue: i64,
    day: [i64; HAPPENED.len()],
    day_before: [i64; HAPPENED.len()],
}

impl Counted {
    /// Adds a row of the tally.
    pub fn add_standing(&mut self, row: &StandingRow) {
        add(&mut self.by_state, &row.by_state);
        self.overdue += row.overdue;
    }

    /// Adds a row of the day's events.
    pub fn add_day(&mut self, row: &HappenedRow) {
        add(&mut self.day, &row.events);
    }

    /// Adds a row of the events of the day before.
    pub fn add_day_before(&mut self, row: &HappenedRow) {
        add(&mut self.day_before, &row.events);
    }

    /// Whether it counts nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Counted::default()
    }

    fn open(&self) -> i64 {
        State::ALL
            .iter()
            .filter(|state| state.is_open())
            .map(|state| self.by_state[*state as usize])
            .sum()
    }

    /// The figure's number; a figure of the moment is none for a past day.
    pub fn number(&self, key: FigureKey, is_today: bool) -> Option<u32> {
        if let Some(event) = key.event() {
            return happened(&self.day, event);
        }
        let number = match key {
            FigureKey::Overdue => self.overdue,
            FigureKey::Unanswered => self.by_state[State::Raised as usize],
            FigureKey::Unconfirmed => self.by_state[State::Solved as usize],
            _ => self.open(),
        };
        is_today.then(|| count(number))
    }

    /// The figure on the day before.
    pub fn number_before(&self, key: FigureKey) -> Option<u32> {
        key.event().and_then(|event| happened(&self.day_before, event))
    }

    /// Its line of a table.
    pub fn line(&self, is_today: bool) -> Line {
        let number = |key| self.number(key, is_today);
        Line {
            raised: number(FigureKey::Raised).unwrap_or(0),
            struck_off: number(FigureKey::StruckOff).unwrap_or(0),
            open: number(FigureKey::Open),
            overdue: number(FigureKey::Overdue),
        }
    }
}

fn happened(events: &[i64; HAPPENED.len()], event: tongxin_ledger::EntryKind) -> Option<u32> {
    HAPPENED
        .iter()
        .position(|known| *known == event)
        .map(|index| count(events[index]))
}

fn count(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}

fn add<const N: usize>(sum: &mut [i64; N], more: &[i64; N]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}
