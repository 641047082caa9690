//! Days of cover: of firms and places, on the last days and on the next, and who could help out.
//!
//! What cover is stands in [`crate::rules::cover`]; [`Supply::cover_book`] reads all it is worked out from.

mod suggesting;
mod ticking;
mod wording;

pub(crate) use suggesting::Suggestion;
pub(crate) use wording::{distance_key, late_body, late_title, lost_body, lost_title};

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::book::{Book, BookedFirm};
use crate::rules::cover::{CoverState, Days};
use crate::rules::forecast::{Forecast, Point, TREND_DAYS, forecast};
use crate::rules::people::PeopleLine;
use crate::store::cover::{self, DayAmount};
use std::collections::BTreeMap;
use tongxin_city::{Day, OrgId, PlaceCode, Timestamp};

/// Cover on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TrendDay {
    pub(crate) day: Day,
    /// What there was; none on a day on which nobody looked.
    pub(crate) amount: Option<i64>,
    /// How long it would have lasted those who are served today.
    pub(crate) days: Option<Days>,
}

/// What the last days say of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trend {
    /// From the first day asked for to today, without a day left out.
    pub(crate) days: Vec<TrendDay>,
    /// When cover falls below the threshold of strained supply.
    pub(crate) forecast: Option<Forecast>,
}

impl Supply {
    /// What all firms that serve today have, and whom they serve.
    ///
    /// # Errors
    /// A storage failure, or no city.
    pub(crate) async fn cover_book(&self, now: Timestamp) -> Result<Book, SupplyError> {
        let firms = cover::firms(self.db(), self.today(now)?).await?;
        let line = PeopleLine::of(&self.places().tree());
        Ok(Book::new(line, firms, self.goods()))
    }

    /// How a place's cover went over the last `days` days, shared out as firms serve today.
    pub(crate) async fn place_trend(
        &self,
        book: &Book,
        place: &PlaceCode,
        category: &str,
        days: i64,
        now: Timestamp,
    ) -> Result<Trend, SupplyError> {
        let today = self.today(now)?;
        let rows = cover::days(self.db(), category, first_day(today, days)).await?;
        let mut by_day: BTreeMap<Day, BTreeMap<OrgId, i64>> = BTreeMap::new();
        for row in rows {
            by_day.entry(row.day).or_default().insert(row.org, row.amount);
        }
        let past = by_day.iter().filter_map(|(day, amounts)| {
            let of = |booked: &BookedFirm| amounts.get(&booked.firm.org).copied();
            let cover = book.place_cover_of(place, category, of);
            let is_known = cover.state != CoverState::Unreported || cover.amount > 0;
            is_known.then_some((*day, (cover.amount, cover.days)))
        });
        let now_there = book.place_cover(place, category);
        let present = (now_there.amount, now_there.days);
        let is_known = now_there.state != CoverState::Unreported || now_there.amount > 0;
        Ok(trend(
            book,
            category,
            today,
            days,
            past.collect(),
            is_known.then_some(present),
        ))
    }

    /// How a firm's cover went over the last `days` days.
    pub(crate) async fn firm_trend(
        &self,
        book: &Book,
        booked: &BookedFirm,
        category: &str,
        days: i64,
        now: Timestamp,
    ) -> Result<Trend, SupplyError> {
        let today = self.today(now)?;
        let rows = cover::days_of(self.db(), booked.firm.org, category, first_day(today, days)).await?;
        let cover_now = book.firm_cover(booked, category);
        let served = cover_now.map(|cover| cover.served).unwrap_or_default();
        let past = |row: DayAmount| (row.day, (row.amount, book.days_of(category, row.amount, served)));
        let present = cover_now.map(|cover| (cover.contents.on_hand, cover.days));
        Ok(trend(
            book,
            category,
            today,
            days,
            rows.into_iter().map(past).collect(),
            present,
        ))
    }
}

/// The first day to be read: as far back as was asked for, and far enough for a forecast.
fn first_day(today: Day, days: i64) -> Day {
    today.plus_days(1 - days.max(TREND_DAYS + 1))
}

type Known = (i64, Option<Days>);

fn trend(
    book: &Book,
    category: &str,
    today: Day,
    days: i64,
    mut known: BTreeMap<Day, Known>,
    present: Option<Known>,
) -> Trend {
    known.extend(present.map(|present| (today, present)));
    let points: Vec<Point> = known
        .iter()
        .filter_map(|(day, (_, days))| {
            Some(Point {
                day: *day,
                days: (*days)?,
            })
        })
        .collect();
    let ahead = present
        .and_then(|(_, days)| days)
        .zip(book.demand(category))
        .and_then(|(days, demand)| forecast(today, days, demand.strained, &points));
    let shown = (0..days).rev().map(|ago| today.plus_days(-ago)).map(|day| TrendDay {
        day,
        amount: known.get(&day).map(|(amount, _)| *amount),
        days: known.get(&day).and_then(|(_, days)| *days),
    });
    Trend {
        days: shown.collect(),
        forecast: ahead,
    }
}
