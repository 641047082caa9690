//! The figures of a briefing as cells of a page: each a link for whoever may open its rows, and a mere number for others.

use crate::briefing::Briefing;
use crate::columns::grouped;
use crate::text::Words;
use tongxin_account::{Action, Visit};
use tongxin_pass::{GateFigure, PassFigure};
use tongxin_supply::{CoverFigure, SupplyFigure};

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

/// Whether the needs behind the figures are open to the reader: all of the place's, for a briefing counts all.
pub(crate) fn may_read_needs(visit: &Visit, briefing: &Briefing) -> bool {
    let place = &briefing.place.code;
    visit.viewer.require_place(Action::NeedRead, place).is_ok()
}

/// A figure of the ledger.
pub(crate) fn cell(words: &Words<'_>, figure: &crate::Figure, may_open: bool) -> FigureCell {
    FigureCell {
        href: if may_open && figure.number.is_some() {
            figure.href.clone()
        } else {
            String::new()
        },
        number: Words::number(figure.number),
        name: words.figure(figure.key),
        before: figure.day_before.map(grouped).unwrap_or_default(),
    }
}

/// Figures of supply.
pub(crate) fn supply_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let cell = |figure: &SupplyFigure| {
        let may_see = match (figure.key.happening(), figure.key.entry()) {
            (Some(_), _) => visit.viewer.may(Action::OrderRead),
            (None, Some(_)) => may_read_needs(visit, briefing),
            (None, None) => visit.viewer.may(Action::ListingRead),
        };
        let may_open = may_see && figure.number.is_some();
        FigureCell {
            href: if may_open { figure.href.clone() } else { String::new() },
            number: Words::number(figure.number),
            name: words.supply_figure(figure.key),
            before: figure.day_before.map(grouped).unwrap_or_default(),
        }
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

/// The rows behind a figure of passes are open to whoever reads all passes of the place, for a figure counts all.
fn may_read_passes(visit: &Visit, briefing: &Briefing) -> bool {
    let place = &briefing.place.code;
    visit.viewer.require_place(Action::PassRead, place).is_ok()
}

/// Figures of passes.
pub(crate) fn pass_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let may_see = may_read_passes(visit, briefing);
    let cell = |figure: &PassFigure| FigureCell {
        href: if may_see && figure.number.is_some() {
            figure.href.clone()
        } else {
            String::new()
        },
        number: Words::number(figure.number),
        name: words.pass_figure(figure.key),
        before: figure.day_before.map(grouped).unwrap_or_default(),
    };
    briefing.passes.iter().map(cell).collect()
}

/// What gates said.
pub(crate) fn check_cells(words: &Words<'_>, visit: &Visit, briefing: &Briefing) -> Vec<FigureCell> {
    let may_see = may_read_passes(visit, briefing);
    let cell = |figure: &GateFigure| FigureCell {
        href: if may_see { figure.href.clone() } else { String::new() },
        number: grouped(figure.number),
        name: words.verdict(figure.verdict),
        before: grouped(figure.day_before),
    };
    briefing.checks.iter().map(cell).collect()
}
