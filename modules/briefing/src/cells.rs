//! The figures of a briefing as cells of a page: each a link for whoever may open its rows, and a mere number for others.

use crate::briefing::Briefing;
use crate::columns::grouped;
use crate::text::Words;
use tongxin_account::{Action, Visit};
use tongxin_care::{AppointmentFigure, AppointmentFigureKey, CareFigure, DutyFigure, DutyFigureKey};
use tongxin_dispatch::DispatchFigure;
use tongxin_pass::{GateFigure, PassFigure};
use tongxin_supply::{CoverFigure, SupplyFigure};
use tongxin_volunteer::VolunteerFigure;

/// A figure.
pub(crate) struct FigureCell {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) before: String,
}

/// Cover of a category.
pub(crate) struct CoverCell {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) days: String,
    pub(crate) state: &'static str,
    pub(crate) word: String,
}

impl FigureCell {
    /// A number of the day and of the day before; its rows are at `href` for whoever may open them.
    fn new(name: String, href: &str, may_open: bool, number: Option<u32>, before: Option<u32>) -> FigureCell {
        FigureCell {
            href: if may_open && number.is_some() {
                href.to_owned()
            } else {
                String::new()
            },
            number: Words::number(number),
            name,
            before: before.map(grouped).unwrap_or_default(),
        }
    }
}

/// Whether the rows behind figures are open to the reader: all of the place's, for a briefing counts all.
pub(crate) fn may_read_all(visit: &Visit, briefing: &Briefing, action: Action) -> bool {
    visit.viewer.require_place(action, &briefing.place.code).is_ok()
}

/// A figure of the ledger.
pub(crate) fn cell(words: &Words<'_>, figure: &crate::Figure, may_open: bool) -> FigureCell {
    let name = words.figure(figure.key);
    FigureCell::new(name, &figure.href, may_open, figure.number, figure.day_before)
}

/// Figures of supply.
pub(crate) fn supply_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let cell = |figure: &SupplyFigure| {
        let may_open = match (figure.key.happening(), figure.key.entry()) {
            (Some(_), _) => visit.viewer.may(Action::OrderRead),
            (None, Some(_)) => may_read_all(visit, briefing, Action::NeedRead),
            (None, None) => visit.viewer.may(Action::ListingRead),
        };
        let name = words.supply_figure(figure.key);
        FigureCell::new(name, &figure.href, may_open, figure.number, figure.day_before)
    };
    briefing.supply.iter().map(cell).collect()
}

/// Days of cover.
pub(crate) fn cover_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<CoverCell> {
    let may_open = visit.viewer.may(Action::StockRead);
    let cell = |cover: &CoverFigure| CoverCell {
        href: if may_open { cover.href.clone() } else { String::new() },
        name: words.cover_name(cover),
        days: Words::days(cover),
        state: cover.state.sign(),
        word: words.cover_state(cover),
    };
    briefing.cover.iter().map(cell).collect()
}

/// Figures of dispatch.
pub(crate) fn dispatch_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let may_open = may_read_all(visit, briefing, Action::PlanRead);
    let cell = |figure: &DispatchFigure| {
        let name = words.dispatch_figure(figure.key);
        FigureCell::new(
            name,
            &figure.href,
            may_open,
            Some(figure.number),
            Some(figure.day_before),
        )
    };
    briefing.dispatch.iter().map(cell).collect()
}

/// Figures of care.
pub(crate) fn care_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let may_open = may_read_all(visit, briefing, Action::VisitRead);
    let cell = |figure: &CareFigure| {
        let name = words.care_figure(figure.key);
        let (now, before) = (Some(figure.number), Some(figure.day_before));
        FigureCell::new(name, &figure.href, may_open, now, before)
    };
    briefing.care.iter().map(cell).collect()
}

/// Figures of appointments.
pub(crate) fn appointment_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let cell = |figure: &AppointmentFigure| {
        let action = match figure.key {
            AppointmentFigureKey::NeedsRaised => Action::NeedRead,
            _ => Action::VisitRead,
        };
        let may_open = may_read_all(visit, briefing, action);
        let name = words.appointment_figure(figure.key);
        let (now, before) = (Some(figure.number), Some(figure.day_before));
        FigureCell::new(name, &figure.href, may_open, now, before)
    };
    briefing.appointments.iter().map(cell).collect()
}

/// Figures of posts.
pub(crate) fn duty_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let cell = |figure: &DutyFigure| {
        let action = match figure.key {
            DutyFigureKey::Vacant => Action::NeedRead,
            DutyFigureKey::NoSteward => Action::DutyRead,
        };
        let may_open = may_read_all(visit, briefing, action);
        FigureCell::new(
            words.duty_figure(figure.key),
            &figure.href,
            may_open,
            figure.number,
            None,
        )
    };
    briefing.duty.iter().map(cell).collect()
}

/// Figures of volunteers.
pub(crate) fn volunteer_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let cell = |figure: &VolunteerFigure| {
        let action = if figure.key.is_of_people() {
            Action::VolunteerRead
        } else {
            Action::ShiftRead
        };
        let may_open = may_read_all(visit, briefing, action);
        let name = words.volunteer_figure(figure.key);
        FigureCell::new(name, &figure.href, may_open, figure.number, figure.day_before)
    };
    briefing.volunteers.iter().map(cell).collect()
}

/// Figures of passes.
pub(crate) fn pass_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let may_open = may_read_all(visit, briefing, Action::PassRead);
    let cell = |figure: &PassFigure| {
        let name = words.pass_figure(figure.key);
        FigureCell::new(name, &figure.href, may_open, figure.number, figure.day_before)
    };
    briefing.passes.iter().map(cell).collect()
}

/// What gates said.
pub(crate) fn check_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let may_open = may_read_all(visit, briefing, Action::PassRead);
    let cell = |figure: &GateFigure| {
        let name = words.verdict(figure.verdict);
        FigureCell::new(
            name,
            &figure.href,
            may_open,
            Some(figure.number),
            Some(figure.day_before),
        )
    };
    briefing.checks.iter().map(cell).collect()
}
