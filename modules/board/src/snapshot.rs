//! The city's tallies in memory: how many needs stand where, and what happened on each of the last days.
//!
//! Rows are the city's subdistricts in code order, kept as running totals, so that the sum over any place from a
//! subdistrict up to the city is one subtraction: everything inside a place is one range of codes.

use std::ops::Range;
use std::sync::Arc;
use tongxin_city::{Day, Level, Place, PlaceCode, Timestamp, Widths};
use tongxin_ledger::{EntryKind, HAPPENED, Kinds, Lifeline, State};

/// Days the board looks back, today included.
pub const DAYS: i64 = 14;
/// States of a need, and `overdue` as the last.
pub const STANDINGS: usize = 9;
/// Events of a day, by [`HAPPENED`].
pub const EVENTS: usize = HAPPENED.len();

/// The kind of need that says that nobody knows how somebody is. Care declares it; the board knows no more of it than its key.
pub(crate) const UNSEEN: &str = "care_unseen";

/// Needs by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing(pub [u32; STANDINGS]);

impl Standing {
    /// Needs in that state.
    pub fn of(&self, state: State) -> u32 {
        self.0[state as usize]
    }

    /// Needs somebody still has to do something about.
    pub fn open(&self) -> u32 {
        State::ALL
            .iter()
            .filter(|state| state.is_open())
            .map(|state| self.of(*state))
            .sum()
    }

    /// Open needs past their due time.
    pub fn overdue(&self) -> u32 {
        self.0[STANDINGS - 1]
    }

    /// Needs ever reported, open or closed.
    pub fn ever(&self) -> u32 {
        State::ALL.iter().map(|state| self.of(*state)).sum()
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Standing) -> Standing {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
        self
    }
}

/// What happened, by [`HAPPENED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Happened(pub [u32; EVENTS]);

impl Happened {
    /// How often that happened; 0 for what the board doesn't count.
    pub fn of(&self, event: EntryKind) -> u32 {
        HAPPENED
            .iter()
            .position(|known| *known == event)
            .map_or(0, |index| self.0[index])
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Happened) -> Happened {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
        self
    }
}

/// The places and topics that give counts their position: the same for all snapshots of a city.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    subdistricts: Vec<PlaceCode>,
    topics: Vec<TopicKey>,
}

/// A topic of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicKey {
    /// The kind's key.
    pub kind: &'static str,
    /// The topic's key.
    pub topic: &'static str,
    /// The language key of its name.
    pub name: &'static str,
    /// The lifeline it belongs to.
    pub lifeline: Lifeline,
}

/// The place whose tallies are nearest to a place: itself, or the subdistrict it lies in.
pub(crate) fn counted(widths: &Widths, place: &Place) -> PlaceCode {
    let level = place.level.min(Level::Subdistrict);
    widths.ancestor(&place.code, level).unwrap_or(place.code)
}

impl Frame {
    /// The frame of a city with these subdistricts and kinds.
    pub fn new(subdistricts: impl IntoIterator<Item = PlaceCode>, kinds: &Kinds) -> Self {
        let mut subdistricts: Vec<PlaceCode> = subdistricts.into_iter().collect();
        subdistricts.sort_unstable();
        subdistricts.dedup();
        let topics = kinds.iter().flat_map(|kind| {
            kind.topics.iter().map(|topic| TopicKey {
                kind: kind.key,
                topic: topic.key,
                name: topic.name,
                lifeline: topic.lifeline,
            })
        });
        Self {
            topics: topics.collect(),
            subdistricts,
        }
    }

    /// The topics, in the order the kinds were declared.
    pub fn topics(&self) -> &[TopicKey] {
        &self.topics
    }

    /// The position of a topic.
    pub fn topic(&self, kind: &str, topic: &str) -> Option<usize> {
        self.topics
            .iter()
            .position(|known| known.kind == kind && known.topic == topic)
    }

    /// The rows inside a place. A place below a subdistrict has none of its own: tallies end there.
    fn rows(&self, place: &PlaceCode) -> Range<usize> {
        let start = self.subdistricts.partition_point(|code| code < place);
        let length = self.subdistricts[start..]
            .iter()
            .take_while(|code| code.is_inside(place))
            .count();
        start..start + length
    }
}

/// A count of one topic in one subdistrict.
#[derive(Debug, Clone, Copy)]
pub struct Cell<const N: usize> {
    /// Where.
    pub subdistrict: PlaceCode,
    /// Which topic of the frame.
    pub topic: usize,
    /// How many of each.
    pub counts: [u32; N],
}

/// Running totals over the frame's subdistricts, for each topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet<const N: usize> {
    topics: usize,
    /// `totals[row * topics + topic]` sums the rows before `row`.
    totals: Vec<[u32; N]>,
}

impl<const N: usize> Sheet<N> {
    /// Adds the cells up. Cells of a subdistrict the frame doesn't have are left out: needs are only raised in places
    /// of the tree the frame was made from.
    pub fn new(frame: &Frame, cells: impl IntoIterator<Item = Cell<N>>) -> Self {
        let topics = frame.topics.len();
        let mut totals = vec![[0; N]; (frame.subdistricts.len() + 1) * topics];
        for cell in cells {
            if let (Ok(row), true) = (frame.subdistricts.binary_search(&cell.subdistrict), cell.topic < topics) {
                add(&mut totals[(row + 1) * topics + cell.topic], &cell.counts);
            }
        }
        for index in topics..totals.len() {
            let before = totals[index - topics];
            add(&mut totals[index], &before);
        }
        Self { topics, totals }
    }

    fn sum(&self, rows: &Range<usize>, topic: usize) -> [u32; N] {
        let (before, until) = (rows.start * self.topics + topic, rows.end * self.topics + topic);
        let mut sum = self.totals[until];
        for (count, before) in sum.iter_mut().zip(self.totals[before]) {
            *count -= before;
        }
        sum
    }
}

fn add<const N: usize>(sum: &mut [u32; N], more: &[u32; N]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}

/// How often anything happened in the frame's subdistricts, as running totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stirs(Vec<u64>);

impl Stirs {
    /// Adds the counts up; a subdistrict may come several times.
    pub fn new(frame: &Frame, counts: impl IntoIterator<Item = (PlaceCode, u64)>) -> Self {
        let mut totals = vec![0; frame.subdistricts.len() + 1];
        for (subdistrict, count) in counts {
            if let Ok(row) = frame.subdistricts.binary_search(&subdistrict) {
                totals[row + 1] += count;
            }
        }
        for row in 1..totals.len() {
            totals[row] += totals[row - 1];
        }
        Self(totals)
    }
}

/// One day's events. Past days don't change, so snapshots share them.
#[derive(Debug, Clone)]
pub struct DaySheet {
    /// The day in the city's zone.
    pub day: Day,
    /// What happened.
    pub sheet: Arc<Sheet<EVENTS>>,
    /// How often anything happened.
    pub stirs: Arc<Stirs>,
}

/// The tallies of one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Rises with each snapshot of a process.
    pub number: u64,
    /// When it was taken.
    pub taken_at: Timestamp,
    frame: Arc<Frame>,
    now: Sheet<STANDINGS>,
    /// Oldest first; the last is the day it was taken on.
    days: Vec<DaySheet>,
    /// The first day on which anything happened in the city, if that lies within `days`.
    first_day: Option<Day>,
}

impl Snapshot {
    /// A snapshot of these sheets.
    pub fn new(
        number: u64,
        taken_at: Timestamp,
        frame: Arc<Frame>,
        now: Sheet<STANDINGS>,
        days: Vec<DaySheet>,
    ) -> Self {
        let whole = 0..frame.subdistricts.len();
        let is_eventful = |sheet: &DaySheet| {
            (0..frame.topics.len()).any(|topic| sheet.sheet.sum(&whole, topic).iter().any(|count| *count > 0))
        };
        let first_day = days.iter().find(|day| is_eventful(day)).map(|day| day.day);
        Self {
            number,
            taken_at,
            frame,
            now,
            days,
            first_day,
        }
    }

    /// Where topics stand in the sheets.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The frame for the next snapshot.
    pub(crate) fn shared_frame(&self) -> Arc<Frame> {
        Arc::clone(&self.frame)
    }

    /// The days it holds, oldest first.
    pub fn days(&self) -> &[DaySheet] {
        &self.days
    }

    /// Needs of each topic in a place, in the frame's order.
    pub fn standing_by_topic(&self, place: &PlaceCode) -> Vec<Standing> {
        let rows = self.frame.rows(place);
        (0..self.frame.topics.len())
            .map(|topic| Standing(self.now.sum(&rows, topic)))
            .collect()
    }

    /// Needs of a lifeline in a place.
    pub fn standing(&self, place: &PlaceCode, lifeline: Lifeline) -> Standing {
        let rows = self.frame.rows(place);
        self.topics_of(Some(lifeline)).fold(Standing::default(), |sum, topic| {
            sum.plus(&Standing(self.now.sum(&rows, topic)))
        })
    }

    /// Open needs in a place that say that nobody knows how somebody is.
    pub fn unseen(&self, place: &PlaceCode, lifeline: Lifeline) -> u32 {
        let rows = self.frame.rows(place);
        let topics = self.topics_of(Some(lifeline));
        let unseen = topics.filter(|topic| self.frame.topics[*topic].kind == UNSEEN);
        unseen.map(|topic| Standing(self.now.sum(&rows, topic)).open()).sum()
    }

    /// All needs in a place.
    pub fn standing_of_all(&self, place: &PlaceCode) -> Standing {
        self.standing_by_topic(place)
            .iter()
            .fold(Standing::default(), |sum, more| sum.plus(more))
    }

    /// A number that rises whenever anything happens to a need in a place of subdistrict level or above, and the day it
    /// counts from.
    pub fn stirs(&self, place: &PlaceCode) -> Option<(Day, u64)> {
        let rows = self.frame.rows(place);
        let last = self.days.last()?;
        Some((last.day, last.stirs.0[rows.end] - last.stirs.0[rows.start]))
    }

    /// What happened in a place on each day, to one lifeline or to all. A day before anything was ever reported in
    /// the city is none: not zero, but not known.
    pub fn happened(&self, place: &PlaceCode, lifeline: Option<Lifeline>) -> Vec<(Day, Option<Happened>)> {
        let rows = self.frame.rows(place);
        let sum = |day: &DaySheet| {
            self.topics_of(lifeline).fold(Happened::default(), |sum, topic| {
                sum.plus(&Happened(day.sheet.sum(&rows, topic)))
            })
        };
        let is_kept = |day: &DaySheet| self.first_day.is_some_and(|first| day.day >= first);
        self.days
            .iter()
            .map(|day| (day.day, is_kept(day).then(|| sum(day))))
            .collect()
    }

    fn topics_of(&self, lifeline: Option<Lifeline>) -> impl Iterator<Item = usize> {
        let is_wanted = move |topic: &TopicKey| lifeline.is_none_or(|lifeline| topic.lifeline == lifeline);
        self.frame
            .topics
            .iter()
            .enumerate()
            .filter(move |(_, topic)| is_wanted(topic))
            .map(|(index, _)| index)
    }
}
